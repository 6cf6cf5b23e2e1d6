// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.encode.WellFormed;
import io.engram.trace.exporters.resource.Versions;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Encodes a report on events: one page of HTML with its style, its script and the events, which opens from disk, asks no
 * network for anything and is forbidden to.
 *
 * <p>Assumptions: what it is given to write to is not closed. Takes memory in proportion to the number of events.
 */
public final class ReportEncoder {
    private static final int FORMAT = 1;

    /** Makes an encoder. */
    public ReportEncoder() {
    }

    /**
     * Encodes a page.
     *
     * @param content what about
     * @param out where to
     * @throws IOException if {@code out} cannot be written
     */
    public void write(ReportContent content, OutputStream out) throws IOException {
        new Page().write(out, data -> writeData(content, data));
    }

    private static void writeData(ReportContent content, OutputStream out) throws IOException {
        List<CognitiveEvent> sorted =
                content.events().stream().sorted(Comparator.comparingLong(CognitiveEvent::timeUnixNano)).toList();
        try (JsonGenerator json = DataJson.generator(out)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("version", Versions.CURRENT);
            json.writeNumberField("events", sorted.size());
            json.writeStringField("origin", sorted.isEmpty() ? "0" : Long.toString(sorted.getFirst().timeUnixNano()));
            json.writeBooleanField("complete", content.complete());
            json.writeObjectFieldStart("resource");
            for (Map.Entry<String, String> attribute : content.resource().attributes().entrySet()) {
                json.writeStringField(WellFormed.text(attribute.getKey()),
                        WellFormed.text(attribute.getValue()));
            }
            json.writeEndObject();
            writeAccounts(json, content.accounts());
            writeCounts(json, "lost", content.lost());
            new EventColumns(sorted).write(json, content.labels());
            json.writeEndObject();
        }
    }

    private static void writeAccounts(JsonGenerator json, Map<EventType, TypeStats> accounts) throws IOException {
        json.writeObjectFieldStart("accounts");
        for (Map.Entry<EventType, TypeStats> account : new TreeMap<>(accounts).entrySet()) {
            TypeStats one = account.getValue();
            json.writeObjectFieldStart(account.getKey().label());
            writeCount(json, "observed", one.observed());
            writeCount(json, "sampledOut", one.sampledOut());
            writeCount(json, "recorded", one.recorded());
            writeCount(json, "exported", one.exported());
            writeCount(json, "overwritten", one.overwritten());
            writeCount(json, "inRing", one.inRing());
            writeCount(json, "inCollector", one.inCollector());
            Map<String, Long> rejected = new TreeMap<>();
            one.rejected().forEach((reason, events) -> rejected.put(reason.label(), events));
            writeCounts(json, "rejected", rejected);
            Map<String, Long> discarded = new TreeMap<>();
            one.discarded().forEach((reason, events) -> discarded.put(reason.label(), events));
            writeCounts(json, "discarded", discarded);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeCounts(JsonGenerator json, String name, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> one : new TreeMap<>(counts).entrySet()) {
            if (one.getValue() != 0) {
                writeCount(json, WellFormed.text(one.getKey()), one.getValue());
            }
        }
        json.writeEndObject();
    }

    // As text: counters of long runs may be beyond what a script's numbers hold.
    private static void writeCount(JsonGenerator json, String name, long events) throws IOException {
        json.writeStringField(name, Long.toString(events));
    }
}
