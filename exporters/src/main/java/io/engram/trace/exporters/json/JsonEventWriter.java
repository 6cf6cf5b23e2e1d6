// SPDX-License-Identifier: Apache-2.0
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
import io.engram.trace.exporters.encode.DecimalText;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.FloatText;
import io.engram.trace.exporters.encode.HexText;
import io.engram.trace.exporters.encode.SharedPart;
import io.engram.trace.exporters.encode.ShortText;
import io.engram.trace.exporters.labels.NodeLabels;
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
    static final ShortText CORRELATION_ID = ShortText.of(",\"" + JsonFields.CORRELATION_ID + "\":\"");
    static final ShortText TRACE_ID = ShortText.of(",\"" + JsonFields.TRACE_ID + "\":\"");
    static final ShortText SPAN_ID = ShortText.of("\",\"" + JsonFields.SPAN_ID + "\":\"");
    static final ShortText TRACE_FLAGS = ShortText.of("\",\"" + JsonFields.TRACE_FLAGS + "\":");

    static final ShortText[] PRIMING = texts(PrimingType.values(), type -> ",\"" + JsonFields.PRIMING_TYPE
            + "\":\"" + type.label() + "\",\"" + JsonFields.STRENGTH + "\":");
    static final ShortText SOURCE_NODE = ShortText.of(",\"" + JsonFields.SOURCE_NODE + "\":\"");
    static final ShortText NEXT_TARGET_NODE = ShortText.of("\",\"" + JsonFields.TARGET_NODE + "\":\"");

    static final ShortText[] INTERFERENCE = texts(InterferenceType.values(), type -> ",\""
            + JsonFields.INTERFERENCE_TYPE + "\":\"" + type.label() + "\",\"" + JsonFields.MAGNITUDE + "\":");
    static final ShortText TARGET_NODE = ShortText.of(",\"" + JsonFields.TARGET_NODE + "\":\"");
    static final ShortText COMPETING_NODES = ShortText.of("\",\"" + JsonFields.COMPETING_NODES + "\":[");
    static final ShortText COMPETING_COUNT = ShortText.of("],\"" + JsonFields.COMPETING_COUNT + "\":");

    static final ShortText NODE = ShortText.of(",\"" + JsonFields.NODE + "\":\"");
    static final ShortText WINDOW_POSITION = ShortText.of("\",\"" + JsonFields.WINDOW_POSITION + "\":");
    static final ShortText MODIFICATION_COUNT = ShortText.of(",\"" + JsonFields.MODIFICATION_COUNT + "\":");
    static final ShortText MODIFIED_FIELDS = ShortText.of(",\"" + JsonFields.MODIFIED_FIELDS + "\":\"");
    static final ShortText PLASTICITY_FACTOR = ShortText.of("\",\"" + JsonFields.PLASTICITY_FACTOR + "\":");

    static final ShortText CRITICAL_LURE = ShortText.of(",\"" + JsonFields.CRITICAL_LURE + "\":\"");
    static final ShortText SOURCE_NODES = ShortText.of("\",\"" + JsonFields.SOURCE_NODES + "\":[");
    static final ShortText SOURCE_LIST_SIZE = ShortText.of("],\"" + JsonFields.SOURCE_LIST_SIZE + "\":");
    static final ShortText RECONSTRUCTION_CONFIDENCE =
            ShortText.of(",\"" + JsonFields.RECONSTRUCTION_CONFIDENCE + "\":");

    static final ShortText NULL = ShortText.of("null");
    static final ShortText QUOTE = ShortText.of("\"");
    static final ShortText END = ShortText.of("}");
    static final ShortText COMMA_QUOTE = ShortText.of(",\"");
    static final ShortText QUOTE_END = ShortText.of("\"}");
    // What an event takes at most besides its shared fields.
    private static final int OWN_BYTES = 768;

    private final TimeFields times = new TimeFields();
    private final SharedPart<byte[]> shared = new SharedPart<>(SharedFields::encode);
    private final LabelField labels;

    JsonEventWriter(NodeLabels labels) {
        this.labels = new LabelField(labels);
    }

    private static <E> ShortText[] texts(E[] constants, Function<E, String> text) {
        return Arrays.stream(constants).map(text).map(ShortText::of).toArray(ShortText[]::new);
    }

    /** How many bytes an event takes at most. */
    int maxBytes(CognitiveEvent event) {
        return OWN_BYTES + shared.of(event).length + labels.maxBytes();
    }

    /**
     * Writes one event.
     *
     * @param event what
     * @param out where to
     */
    void write(CognitiveEvent event, EncodeBuffer out) {
        byte[] fields = shared.of(event);
        // Room for all of it at once, so that an index is all that there is to keep on the way.
        out.ensure(OWN_BYTES + fields.length);
        byte[] to = out.array();
        int start = out.length();
        // By type all the way, because the calls of an interface's methods cost more than the work in between.
        out.advance(switch (event) {
            case PrimingEvent priming -> write(priming, fields, to, start);
            case InterferenceEvent interference -> write(interference, fields, to, start);
            case ReconsolidationEvent reconsolidation -> write(reconsolidation, fields, to, start);
            case FalseMemoryEvent falseMemory -> write(falseMemory, fields, to, start);
        });
        labels.addTo(event, out);
    }

    private int write(PrimingEvent event, byte[] fields, byte[] to, int start) {
        int at = times.put(event.timeUnixNano(), to, start);
        at = writeCommon(fields, event.position(), event.correlationId(), event.spanContext(), to, at);
        at = PRIMING[event.primingType().ordinal()].put(to, at);
        at = writeFloat(event.strength(), to, at);
        at = writeId(SOURCE_NODE, event.sourceNode(), to, at);
        at = writeId(NEXT_TARGET_NODE, event.targetNode(), to, at);
        return QUOTE_END.put(to, at);
    }

    private int write(InterferenceEvent event, byte[] fields, byte[] to, int start) {
        int at = times.put(event.timeUnixNano(), to, start);
        at = writeCommon(fields, event.position(), event.correlationId(), event.spanContext(), to, at);
        at = INTERFERENCE[event.interferenceType().ordinal()].put(to, at);
        at = writeFloat(event.magnitude(), to, at);
        at = writeId(TARGET_NODE, event.targetNode(), to, at);
        at = COMPETING_NODES.put(to, at);
        at = writeIds(event.competingNodes(), to, at);
        at = writeId(COMPETING_COUNT, event.competingCount(), to, at);
        return END.put(to, at);
    }

    private int write(ReconsolidationEvent event, byte[] fields, byte[] to, int start) {
        int at = times.put(event.timeUnixNano(), to, start);
        at = writeCommon(fields, event.position(), event.correlationId(), event.spanContext(), to, at);
        at = writeId(NODE, event.node(), to, at);
        at = WINDOW_POSITION.put(to, at);
        at = writeFloat(event.windowPosition(), to, at);
        at = writeId(MODIFICATION_COUNT, event.modificationCount(), to, at);
        at = writeId(MODIFIED_FIELDS, event.modifiedFields(), to, at);
        at = PLASTICITY_FACTOR.put(to, at);
        at = writeFloat(event.plasticityFactor(), to, at);
        return END.put(to, at);
    }

    private int write(FalseMemoryEvent event, byte[] fields, byte[] to, int start) {
        int at = times.put(event.timeUnixNano(), to, start);
        at = writeCommon(fields, event.position(), event.correlationId(), event.spanContext(), to, at);
        at = writeId(CRITICAL_LURE, event.criticalLure(), to, at);
        at = SOURCE_NODES.put(to, at);
        at = writeIds(event.sourceNodes(), to, at);
        at = writeId(SOURCE_LIST_SIZE, event.sourceListSize(), to, at);
        at = RECONSTRUCTION_CONFIDENCE.put(to, at);
        at = writeFloat(event.reconstructionConfidence(), to, at);
        return END.put(to, at);
    }

    private static int writeCommon(byte[] fields, long position, long correlationId, SpanContext span, byte[] to,
            int start) {
        System.arraycopy(fields, 0, to, start, fields.length);
        int at = start + fields.length;
        if (position < 0) {
            to[at++] = '-';
        }
        // The lowest number stays as it is, and is right as an unsigned one.
        at = DecimalText.put(Math.abs(position), to, at);
        if (correlationId != 0) {
            at = writeId(CORRELATION_ID, correlationId, to, at);
            at = QUOTE.put(to, at);
        }
        return span == null ? at : writeSpan(span, to, at);
    }

    private static int writeSpan(SpanContext span, byte[] to, int start) {
        int at = writeHex(span.traceIdHigh(), to, TRACE_ID.put(to, start));
        at = writeHex(span.traceIdLow(), to, at);
        at = writeHex(span.spanId(), to, SPAN_ID.put(to, at));
        return writeId(TRACE_FLAGS, span.flags(), to, at);
    }

    private static int writeHex(long value, byte[] to, int at) {
        HexText.put(value, to, at);
        return at + HexText.LONG_DIGITS;
    }

    private static int writeId(ShortText before, long id, byte[] to, int at) {
        return DecimalText.put(id, to, before.put(to, at));
    }

    private static int writeIds(NodeIds ids, byte[] to, int start) {
        int at = start;
        for (int i = 0; i < ids.size(); i++) {
            at = writeId(i == 0 ? QUOTE : COMMA_QUOTE, ids.get(i), to, at);
            to[at++] = '"';
        }
        return at;
    }

    static int writeFloat(float value, byte[] to, int at) {
        return Float.isFinite(value) ? FloatText.put(value, to, at) : NULL.put(to, at);
    }
}
