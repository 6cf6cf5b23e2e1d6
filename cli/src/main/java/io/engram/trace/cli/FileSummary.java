// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.json.JsonEventReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Counts events of a file, and puts the counts beside the accounts that stand in it. */
final class FileSummary {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MAX_THREADS = 20;
    private static final String UNKNOWN = "-";

    private final Map<EventType, Long> byType = new EnumMap<>(EventType.class);
    private final Map<TracedThread, ThreadSummary> byThread = new HashMap<>();
    private long events;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    private static final class ThreadSummary {
        private long events;
        private long firstPosition = Long.MAX_VALUE;
        private long lastPosition = Long.MIN_VALUE;

        long missing() {
            return lastPosition - firstPosition + 1 - events;
        }
    }

    void add(CognitiveEvent event) {
        events++;
        first = Math.min(first, event.timeUnixNano());
        last = Math.max(last, event.timeUnixNano());
        byType.merge(event.eventType(), 1L, Long::sum);
        ThreadSummary thread = byThread.computeIfAbsent(event.thread(), key -> new ThreadSummary());
        thread.events++;
        thread.firstPosition = Math.min(thread.firstPosition, event.position());
        thread.lastPosition = Math.max(thread.lastPosition, event.position());
    }

    /**
     * Tables for people.
     *
     * @param whole whether all events were counted, so that missing positions mean losses
     */
    String toTable(Path file, JsonEventReader reader, boolean whole) {
        StringBuilder text = new StringBuilder();
        text.append(file).append(": ").append(Texts.count(events, "event"));
        if (events > 0) {
            text.append(" from ").append(instant(first)).append(" to ").append(instant(last));
            if (last > first) {
                text.append(", ").append(Texts.number(Math.round(events / seconds()))).append(" events/s");
            }
        }
        text.append("\n\n").append(Texts.table(typeRows(reader.accounts())));
        if (!reader.lost().isEmpty()) {
            text.append("\nLost, as told in the file:\n");
            reader.lost().forEach((reason, lost) -> text.append("  ").append(reason).append(' ')
                    .append(Texts.number(lost)).append('\n'));
        }
        if (events > 0) {
            text.append('\n').append(Texts.table(threadRows(whole)));
            if (byThread.size() > MAX_THREADS) {
                text.append("… and ").append(Texts.count(byThread.size() - MAX_THREADS, "more thread")).append('\n');
            }
        }
        return text.toString();
    }

    private List<List<String>> typeRows(Map<EventType, TypeStats> accounts) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("type", "in file", "observed", "sampled out", "rejected", "recorded", "exported",
                "overwritten", "discarded"));
        for (EventType type : EventType.values()) {
            TypeStats account = accounts.get(type);
            rows.add(List.of(type.label(), Texts.number(byType.getOrDefault(type, 0L)),
                    figure(account, TypeStats::observed), figure(account, TypeStats::sampledOut),
                    figure(account, TypeStats::rejectedTotal), figure(account, TypeStats::recorded),
                    figure(account, TypeStats::exported), figure(account, TypeStats::overwritten),
                    figure(account, TypeStats::discardedTotal)));
        }
        return rows;
    }

    private List<List<String>> threadRows(boolean whole) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("thread", "id", "events", "first position", "last position", "missing between"));
        threads().stream().limit(MAX_THREADS).forEach(thread -> {
            ThreadSummary summary = byThread.get(thread);
            rows.add(List.of(thread.name(), Texts.number(thread.id()), Texts.number(summary.events),
                    Texts.number(summary.firstPosition), Texts.number(summary.lastPosition),
                    whole ? Texts.number(summary.missing()) : UNKNOWN));
        });
        return rows;
    }

    private List<TracedThread> threads() {
        return byThread.keySet().stream()
                .sorted(Comparator.comparingLong((TracedThread thread) -> -byThread.get(thread).events)
                        .thenComparingLong(TracedThread::id))
                .toList();
    }

    /** One JSON object, for programs. */
    String toJson(JsonEventReader reader, boolean whole) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("events", events);
            if (events > 0) {
                json.writeStringField("first", instant(first));
                json.writeStringField("last", instant(last));
            }
            json.writeObjectFieldStart("types");
            for (EventType type : EventType.values()) {
                json.writeObjectFieldStart(type.label());
                json.writeNumberField("in_file", byType.getOrDefault(type, 0L));
                TypeStats account = reader.accounts().get(type);
                if (account != null) {
                    json.writeNumberField("observed", account.observed());
                    json.writeNumberField("sampled_out", account.sampledOut());
                    json.writeNumberField("rejected", account.rejectedTotal());
                    json.writeNumberField("recorded", account.recorded());
                    json.writeNumberField("exported", account.exported());
                    json.writeNumberField("overwritten", account.overwritten());
                    json.writeNumberField("discarded", account.discardedTotal());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeObjectFieldStart("lost");
            for (Map.Entry<String, Long> reason : reader.lost().entrySet()) {
                json.writeNumberField(reason.getKey(), reason.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("threads");
            for (TracedThread thread : threads()) {
                ThreadSummary summary = byThread.get(thread);
                json.writeStartObject();
                json.writeNumberField("id", thread.id());
                json.writeStringField("name", thread.name());
                json.writeNumberField("events", summary.events);
                json.writeNumberField("first_position", summary.firstPosition);
                json.writeNumberField("last_position", summary.lastPosition);
                if (whole) {
                    json.writeNumberField("missing", summary.missing());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private double seconds() {
        return (last - first) / NANOS_PER_SECOND;
    }

    private static String figure(TypeStats account, ToLongFunction<TypeStats> figure) {
        return account == null ? UNKNOWN : Texts.number(figure.applyAsLong(account));
    }

    private static String instant(long unixNano) {
        Instant time = Instant.ofEpochSecond(Math.floorDiv(unixNano, 1_000_000_000L),
                Math.floorMod(unixNano, 1_000_000_000L));
        return String.format(Locale.ROOT, "%s", time);
    }
}
