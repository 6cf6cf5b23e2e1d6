package io.engram.trace.exporters.json;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.SharedBytes;
import io.engram.trace.exporters.encode.ShortText;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Writes events as JSON objects, straight from the events and without garbage. Ids and bit sets are unsigned decimal
 * strings, because JSON readers lose integers beyond 2^53; floats that JSON cannot say are null.
 *
 * <p>Assumptions: one thread uses it.
 */
final class JsonEventWriter {
    // Each begins with what ends the field before it, so that one store writes both.
    private static final ShortText CORRELATION_ID = ShortText.of(",\"" + JsonFields.CORRELATION_ID + "\":\"");
    private static final ShortText TRACE_ID = ShortText.of(",\"" + JsonFields.TRACE_ID + "\":\"");
    private static final ShortText SPAN_ID = ShortText.of("\",\"" + JsonFields.SPAN_ID + "\":\"");
    private static final ShortText TRACE_FLAGS = ShortText.of("\",\"" + JsonFields.TRACE_FLAGS + "\":");

    private static final ShortText[] PRIMING_TYPE = texts(PrimingType.values(), type -> ",\""
            + JsonFields.PRIMING_TYPE + "\":\"" + type.label());
    private static final ShortText STRENGTH = ShortText.of("\",\"" + JsonFields.STRENGTH + "\":");
    private static final ShortText SOURCE_NODE = ShortText.of(",\"" + JsonFields.SOURCE_NODE + "\":\"");
    private static final ShortText NEXT_TARGET_NODE = ShortText.of("\",\"" + JsonFields.TARGET_NODE + "\":\"");

    private static final ShortText[] INTERFERENCE_TYPE = texts(InterferenceType.values(), type -> ",\""
            + JsonFields.INTERFERENCE_TYPE + "\":\"" + type.label());
    private static final ShortText MAGNITUDE = ShortText.of("\",\"" + JsonFields.MAGNITUDE + "\":");
    private static final ShortText TARGET_NODE = ShortText.of(",\"" + JsonFields.TARGET_NODE + "\":\"");
    private static final ShortText COMPETING_NODES = ShortText.of("\",\"" + JsonFields.COMPETING_NODES + "\":[");
    private static final ShortText COMPETING_COUNT = ShortText.of("],\"" + JsonFields.COMPETING_COUNT + "\":");

    private static final ShortText NODE = ShortText.of(",\"" + JsonFields.NODE + "\":\"");
    private static final ShortText WINDOW_POSITION = ShortText.of("\",\"" + JsonFields.WINDOW_POSITION + "\":");
    private static final ShortText MODIFICATION_COUNT = ShortText.of(",\"" + JsonFields.MODIFICATION_COUNT + "\":");
    private static final ShortText MODIFIED_FIELDS = ShortText.of(",\"" + JsonFields.MODIFIED_FIELDS + "\":\"");
    private static final ShortText PLASTICITY_FACTOR = ShortText.of("\",\"" + JsonFields.PLASTICITY_FACTOR + "\":");

    private static final ShortText CRITICAL_LURE = ShortText.of(",\"" + JsonFields.CRITICAL_LURE + "\":\"");
    private static final ShortText SOURCE_NODES = ShortText.of("\",\"" + JsonFields.SOURCE_NODES + "\":[");
    private static final ShortText SOURCE_LIST_SIZE = ShortText.of("],\"" + JsonFields.SOURCE_LIST_SIZE + "\":");
    private static final ShortText RECONSTRUCTION_CONFIDENCE =
            ShortText.of(",\"" + JsonFields.RECONSTRUCTION_CONFIDENCE + "\":");

    private static final ShortText NULL = ShortText.of("null");
    private static final ShortText COMMA_QUOTE = ShortText.of(",\"");
    private static final ShortText QUOTE_END = ShortText.of("\"}");
    // What an event takes at most besides its shared fields.
    private static final int OWN_BYTES = 768;

    private final TimeFields times = new TimeFields();
    private final SharedBytes shared = new SharedBytes(SharedFields::encode);

    private static <E> ShortText[] texts(E[] constants, Function<E, String> text) {
        return Arrays.stream(constants).map(text).map(ShortText::of).toArray(ShortText[]::new);
    }

    /** How many bytes an event takes at most. */
    int maxBytes(CognitiveEvent event) {
        return OWN_BYTES + shared.length(event);
    }

    /**
     * Writes one event.
     *
     * @param event what
     * @param out where to
     */
    void write(CognitiveEvent event, EncodeBuffer out) {
        times.put(event.timeUnixNano(), out);
        shared.put(event, out);
        out.putSignedDecimal(event.position());
        if (event.correlationId() != 0) {
            out.put(CORRELATION_ID);
            out.putDecimal(event.correlationId());
            out.put('"');
        }
        if (event.spanContext() != null) {
            writeSpan(event.spanContext(), out);
        }
        switch (event) {
            case PrimingEvent priming -> writeData(priming, out);
            case InterferenceEvent interference -> writeData(interference, out);
            case ReconsolidationEvent reconsolidation -> writeData(reconsolidation, out);
            case FalseMemoryEvent falseMemory -> writeData(falseMemory, out);
        }
    }

    private static void writeSpan(SpanContext span, EncodeBuffer out) {
        out.put(TRACE_ID);
        out.putHex(span.traceIdHigh());
        out.putHex(span.traceIdLow());
        out.put(SPAN_ID);
        out.putHex(span.spanId());
        out.put(TRACE_FLAGS);
        out.putDecimal(span.flags());
    }

    private static void writeData(PrimingEvent event, EncodeBuffer out) {
        out.put(PRIMING_TYPE[event.primingType().ordinal()]);
        out.put(STRENGTH);
        writeFloat(event.strength(), out);
        out.put(SOURCE_NODE);
        out.putDecimal(event.sourceNode());
        out.put(NEXT_TARGET_NODE);
        out.putDecimal(event.targetNode());
        out.put(QUOTE_END);
    }

    private static void writeData(InterferenceEvent event, EncodeBuffer out) {
        out.put(INTERFERENCE_TYPE[event.interferenceType().ordinal()]);
        out.put(MAGNITUDE);
        writeFloat(event.magnitude(), out);
        out.put(TARGET_NODE);
        out.putDecimal(event.targetNode());
        out.put(COMPETING_NODES);
        writeIds(event.competingNodes(), out);
        out.put(COMPETING_COUNT);
        out.putDecimal(event.competingCount());
        out.put('}');
    }

    private static void writeData(ReconsolidationEvent event, EncodeBuffer out) {
        out.put(NODE);
        out.putDecimal(event.node());
        out.put(WINDOW_POSITION);
        writeFloat(event.windowPosition(), out);
        out.put(MODIFICATION_COUNT);
        out.putDecimal(event.modificationCount());
        out.put(MODIFIED_FIELDS);
        out.putDecimal(event.modifiedFields());
        out.put(PLASTICITY_FACTOR);
        writeFloat(event.plasticityFactor(), out);
        out.put('}');
    }

    private static void writeData(FalseMemoryEvent event, EncodeBuffer out) {
        out.put(CRITICAL_LURE);
        out.putDecimal(event.criticalLure());
        out.put(SOURCE_NODES);
        writeIds(event.sourceNodes(), out);
        out.put(SOURCE_LIST_SIZE);
        out.putDecimal(event.sourceListSize());
        out.put(RECONSTRUCTION_CONFIDENCE);
        writeFloat(event.reconstructionConfidence(), out);
        out.put('}');
    }

    private static void writeIds(NodeIds ids, EncodeBuffer out) {
        for (int i = 0; i < ids.size(); i++) {
            if (i == 0) {
                out.put('"');
            } else {
                out.put(COMMA_QUOTE);
            }
            out.putDecimal(ids.get(i));
            out.put('"');
        }
    }

    private static void writeFloat(float value, EncodeBuffer out) {
        if (Float.isFinite(value)) {
            out.putFloat(value);
        } else {
            out.put(NULL);
        }
    }
}
