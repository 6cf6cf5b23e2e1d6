// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.engram.trace.collector.tracefile.RingStats;
import io.engram.trace.collector.tracefile.Switch;
import io.engram.trace.collector.tracefile.TraceFileInfo;
import io.engram.trace.collector.tracefile.TraceFileStats;
import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TypeStats;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a process traces and loses, from one reading of its trace file, or from two for what happens in a second. */
final class ProcessSummary {
    private static final int MAX_THREADS = 20;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final String UNKNOWN = "-";
    private static final Set<Integer> TEXT_COLUMNS = Set.of(0);

    private final TraceFileInfo info;
    private final ProcessReading earlier;
    private final ProcessReading now;
    private final TraceFileStats stats;

    /**
     * Sums up.
     *
     * @param earlier null for none
     */
    ProcessSummary(TraceFileInfo info, ProcessReading earlier, ProcessReading now) {
        this.info = info;
        this.earlier = earlier;
        this.now = now;
        this.stats = now.stats();
    }

    private OptionalDouble rate(EventType type) {
        return earlier == null ? OptionalDouble.empty() : OptionalDouble.of(
                now.perSecond(earlier, earlier.stats().of(type).recorded(), stats.of(type).recorded()));
    }

    private OptionalDouble rate(RingStats ring) {
        if (earlier == null) {
            return OptionalDouble.empty();
        }
        // A ring that was not there before began with none.
        long before = earlier.stats().rings().stream().filter(one -> one.index() == ring.index())
                .mapToLong(RingStats::recorded).findFirst().orElse(0);
        return OptionalDouble.of(now.perSecond(earlier, before, ring.recorded()));
    }

    private List<RingStats> ringsByUse() {
        return stats.rings().stream().sorted(Comparator.comparingLong(RingStats::recorded).reversed()
                .thenComparingInt(RingStats::index)).toList();
    }

    /** Tables for people. */
    String toTable() {
        StringBuilder text = new StringBuilder();
        text.append("process ").append(info.pid()).append(" (").append(ListCommand.mainClass(info)).append("), ")
                .append(now.state().label()).append(", tracing since ")
                .append(info.start().truncatedTo(ChronoUnit.SECONDS)).append('\n');
        text.append("memory ").append(Texts.bytes(stats.memoryBytes())).append(" of ")
                .append(Texts.bytes(stats.memoryLimitBytes())).append(", ")
                .append(Texts.count(stats.rings().size(), "ring")).append(" of ").append(Texts.number(info.maxRings()))
                .append(", collector lag ").append(Texts.span(stats.collectorLag())).append('\n');
        text.append("last beat ").append(ago(stats.lastBeat())).append(", last collected ")
                .append(ago(stats.lastCollected())).append(", last read ").append(ago(stats.lastRead())).append("\n\n");
        text.append(Texts.table(typeRows(), TEXT_COLUMNS));
        appendReasons(text, "rejected", RejectReason.values(), RejectReason::label, TypeStats::rejected);
        appendReasons(text, "discarded", DiscardReason.values(), DiscardReason::label, TypeStats::discarded);
        if (stats.unknownType() > 0) {
            text.append("of no known type, because they were overwritten so soon: ")
                    .append(Texts.count(stats.unknownType(), "event")).append('\n');
        }
        if (!stats.rings().isEmpty()) {
            text.append('\n').append(Texts.table(threadRows(), TEXT_COLUMNS));
            if (stats.rings().size() > MAX_THREADS) {
                text.append("… and ").append(Texts.count(stats.rings().size() - MAX_THREADS, "more thread"))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private List<List<String>> typeRows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("type", "sampled at", "recorded/s", "observed", "sampled out", "rejected", "recorded",
                "exported", "overwritten", "discarded", "in collector", "in ring"));
        for (EventType type : EventType.values()) {
            Switch one = now.switches().of(type);
            TypeStats account = stats.of(type);
            rows.add(row(type.label(), one.on() ? Texts.rate(one.rate()) : "off", rate(type), account.observed(),
                    account.sampledOut(), account.rejectedTotal(), account.recorded(), account.exported(),
                    account.overwritten(), account.discardedTotal(), account.inCollector(), account.inRing()));
        }
        OptionalDouble rate = earlier == null ? OptionalDouble.empty()
                : OptionalDouble.of(Arrays.stream(EventType.values()).mapToDouble(type -> rate(type).orElse(0)).sum());
        rows.add(row("all", "", rate, stats.total(TypeStats::observed), stats.total(TypeStats::sampledOut),
                stats.total(TypeStats::rejectedTotal), stats.total(TypeStats::recorded),
                stats.total(TypeStats::exported), stats.total(TypeStats::overwritten),
                stats.total(TypeStats::discardedTotal), stats.total(TypeStats::inCollector),
                stats.total(TypeStats::inRing)));
        return rows;
    }

    private static List<String> row(String name, String second, OptionalDouble rate, long... figures) {
        List<String> row = new ArrayList<>(List.of(name, second, figure(rate)));
        Arrays.stream(figures).mapToObj(Texts::number).forEach(row::add);
        return row;
    }

    private static String figure(OptionalDouble rate) {
        return rate.isPresent() ? Texts.number(Math.round(rate.getAsDouble())) : UNKNOWN;
    }

    private <R> void appendReasons(StringBuilder text, String what, R[] reasons, Function<R, String> label,
            Function<TypeStats, Map<R, Long>> figures) {
        String told = Arrays.stream(reasons).filter(reason -> total(reason, figures) > 0)
                .map(reason -> label.apply(reason) + " " + Texts.number(total(reason, figures)))
                .collect(Collectors.joining(", "));
        if (!told.isEmpty()) {
            text.append(what).append(": ").append(told).append('\n');
        }
    }

    private <R> long total(R reason, Function<TypeStats, Map<R, Long>> figures) {
        return stats.byType().values().stream().mapToLong(one -> figures.apply(one).getOrDefault(reason, 0L)).sum();
    }

    private List<List<String>> threadRows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("thread", "id", "recorded/s", "recorded", "sampled out", "overwritten", "collected",
                "ring fill"));
        ringsByUse().stream().limit(MAX_THREADS).forEach(ring -> {
            List<String> row = row(Texts.printable(ring.thread().name()), Long.toString(ring.thread().id()), rate(ring),
                    ring.recorded(), ring.sampledOut(), ring.overwritten(), ring.collected());
            row.add(Texts.percent(ring.fill()));
            rows.add(row);
        });
        return rows;
    }

    private String ago(Optional<Instant> time) {
        if (time.isEmpty()) {
            return "never";
        }
        Duration ago = Duration.between(time.get(), now.time());
        // A moment in the future is one of another clock.
        return Texts.span(ago.isNegative() ? Duration.ZERO : ago) + " ago";
    }

    /** One JSON object in a line, for programs. */
    String toJson() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("time", now.time().toString());
            json.writeNumberField("pid", info.pid());
            json.writeStringField("state", now.state().label());
            json.writeStringField("main_class", info.mainClass());
            json.writeStringField("start", info.start().toString());
            json.writeNumberField("memory_bytes", stats.memoryBytes());
            json.writeNumberField("memory_limit_bytes", stats.memoryLimitBytes());
            json.writeNumberField("max_rings", info.maxRings());
            json.writeNumberField("rings_outside", stats.ringsOutside());
            json.writeNumberField("rings_missing", stats.ringsMissing());
            json.writeNumberField("rings_damaged", stats.ringsDamaged());
            json.writeNumberField("collector_lag_seconds", stats.collectorLag().toMillis() / MILLIS_PER_SECOND);
            writeTime(json, "last_beat", stats.lastBeat());
            writeTime(json, "last_collected", stats.lastCollected());
            writeTime(json, "last_read", stats.lastRead());
            json.writeObjectFieldStart("types");
            for (EventType type : EventType.values()) {
                json.writeObjectFieldStart(type.label());
                writeType(json, type);
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeNumberField("unknown_type", stats.unknownType());
            json.writeArrayFieldStart("threads");
            for (RingStats ring : ringsByUse()) {
                json.writeStartObject();
                writeRing(json, ring);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private void writeType(JsonGenerator json, EventType type) throws IOException {
        TypeStats account = stats.of(type);
        Switch one = now.switches().of(type);
        json.writeBooleanField("enabled", one.on());
        json.writeNumberField("sample_rate", one.rate());
        writeRate(json, rate(type));
        json.writeNumberField("observed", account.observed());
        json.writeNumberField("sampled_out", account.sampledOut());
        writeReasons(json, "rejected", RejectReason.values(), RejectReason::label, account.rejected());
        json.writeNumberField("recorded", account.recorded());
        json.writeNumberField("exported", account.exported());
        json.writeNumberField("overwritten", account.overwritten());
        writeReasons(json, "discarded", DiscardReason.values(), DiscardReason::label, account.discarded());
        json.writeNumberField("in_collector", account.inCollector());
        json.writeNumberField("in_ring", account.inRing());
    }

    private void writeRing(JsonGenerator json, RingStats ring) throws IOException {
        json.writeNumberField("ring", ring.index());
        json.writeNumberField("id", ring.thread().id());
        json.writeStringField("name", ring.thread().name());
        json.writeNumberField("owners", ring.owners());
        writeRate(json, rate(ring));
        json.writeNumberField("recorded", ring.recorded());
        json.writeNumberField("sampled_out", ring.sampledOut());
        json.writeNumberField("overwritten", ring.overwritten());
        json.writeNumberField("collected", ring.collected());
        json.writeNumberField("in_ring", ring.waiting());
        json.writeNumberField("ring_capacity", ring.capacity());
        json.writeNumberField("ring_fill", ring.fill());
    }

    private static void writeRate(JsonGenerator json, OptionalDouble rate) throws IOException {
        if (rate.isPresent()) {
            json.writeNumberField("recorded_per_second", rate.getAsDouble());
        }
    }

    private static <R> void writeReasons(JsonGenerator json, String name, R[] reasons, Function<R, String> label,
            Map<R, Long> figures) throws IOException {
        json.writeObjectFieldStart(name);
        for (R reason : reasons) {
            if (figures.getOrDefault(reason, 0L) > 0) {
                json.writeNumberField(label.apply(reason), figures.get(reason));
            }
        }
        json.writeEndObject();
    }

    private static void writeTime(JsonGenerator json, String name, Optional<Instant> time) throws IOException {
        if (time.isPresent()) {
            json.writeStringField(name, time.get().toString());
        }
    }
}
