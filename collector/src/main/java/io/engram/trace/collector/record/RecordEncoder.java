// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.record;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.memlayout.layout.RecordLayout;
import java.lang.foreign.MemorySegment;

/**
 * Turns an event back into a record: the inverse of {@link RecordDecoder}.
 *
 * <p>The record's ticks are the event's nanoseconds since 1970. Thread, sample rate and span have no place in a record.
 */
public final class RecordEncoder {
    private static final byte NO_SUBTYPE = 0;

    private RecordEncoder() {
    }

    /**
     * Encodes an event as a complete record.
     *
     * @param event has node ids as a record holds them: all of its items, or the first three if there are more
     * @param target memory to write to; bytes that the event's type does not use are left as they are
     * @param record the record's offset there, bytes, a multiple of {@link RecordLayout#RECORD_BYTES}
     * @throws IllegalArgumentException if the event's items do not fit a record
     */
    public static void encode(CognitiveEvent event, MemorySegment target, long record) {
        switch (event) {
            case PrimingEvent e -> {
                setCommon(e, target, record, e.primingType().code(), 0, e.strength());
                RecordLayout.setPriming(target, record, e.sourceNode(), e.targetNode());
            }
            case InterferenceEvent e -> {
                NodeIds ids = e.competingNodes();
                checkIds(ids, e.competingCount());
                setCommon(e, target, record, e.interferenceType().code(), e.competingCount(), e.magnitude());
                RecordLayout.setInterference(target, record, e.targetNode(), idOrZero(ids, 0), idOrZero(ids, 1),
                        idOrZero(ids, 2));
            }
            case ReconsolidationEvent e -> {
                setCommon(e, target, record, NO_SUBTYPE, e.modificationCount(), e.plasticityFactor());
                RecordLayout.setReconsolidation(target, record, e.node(), e.windowPosition(), e.modifiedFields());
            }
            case FalseMemoryEvent e -> {
                NodeIds ids = e.sourceNodes();
                checkIds(ids, e.sourceListSize());
                setCommon(e, target, record, NO_SUBTYPE, e.sourceListSize(), e.reconstructionConfidence());
                RecordLayout.setFalseMemory(target, record, e.criticalLure(), idOrZero(ids, 0), idOrZero(ids, 1),
                        idOrZero(ids, 2));
            }
        }
        RecordLayout.setStampOpaque(target, record, RecordLayout.completeStamp(event.position()));
    }

    private static void setCommon(CognitiveEvent event, MemorySegment target, long record, byte subtype, int count,
            float intensity) {
        if (count < 0 || count > RecordLayout.MAX_ITEM_COUNT) {
            throw new IllegalArgumentException("item count " + count + " is out of range: give 0 to "
                    + RecordLayout.MAX_ITEM_COUNT);
        }
        RecordLayout.setCommon(target, record, event.timeUnixNano(), event.eventType().code(), subtype, (short) count,
                intensity, event.correlationId());
    }

    // A record does not say how many ids it holds: that follows from the count.
    private static void checkIds(NodeIds ids, int count) {
        int expected = Math.min(count, RecordLayout.INLINE_NODES);
        if (ids.size() != expected) {
            throw new IllegalArgumentException(ids.size() + " node ids do not match an item count of " + count
                    + ": give " + expected);
        }
    }

    private static long idOrZero(NodeIds ids, int index) {
        return index < ids.size() ? ids.get(index) : 0;
    }
}
