// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.exporters.encode.SnappyBlock;
import io.engram.trace.exporters.json.JsonBlockWriter;

/**
 * Writes into a block of Snappy what {@link EventMetadata} writes plain. All values stand in the line and are
 * copied from there.
 *
 * <p>Assumptions: one thread uses it.
 */
final class SnappyMetadata {
    private final LabelHeads heads = new LabelHeads();
    private final SnappyBlock block;

    SnappyMetadata(SnappyBlock block) {
        this.block = block;
    }

    /** Writes the labels of an event whose line is in the same part; returns the cursor. */
    long write(PrimingEvent event, long start) {
        long cursor = writeCommon(event.correlationId(), event.spanContext(), start);
        cursor = write(MetadataName.SOURCE_NODE, JsonBlockWriter.NODE_SLOT, cursor);
        return write(MetadataName.TARGET_NODE, JsonBlockWriter.OTHER_NODES_SLOT, cursor);
    }

    /** Writes the labels of an event whose line is in the same part; returns the cursor. */
    long write(InterferenceEvent event, long start) {
        long cursor = writeCommon(event.correlationId(), event.spanContext(), start);
        cursor = write(MetadataName.TARGET_NODE, JsonBlockWriter.NODE_SLOT, cursor);
        return writeOthers(MetadataName.COMPETING_NODES, event.competingNodes().size(), cursor);
    }

    /** Writes the labels of an event whose line is in the same part; returns the cursor. */
    long write(ReconsolidationEvent event, long start) {
        long cursor = writeCommon(event.correlationId(), event.spanContext(), start);
        return write(MetadataName.NODE, JsonBlockWriter.NODE_SLOT, cursor);
    }

    /** Writes the labels of an event whose line is in the same part; returns the cursor. */
    long write(FalseMemoryEvent event, long start) {
        long cursor = writeCommon(event.correlationId(), event.spanContext(), start);
        cursor = write(MetadataName.CRITICAL_LURE, JsonBlockWriter.NODE_SLOT, cursor);
        return writeOthers(MetadataName.SOURCE_NODES, event.sourceNodes().size(), cursor);
    }

    private long writeCommon(long correlationId, SpanContext span, long start) {
        long cursor = write(MetadataName.POSITION, JsonBlockWriter.POSITION_SLOT, start);
        if (correlationId != 0) {
            cursor = write(MetadataName.CORRELATION_ID, JsonBlockWriter.CORRELATION_SLOT, cursor);
        }
        if (span != null) {
            cursor = write(MetadataName.TRACE_ID, JsonBlockWriter.TRACE_SLOT, cursor);
            cursor = write(MetadataName.SPAN_ID, JsonBlockWriter.SPAN_SLOT, cursor);
        }
        return cursor;
    }

    private long write(MetadataName name, int slot, long cursor) {
        return block.repeatAndCopyKept(heads.of(name, block.keptLength(slot)), slot, cursor);
    }

    private long writeOthers(MetadataName name, int count, long start) {
        if (count == 0) {
            return start;
        }
        int valueBytes = count - 1;
        for (int i = 0; i < count; i++) {
            valueBytes += block.keptLength(JsonBlockWriter.OTHER_NODES_SLOT + i);
        }
        long cursor = block.repeatAndCopyKept(heads.of(name, valueBytes), JsonBlockWriter.OTHER_NODES_SLOT, start);
        for (int i = 1; i < count; i++) {
            cursor = block.putAndCopyKept(',', JsonBlockWriter.OTHER_NODES_SLOT + i, cursor);
        }
        return cursor;
    }
}
