package io.engram.trace.exporters.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TypeStats;
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
    private static final SerializedString NOTHING = new SerializedString("");
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private final JsonEventWriter events = new JsonEventWriter();

    /** Makes an encoder. */
    public JsonEncoder() {
    }

    /**
     * Encodes events one a line, each line ended.
     *
     * @param list events
     * @param out where to
     * @throws IOException if {@code out} cannot be written
     */
    public void writeLines(List<CognitiveEvent> list, OutputStream out) throws IOException {
        try (JsonGenerator json = generator(out)) {
            for (CognitiveEvent event : list) {
                events.write(json, event);
                json.writeRaw('\n');
            }
        }
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
     * @throws IOException if {@code out} cannot be written
     */
    public void writeElements(List<CognitiveEvent> list, boolean first, OutputStream out) throws IOException {
        try (JsonGenerator json = generator(out)) {
            boolean comma = !first;
            for (CognitiveEvent event : list) {
                if (comma) {
                    json.writeRaw(",\n");
                }
                comma = true;
                events.write(json, event);
            }
        }
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
        try (JsonGenerator json = generator(out)) {
            json.writeRaw("\n],");
            if (!accounts.isEmpty()) {
                json.writeRaw("\"" + JsonFields.ACCOUNTS + "\":");
                writeAccounts(json, accounts);
                json.writeRaw(',');
            }
            json.writeRaw("\"" + JsonFields.EXPORTED_AT + "\":");
            byte[] timestamp = new Rfc3339().format(exportedAtUnixNano);
            json.writeRawUTF8String(timestamp, 0, Rfc3339.LENGTH);
            json.writeRaw("}\n");
        }
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
        try (JsonGenerator json = generator(out)) {
            json.writeStartObject();
            json.writeStringField(JsonFields.TIME_UNIX_NANO, Long.toString(timeUnixNano));
            events.writeTimestamp(json, JsonFields.TIMESTAMP, timeUnixNano);
            json.writeStringField(JsonFields.EVENT_TYPE, JsonFields.LOSS);
            json.writeObjectFieldStart(JsonFields.LOST);
            for (Map.Entry<String, Long> reason : lost.entrySet()) {
                json.writeNumberField(reason.getKey(), reason.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeRaw('\n');
        }
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
        JsonGenerator json = FACTORY.createGenerator(out);
        // Separators between events are written by hand: they differ between the forms.
        json.setRootValueSeparator(NOTHING);
        return json;
    }
}
