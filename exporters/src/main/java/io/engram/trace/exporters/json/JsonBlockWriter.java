// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.exporters.encode.DecimalText;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.HexText;
import io.engram.trace.exporters.encode.RepeatedText;
import io.engram.trace.exporters.encode.ShortText;
import io.engram.trace.exporters.encode.SnappyBlock;
import io.engram.trace.exporters.labels.NodeLabels;
import java.util.Arrays;

/**
 * Writes events as JSON objects into a block of Snappy: what {@link JsonEncoder#writeEvent} writes, compressed as it
 * comes. What the events of a type have in common is copied from the event before; the numbers are literals.
 *
 * <p>Keeps where ids stand, each in a slot of the block.
 *
 * <p>Assumptions: one thread uses it, for one block.
 */
public final class JsonBlockWriter {
    /** How many bytes an event takes at most, compressed or not, besides its shared fields. */
    public static final int OWN_BYTES = 1_024;

    /** Where the position is kept. */
    public static final int POSITION_SLOT = 0;
    /** Where the correlation id is kept, if there is one. */
    public static final int CORRELATION_SLOT = 1;
    /** Where the trace id is kept, if there is one. */
    public static final int TRACE_SLOT = 2;
    /** Where the span id is kept, if there is one. */
    public static final int SPAN_SLOT = 3;
    /** Where the first node's id is kept. */
    public static final int NODE_SLOT = 4;
    /** Where other nodes' ids are kept, in this slot and the next ones. */
    public static final int OTHER_NODES_SLOT = 5;
    // Until the correlation id is kept there, the part of a second is.
    private static final int NANOS_SLOT = CORRELATION_SLOT;

    private static final ShortText BETWEEN_IDS = ShortText.of("\",\"");

    private final RepeatedText correlationId = new RepeatedText(JsonEventWriter.CORRELATION_ID);
    private final RepeatedText traceId = new RepeatedText(JsonEventWriter.TRACE_ID);
    private final RepeatedText spanId = new RepeatedText(JsonEventWriter.SPAN_ID);
    private final RepeatedText traceFlags = new RepeatedText(JsonEventWriter.TRACE_FLAGS);

    private final RepeatedText[] priming = texts(JsonEventWriter.PRIMING);
    private final RepeatedText sourceNode = new RepeatedText(JsonEventWriter.SOURCE_NODE);
    private final RepeatedText nextTargetNode = new RepeatedText(JsonEventWriter.NEXT_TARGET_NODE);

    private final RepeatedText[] interference = texts(JsonEventWriter.INTERFERENCE);
    private final RepeatedText targetNode = new RepeatedText(JsonEventWriter.TARGET_NODE);
    private final RepeatedText competingNodes = new RepeatedText(JsonEventWriter.COMPETING_NODES);
    private final RepeatedText competingCount = new RepeatedText(JsonEventWriter.COMPETING_COUNT);

    private final RepeatedText node = new RepeatedText(JsonEventWriter.NODE);
    private final RepeatedText windowPosition = new RepeatedText(JsonEventWriter.WINDOW_POSITION);
    private final RepeatedText modificationCount = new RepeatedText(JsonEventWriter.MODIFICATION_COUNT);
    private final RepeatedText modifiedFields = new RepeatedText(JsonEventWriter.MODIFIED_FIELDS);
    private final RepeatedText plasticityFactor = new RepeatedText(JsonEventWriter.PLASTICITY_FACTOR);

    private final RepeatedText criticalLure = new RepeatedText(JsonEventWriter.CRITICAL_LURE);
    private final RepeatedText sourceNodes = new RepeatedText(JsonEventWriter.SOURCE_NODES);
    private final RepeatedText sourceListSize = new RepeatedText(JsonEventWriter.SOURCE_LIST_SIZE);
    private final RepeatedText reconstructionConfidence =
            new RepeatedText(JsonEventWriter.RECONSTRUCTION_CONFIDENCE);

    private final Rfc3339 timestamps = new Rfc3339();
    private final EncodeBuffer text = new EncodeBuffer(TimeFields.MAX_BYTES);
    private final RepeatedText beforeNanos = new RepeatedText(JsonEventWriter.NULL);
    private final RepeatedText betweenNanos = new RepeatedText(JsonEventWriter.NULL);
    private final SnappyBlock block;
    private final LabelField labels;
    private final EncodeBuffer labelText = new EncodeBuffer(1 << 8);
    private long lastSecond;

    /**
     * Makes a writer.
     *
     * @param block where to
     * @param labels of nodes
     */
    public JsonBlockWriter(SnappyBlock block, NodeLabels labels) {
        this.block = block;
        this.labels = new LabelField(labels);
    }

    /**
     * How many bytes labels add to an event at most, compressed or not.
     *
     * @return bytes
     */
    public int labelBytes() {
        return SnappyBlock.maxLiteralBytes(labels.maxBytes());
    }

    private static RepeatedText[] texts(ShortText[] texts) {
        return Arrays.stream(texts).map(RepeatedText::new).toArray(RepeatedText[]::new);
    }

    /**
     * The fields that the events of one type, thread and sampling rate share.
     *
     * @param event one of them
     * @return what {@link #write} has to be given
     */
    public static RepeatedText sharedFields(CognitiveEvent event) {
        EncodeBuffer fields = new EncodeBuffer(1 << 10);
        fields.put(TimeFields.AFTER_TIMESTAMP);
        fields.put(SharedFields.encode(event));
        return new RepeatedText(Arrays.copyOf(fields.array(), fields.length()));
    }

    /**
     * Whether an event can be written.
     *
     * @param unixNano time of the event, nanoseconds since 1970
     * @param position of the event
     * @return false for events before 1970's second second, or of a negative position
     */
    public static boolean canWrite(long unixNano, long position) {
        return unixNano >= TimeFields.NANOS_PER_SECOND && position >= 0;
    }

    // A method for each type, because the calls of an interface's methods, and asking for the type again and again,
    // cost more than the work in between.

    /**
     * Writes one event, which can be written, into a part of the block, which has enough room.
     *
     * @param event what
     * @param fields that it shares, of this block
     * @param start cursor
     * @return cursor
     */
    public long write(PrimingEvent event, RepeatedText fields, long start) {
        long cursor = writeTime(event.timeUnixNano(), start);
        cursor = writeCommon(fields, event.position(), event.correlationId(), event.spanContext(), cursor);
        cursor = writeFloat(priming[event.primingType().ordinal()], event.strength(), cursor);
        cursor = writeId(sourceNode, event.sourceNode(), NODE_SLOT, 0, cursor);
        boolean labelled = takeLabels(event);
        int end = 1 + endBytes(labelled);
        cursor = writeId(nextTargetNode, event.targetNode(), OTHER_NODES_SLOT, end, cursor);
        JsonEventWriter.QUOTE_END.put(block.array(), SnappyBlock.literalBefore(cursor, end));
        return labelled ? writeLabels(cursor) : cursor;
    }

    /**
     * Writes one event, which can be written, into a part of the block, which has enough room.
     *
     * @param event what
     * @param fields that it shares, of this block
     * @param start cursor
     * @return cursor
     */
    public long write(InterferenceEvent event, RepeatedText fields, long start) {
        long cursor = writeTime(event.timeUnixNano(), start);
        cursor = writeCommon(fields, event.position(), event.correlationId(), event.spanContext(), cursor);
        cursor = writeFloat(interference[event.interferenceType().ordinal()], event.magnitude(), cursor);
        cursor = writeId(targetNode, event.targetNode(), NODE_SLOT, 0, cursor);
        cursor = writeIds(competingNodes, event.competingNodes(), cursor);
        boolean labelled = takeLabels(event);
        int end = endBytes(labelled);
        cursor = writeNumber(competingCount, event.competingCount(), end, cursor);
        block.array()[SnappyBlock.literalBefore(cursor, end)] = '}';
        return labelled ? writeLabels(cursor) : cursor;
    }

    /**
     * Writes one event, which can be written, into a part of the block, which has enough room.
     *
     * @param event what
     * @param fields that it shares, of this block
     * @param start cursor
     * @return cursor
     */
    public long write(ReconsolidationEvent event, RepeatedText fields, long start) {
        long cursor = writeTime(event.timeUnixNano(), start);
        cursor = writeCommon(fields, event.position(), event.correlationId(), event.spanContext(), cursor);
        cursor = writeId(node, event.node(), NODE_SLOT, 0, cursor);
        cursor = writeFloat(windowPosition, event.windowPosition(), cursor);
        cursor = writeNumber(modificationCount, event.modificationCount(), 0, cursor);
        cursor = writeNumber(modifiedFields, event.modifiedFields(), 0, cursor);
        boolean labelled = takeLabels(event);
        cursor = writeFloat(plasticityFactor, event.plasticityFactor(), endBytes(labelled), cursor);
        return labelled ? writeLabels(cursor) : cursor;
    }

    /**
     * Writes one event, which can be written, into a part of the block, which has enough room.
     *
     * @param event what
     * @param fields that it shares, of this block
     * @param start cursor
     * @return cursor
     */
    public long write(FalseMemoryEvent event, RepeatedText fields, long start) {
        long cursor = writeTime(event.timeUnixNano(), start);
        cursor = writeCommon(fields, event.position(), event.correlationId(), event.spanContext(), cursor);
        cursor = writeId(criticalLure, event.criticalLure(), NODE_SLOT, 0, cursor);
        cursor = writeIds(sourceNodes, event.sourceNodes(), cursor);
        cursor = writeNumber(sourceListSize, event.sourceListSize(), 0, cursor);
        boolean labelled = takeLabels(event);
        cursor = writeFloat(reconstructionConfidence, event.reconstructionConfidence(), endBytes(labelled), cursor);
        return labelled ? writeLabels(cursor) : cursor;
    }

    private boolean takeLabels(CognitiveEvent event) {
        labelText.clear();
        return labels.put(event, labelText);
    }

    // With labels the brace comes behind them. It is written all the same: what is next is written over it.
    private static int endBytes(boolean labelled) {
        return labelled ? 0 : 1;
    }

    private long writeLabels(long cursor) {
        return block.putLiteral(labelText.array(), labelText.length(), cursor);
    }

    private long writeTime(long unixNano, long start) {
        long second = unixNano / TimeFields.NANOS_PER_SECOND;
        if (second != lastSecond) {
            setSecond(second);
        }
        int nanos = (int) (unixNano - second * TimeFields.NANOS_PER_SECOND);
        long cursor = block.repeat(beforeNanos, TimeFields.NANOS_DIGITS, start);
        TimeFields.putNanos(nanos, block.array(), SnappyBlock.literalBefore(cursor, TimeFields.NANOS_DIGITS));
        block.keep(NANOS_SLOT, SnappyBlock.offset(cursor) - TimeFields.NANOS_DIGITS, TimeFields.NANOS_DIGITS);
        return block.repeatAndCopyKept(betweenNanos, NANOS_SLOT, cursor);
    }

    private void setSecond(long second) {
        text.clear();
        text.put(TimeFields.BEFORE_NANO);
        text.putDecimal(second);
        beforeNanos.become(text);
        text.clear();
        text.put(TimeFields.BEFORE_TIMESTAMP);
        text.put(timestamps.toSecond(second));
        betweenNanos.become(text);
        lastSecond = second;
    }

    private long writeCommon(RepeatedText fields, long position, long correlation, SpanContext span, long start) {
        long cursor = writeId(fields, position, POSITION_SLOT, 0, start);
        if (correlation != 0) {
            cursor = writeId(correlationId, correlation, CORRELATION_SLOT, 1, cursor);
            block.array()[SnappyBlock.literalBefore(cursor, 1)] = '"';
        }
        return span == null ? cursor : writeSpan(span, cursor);
    }

    private long writeSpan(SpanContext span, long start) {
        long cursor = block.repeat(traceId, start);
        int at = SnappyBlock.beginLiteral(cursor);
        HexText.put(span.traceIdHigh(), block.array(), at);
        HexText.put(span.traceIdLow(), block.array(), at + HexText.LONG_DIGITS);
        block.keep(TRACE_SLOT, SnappyBlock.offset(cursor), 2 * HexText.LONG_DIGITS);
        cursor = block.repeat(spanId, block.endLiteral(cursor, at + 2 * HexText.LONG_DIGITS));
        at = SnappyBlock.beginLiteral(cursor);
        HexText.put(span.spanId(), block.array(), at);
        block.keep(SPAN_SLOT, SnappyBlock.offset(cursor), HexText.LONG_DIGITS);
        return writeNumber(traceFlags, span.flags(), 0, block.endLiteral(cursor, at + HexText.LONG_DIGITS));
    }

    // What stands behind a number in the same literal is left to the caller.

    private long writeId(RepeatedText before, long id, int slot, int behindBytes, long start) {
        int digits = DecimalText.length(id);
        int length = digits + behindBytes;
        long cursor = block.repeat(before, length, start);
        DecimalText.put(id, digits, block.array(), SnappyBlock.literalBefore(cursor, length));
        block.keep(slot, SnappyBlock.offset(cursor) - length, digits);
        return cursor;
    }

    private long writeNumber(RepeatedText before, long number, int behindBytes, long start) {
        int digits = DecimalText.length(number);
        int length = digits + behindBytes;
        long cursor = block.repeat(before, length, start);
        DecimalText.put(number, digits, block.array(), SnappyBlock.literalBefore(cursor, length));
        return cursor;
    }

    private long writeIds(RepeatedText before, NodeIds ids, long start) {
        long cursor = block.repeat(before, start);
        if (ids.size() == 0) {
            return cursor;
        }
        byte[] to = block.array();
        int begin = SnappyBlock.beginLongLiteral(cursor);
        to[begin] = '"';
        int at = begin + 1;
        for (int i = 0; i < ids.size(); i++) {
            int end = DecimalText.put(ids.get(i), to, at);
            block.keep(OTHER_NODES_SLOT + i, SnappyBlock.offset(cursor) + at - begin, end - at);
            at = BETWEEN_IDS.put(to, end);
        }
        // The last one has but a quote behind it.
        return block.endLongLiteral(cursor, at - (BETWEEN_IDS.lengthBytes() - 1));
    }

    private long writeFloat(RepeatedText before, float value, long start) {
        long cursor = block.repeat(before, start);
        int end = JsonEventWriter.writeFloat(value, block.array(), SnappyBlock.beginLiteral(cursor));
        return block.endLiteral(cursor, end);
    }

    private long writeFloat(RepeatedText before, float value, int endBytes, long start) {
        long cursor = block.repeat(before, start);
        int end = JsonEventWriter.writeFloat(value, block.array(), SnappyBlock.beginLiteral(cursor));
        block.array()[end] = '}';
        return block.endLiteral(cursor, end + endBytes);
    }
}
