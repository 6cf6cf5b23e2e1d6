// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.ShortText;
import io.engram.trace.exporters.encode.WellFormed;
import io.engram.trace.exporters.labels.NodeLabels;
import io.engram.trace.exporters.resource.Resource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Encodes events, and what surrounds them, as UTF-8. Encoding knows nothing of files or servers.
 *
 * <p>Assumptions: one thread uses an encoder. What it is given to write to is not closed.
 */
public final class JsonEncoder {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();
    private static final ShortText SEPARATOR = ShortText.of(",\n");
    private static final ShortText END_OF_EVENTS = ShortText.of("\n],");
    private static final ShortText ACCOUNTS = ShortText.of("\"" + JsonFields.ACCOUNTS + "\":");
    private static final ShortText EXPORTED_AT = ShortText.of("\"" + JsonFields.EXPORTED_AT + "\":\"");
    private static final ShortText END = ShortText.of("\"}\n");
    // Small enough to stay in the processor's cache until it is written.
    private static final int PORTION_BYTES = 1 << 16;

    private final NodeLabels labels;
    private final JsonEventWriter events;
    private final Rfc3339 timestamps = new Rfc3339();
    private final EncodeBuffer portion = new EncodeBuffer(PORTION_BYTES);

    /** Makes an encoder. */
    public JsonEncoder() {
        this(NodeLabels.NONE);
    }

    /**
     * Makes an encoder that adds words for nodes to the events.
     *
     * @param labels of nodes; an event none of whose nodes has one stays as it is
     */
    public JsonEncoder(NodeLabels labels) {
        this.labels = labels;
        this.events = new JsonEventWriter(labels);
    }

    /**
     * The words that it adds.
     *
     * @return labels of nodes
     */
    public NodeLabels labels() {
        return labels;
    }

    /**
     * How long an encoded event is at most.
     *
     * @param event any
     * @return bytes, the end of a line not counted
     */
    public int maxEventBytes(CognitiveEvent event) {
        return events.maxBytes(event);
    }

    /**
     * Encodes one event, without a line's end.
     *
     * @param event what
     * @param out where to
     */
    public void writeEvent(CognitiveEvent event, EncodeBuffer out) {
        events.write(event, out);
    }

    /**
     * Encodes events one a line, each line ended.
     *
     * @param list events
     * @param out where to
     */
    public void writeLines(List<CognitiveEvent> list, EncodeBuffer out) {
        for (int i = 0; i < list.size(); i++) {
            writeLine(list.get(i), out);
        }
    }

    /**
     * Encodes events one a line, each line ended.
     *
     * @param list events
     * @param out where to
     * @throws IOException if {@code out} cannot be written
     */
    public void writeLines(List<CognitiveEvent> list, OutputStream out) throws IOException {
        portion.clear();
        for (CognitiveEvent event : list) {
            writeLine(event, portion);
            writeIfFull(out);
        }
        portion.writeTo(out);
    }

    private void writeLine(CognitiveEvent event, EncodeBuffer out) {
        events.write(event, out);
        out.put('\n');
    }

    /**
     * Encodes the beginning of a document, up to its first event.
     *
     * @param resource who exports
     * @param out where to
     * @throws IOException never
     */
    public void writeDocumentStart(Resource resource, EncodeBuffer out) throws IOException {
        writeDocumentStart(resource, out.stream());
    }

    /**
     * Encodes the beginning of a document, up to its first event.
     *
     * @param resource who exports
     * @param out where to
     * @throws IOException if {@code out} cannot be written
     */
    public void writeDocumentStart(Resource resource, OutputStream out) throws IOException {
        try (JsonGenerator json = generator(out)) {
            json.writeRaw("{\"" + JsonFields.SCHEMA_VERSION + "\":" + JsonFields.SCHEMA_VERSION_VALUE + ",\""
                    + JsonFields.RESOURCE + "\":");
            json.writeStartObject();
            for (Map.Entry<String, String> attribute : resource.attributes().entrySet()) {
                json.writeStringField(attribute.getKey(), attribute.getValue());
            }
            json.writeEndObject();
            json.writeRaw(",\"" + JsonFields.EVENTS + "\":[\n");
        }
    }

    /**
     * Encodes events as elements of a document's array.
     *
     * @param list events
     * @param first whether none stand before them
     * @param out where to
     */
    public void writeElements(List<CognitiveEvent> list, boolean first, EncodeBuffer out) {
        for (int i = 0; i < list.size(); i++) {
            writeElement(list.get(i), first && i == 0, out);
        }
    }

    /**
     * Encodes events as elements of a document's array.
     *
     * @param list events
     * @param first whether none stand before them
     * @param out where to
     * @throws IOException if {@code out} cannot be written
     */
    public void writeElements(List<CognitiveEvent> list, boolean first, OutputStream out) throws IOException {
        portion.clear();
        boolean next = first;
        for (CognitiveEvent event : list) {
            writeElement(event, next, portion);
            next = false;
            writeIfFull(out);
        }
        portion.writeTo(out);
    }

    private void writeElement(CognitiveEvent event, boolean first, EncodeBuffer out) {
        if (!first) {
            out.put(SEPARATOR);
        }
        events.write(event, out);
    }

    private void writeIfFull(OutputStream out) throws IOException {
        if (portion.length() >= PORTION_BYTES) {
            portion.writeTo(out);
            portion.clear();
        }
    }

    /**
     * Encodes the end of a document, behind its last event.
     *
     * @param accounts the tracer's accounts per event type, empty where there are none
     * @param exportedAtUnixNano time of the export, nanoseconds since 1970
     * @param out where to
     * @throws IOException never
     */
    public void writeDocumentEnd(Map<EventType, TypeStats> accounts, long exportedAtUnixNano, EncodeBuffer out)
            throws IOException {
        out.put(END_OF_EVENTS);
        if (!accounts.isEmpty()) {
            out.put(ACCOUNTS);
            try (JsonGenerator json = generator(out.stream())) {
                writeAccounts(json, accounts);
            }
            out.put(',');
        }
        out.put(EXPORTED_AT);
        timestamps.put(exportedAtUnixNano, out);
        out.put(END);
    }

    /**
     * Encodes the end of a document, behind its last event.
     *
     * @param accounts the tracer's accounts per event type, empty where there are none
     * @param exportedAtUnixNano time of the export, nanoseconds since 1970
     * @param out where to
     * @throws IOException if {@code out} cannot be written
     */
    public void writeDocumentEnd(Map<EventType, TypeStats> accounts, long exportedAtUnixNano, OutputStream out)
            throws IOException {
        portion.clear();
        writeDocumentEnd(accounts, exportedAtUnixNano, portion);
        portion.writeTo(out);
    }

    /**
     * Encodes, without a line's end, how many events were lost.
     *
     * @param lost events by reason
     * @param timeUnixNano when it was noticed, nanoseconds since 1970
     * @param out where to
     * @throws IOException never
     */
    public void writeLoss(Map<String, Long> lost, long timeUnixNano, EncodeBuffer out) throws IOException {
        writeLoss(lost, null, timeUnixNano, out);
    }

    private void writeLoss(Map<String, Long> lost, TracedThread thread, long timeUnixNano, EncodeBuffer out)
            throws IOException {
        try (JsonGenerator json = generator(out.stream())) {
            json.writeStartObject();
            json.writeStringField(JsonFields.TIME_UNIX_NANO, Long.toString(timeUnixNano));
            EncodeBuffer timestamp = new EncodeBuffer(Long.SIZE);
            timestamps.put(timeUnixNano, timestamp);
            json.writeFieldName(JsonFields.TIMESTAMP);
            json.writeUTF8String(timestamp.array(), 0, timestamp.length());
            json.writeStringField(JsonFields.EVENT_TYPE, JsonFields.LOSS);
            if (thread != null) {
                json.writeNumberField(JsonFields.THREAD_ID, thread.id());
                json.writeStringField(JsonFields.THREAD_NAME, WellFormed.text(thread.name()));
            }
            json.writeObjectFieldStart(JsonFields.LOST);
            for (Map.Entry<String, Long> reason : lost.entrySet()) {
                json.writeNumberField(reason.getKey(), reason.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    /**
     * Encodes a line that tells how many events were lost.
     *
     * @param lost events by reason
     * @param timeUnixNano when it was noticed, nanoseconds since 1970
     * @param out where to
     * @throws IOException never
     */
    public void writeLossLine(Map<String, Long> lost, long timeUnixNano, EncodeBuffer out) throws IOException {
        writeLoss(lost, timeUnixNano, out);
        out.put('\n');
    }

    /**
     * Encodes a line that tells how many events were lost.
     *
     * @param lost events by reason
     * @param timeUnixNano when it was noticed, nanoseconds since 1970
     * @param out where to
     * @throws IOException if {@code out} cannot be written
     */
    public void writeLossLine(Map<String, Long> lost, long timeUnixNano, OutputStream out) throws IOException {
        portion.clear();
        writeLossLine(lost, timeUnixNano, portion);
        portion.writeTo(out);
    }

    /**
     * Encodes a line that tells how many events of a thread were lost.
     *
     * @param lost events by reason
     * @param thread who recorded them
     * @param timeUnixNano when it was noticed, nanoseconds since 1970
     * @param out where to
     * @throws IOException if {@code out} cannot be written
     */
    public void writeLossLine(Map<String, Long> lost, TracedThread thread, long timeUnixNano, OutputStream out)
            throws IOException {
        portion.clear();
        writeLoss(lost, thread, timeUnixNano, portion);
        portion.put('\n');
        portion.writeTo(out);
    }

    /**
     * Encodes accounts as an object in a line.
     *
     * @param accounts of some or all event types
     * @param out where to
     * @throws IOException if {@code out} cannot be written
     */
    public void writeAccounts(Map<EventType, TypeStats> accounts, OutputStream out) throws IOException {
        try (JsonGenerator json = generator(out)) {
            writeAccounts(json, accounts);
            json.writeRaw('\n');
        }
    }

    private static void writeAccounts(JsonGenerator json, Map<EventType, TypeStats> accounts) throws IOException {
        json.writeStartObject();
        for (Map.Entry<EventType, TypeStats> account : new TreeMap<>(accounts).entrySet()) {
            TypeStats one = account.getValue();
            json.writeObjectFieldStart(account.getKey().label());
            json.writeNumberField(JsonFields.OBSERVED, one.observed());
            json.writeNumberField(JsonFields.SAMPLED_OUT, one.sampledOut());
            json.writeObjectFieldStart(JsonFields.REJECTED);
            for (RejectReason reason : RejectReason.values()) {
                writeIfAny(json, reason.label(), one.rejected().getOrDefault(reason, 0L));
            }
            json.writeEndObject();
            json.writeNumberField(JsonFields.RECORDED, one.recorded());
            json.writeNumberField(JsonFields.EXPORTED, one.exported());
            json.writeNumberField(JsonFields.OVERWRITTEN, one.overwritten());
            json.writeObjectFieldStart(JsonFields.DISCARDED);
            for (DiscardReason reason : DiscardReason.values()) {
                writeIfAny(json, reason.label(), one.discarded().getOrDefault(reason, 0L));
            }
            json.writeEndObject();
            json.writeNumberField(JsonFields.IN_RING, one.inRing());
            json.writeNumberField(JsonFields.IN_COLLECTOR, one.inCollector());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeIfAny(JsonGenerator json, String reason, long events) throws IOException {
        if (events != 0) {
            json.writeNumberField(reason, events);
        }
    }

    private static JsonGenerator generator(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out);
    }
}
