package io.engram.trace.exporters.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.exporters.encode.DecimalText;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes events as JSON objects, straight from the events. Ids and bit sets are unsigned decimal strings, because JSON
 * readers lose integers beyond 2^53; floats that JSON cannot say are null.
 *
 * <p>Assumptions: one thread uses it; the generator writes UTF-8.
 */
final class JsonEventWriter {
    private static final SerializableString TIME_UNIX_NANO = name(JsonFields.TIME_UNIX_NANO);
    private static final SerializableString TIMESTAMP = name(JsonFields.TIMESTAMP);
    private static final SerializableString EVENT_TYPE = name(JsonFields.EVENT_TYPE);
    private static final SerializableString THREAD_ID = name(JsonFields.THREAD_ID);
    private static final SerializableString THREAD_NAME = name(JsonFields.THREAD_NAME);
    private static final SerializableString POSITION = name(JsonFields.POSITION);
    private static final SerializableString SAMPLE_RATE = name(JsonFields.SAMPLE_RATE);
    private static final SerializableString CORRELATION_ID = name(JsonFields.CORRELATION_ID);
    private static final SerializableString PRIMING_TYPE = name(JsonFields.PRIMING_TYPE);
    private static final SerializableString STRENGTH = name(JsonFields.STRENGTH);
    private static final SerializableString SOURCE_NODE = name(JsonFields.SOURCE_NODE);
    private static final SerializableString TARGET_NODE = name(JsonFields.TARGET_NODE);
    private static final SerializableString INTERFERENCE_TYPE = name(JsonFields.INTERFERENCE_TYPE);
    private static final SerializableString MAGNITUDE = name(JsonFields.MAGNITUDE);
    private static final SerializableString COMPETING_NODES = name(JsonFields.COMPETING_NODES);
    private static final SerializableString COMPETING_COUNT = name(JsonFields.COMPETING_COUNT);
    private static final SerializableString NODE = name(JsonFields.NODE);
    private static final SerializableString WINDOW_POSITION = name(JsonFields.WINDOW_POSITION);
    private static final SerializableString MODIFICATION_COUNT = name(JsonFields.MODIFICATION_COUNT);
    private static final SerializableString MODIFIED_FIELDS = name(JsonFields.MODIFIED_FIELDS);
    private static final SerializableString PLASTICITY_FACTOR = name(JsonFields.PLASTICITY_FACTOR);
    private static final SerializableString CRITICAL_LURE = name(JsonFields.CRITICAL_LURE);
    private static final SerializableString SOURCE_NODES = name(JsonFields.SOURCE_NODES);
    private static final SerializableString SOURCE_LIST_SIZE = name(JsonFields.SOURCE_LIST_SIZE);
    private static final SerializableString RECONSTRUCTION_CONFIDENCE = name(JsonFields.RECONSTRUCTION_CONFIDENCE);

    private static final SerializableString[] EVENT_TYPES = names(EventType.values(), EventType::label);
    private static final SerializableString[] PRIMING_TYPES = names(PrimingType.values(), PrimingType::label);
    private static final SerializableString[] INTERFERENCE_TYPES =
            names(InterferenceType.values(), InterferenceType::label);

    private static final JsonFactory FACTORY = new JsonFactory();
    // Threads come and go; what was kept for them is then made again.
    private static final int MAX_THREADS = 1_024;

    private final Rfc3339 timestamps = new Rfc3339();
    private final DecimalText decimals = new DecimalText();
    private final Map<TracedThread, Shared[]> shared = new IdentityHashMap<>();

    /** What events of one type and thread share, as it stands in JSON, at the rate that they were last kept at. */
    private record Shared(double sampleRate, SerializableString fields) {
    }

    private static SerializableString name(String name) {
        return new SerializedString(name);
    }

    private static <E> SerializableString[] names(E[] constants, Function<E, String> label) {
        return Arrays.stream(constants).map(label).map(SerializedString::new).toArray(SerializableString[]::new);
    }

    /**
     * Writes one event.
     *
     * @param out where to
     * @param event what
     * @throws IOException if {@code out} cannot be written
     */
    void write(JsonGenerator out, CognitiveEvent event) throws IOException {
        out.writeStartObject();
        writeTime(out, event.timeUnixNano());
        out.writeFieldName(TIMESTAMP);
        out.writeRawUTF8String(timestamps.format(event.timeUnixNano()), 0, Rfc3339.LENGTH);
        out.writeRaw(shared(event).fields());
        out.writeFieldName(POSITION);
        out.writeNumber(event.position());
        if (event.correlationId() != 0) {
            writeId(out, CORRELATION_ID, event.correlationId());
        }
        switch (event) {
            case PrimingEvent priming -> writeData(out, priming);
            case InterferenceEvent interference -> writeData(out, interference);
            case ReconsolidationEvent reconsolidation -> writeData(out, reconsolidation);
            case FalseMemoryEvent falseMemory -> writeData(out, falseMemory);
        }
        out.writeEndObject();
    }

    // Unlike ids, times are signed: a clock may stand before 1970.
    private void writeTime(JsonGenerator out, long unixNano) throws IOException {
        if (unixNano >= 0) {
            writeId(out, TIME_UNIX_NANO, unixNano);
        } else {
            out.writeFieldName(TIME_UNIX_NANO);
            out.writeString(Long.toString(unixNano));
        }
    }

    private Shared shared(CognitiveEvent event) throws IOException {
        Shared[] ofThread = shared.get(event.thread());
        if (ofThread == null) {
            if (shared.size() == MAX_THREADS) {
                shared.clear();
            }
            ofThread = new Shared[EVENT_TYPES.length];
            shared.put(event.thread(), ofThread);
        }
        int type = event.eventType().ordinal();
        if (ofThread[type] == null || ofThread[type].sampleRate() != event.sampleRate()) {
            ofThread[type] = new Shared(event.sampleRate(), encodeShared(event));
        }
        return ofThread[type];
    }

    /** Fields with the comma before them: they follow the times. */
    private static SerializableString encodeShared(CognitiveEvent event) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            out.writeStartObject();
            out.writeFieldName(EVENT_TYPE);
            out.writeString(EVENT_TYPES[event.eventType().ordinal()]);
            out.writeFieldName(THREAD_ID);
            out.writeNumber(event.thread().id());
            out.writeFieldName(THREAD_NAME);
            out.writeString(wellFormed(event.thread().name()));
            out.writeFieldName(SAMPLE_RATE);
            out.writeNumber(event.sampleRate());
            out.writeEndObject();
        }
        String object = text.toString();
        return new SerializedString("," + object.substring(1, object.length() - 1));
    }

    // Half a surrogate pair is a legal thread name, and no legal UTF-8.
    private static String wellFormed(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private void writeData(JsonGenerator out, PrimingEvent event) throws IOException {
        out.writeFieldName(PRIMING_TYPE);
        out.writeString(PRIMING_TYPES[event.primingType().ordinal()]);
        writeFloat(out, STRENGTH, event.strength());
        writeId(out, SOURCE_NODE, event.sourceNode());
        writeId(out, TARGET_NODE, event.targetNode());
    }

    private void writeData(JsonGenerator out, InterferenceEvent event) throws IOException {
        out.writeFieldName(INTERFERENCE_TYPE);
        out.writeString(INTERFERENCE_TYPES[event.interferenceType().ordinal()]);
        writeFloat(out, MAGNITUDE, event.magnitude());
        writeId(out, TARGET_NODE, event.targetNode());
        writeIds(out, COMPETING_NODES, event.competingNodes());
        out.writeFieldName(COMPETING_COUNT);
        out.writeNumber(event.competingCount());
    }

    private void writeData(JsonGenerator out, ReconsolidationEvent event) throws IOException {
        writeId(out, NODE, event.node());
        writeFloat(out, WINDOW_POSITION, event.windowPosition());
        out.writeFieldName(MODIFICATION_COUNT);
        out.writeNumber(event.modificationCount());
        writeId(out, MODIFIED_FIELDS, event.modifiedFields());
        writeFloat(out, PLASTICITY_FACTOR, event.plasticityFactor());
    }

    private void writeData(JsonGenerator out, FalseMemoryEvent event) throws IOException {
        writeId(out, CRITICAL_LURE, event.criticalLure());
        writeIds(out, SOURCE_NODES, event.sourceNodes());
        out.writeFieldName(SOURCE_LIST_SIZE);
        out.writeNumber(event.sourceListSize());
        writeFloat(out, RECONSTRUCTION_CONFIDENCE, event.reconstructionConfidence());
    }

    /**
     * Writes a time as RFC 3339.
     *
     * @param out where to
     * @param field its name
     * @param unixNano nanoseconds since 1970
     * @throws IOException if {@code out} cannot be written
     */
    void writeTimestamp(JsonGenerator out, String field, long unixNano) throws IOException {
        out.writeFieldName(field);
        out.writeRawUTF8String(timestamps.format(unixNano), 0, Rfc3339.LENGTH);
    }

    private void writeId(JsonGenerator out, SerializableString field, long id) throws IOException {
        out.writeFieldName(field);
        writeId(out, id);
    }

    private void writeIds(JsonGenerator out, SerializableString field, NodeIds ids) throws IOException {
        out.writeFieldName(field);
        out.writeStartArray();
        for (int i = 0; i < ids.size(); i++) {
            writeId(out, ids.get(i));
        }
        out.writeEndArray();
    }

    private void writeId(JsonGenerator out, long id) throws IOException {
        decimals.format(id);
        out.writeRawUTF8String(decimals.bytes(), decimals.start(), decimals.length());
    }

    private static void writeFloat(JsonGenerator out, SerializableString field, float value) throws IOException {
        out.writeFieldName(field);
        if (Float.isFinite(value)) {
            out.writeNumber(value);
        } else {
            out.writeNull();
        }
    }
}
