// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.record;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RecordLayout;
import java.lang.foreign.MemorySegment;

/** Turns a private copy of a record into an event. */
public final class RecordDecoder {
    private RecordDecoder() {
    }

    /**
     * Decodes a record that was written outside any span.
     *
     * @param scratch holds the copy; nobody else writes it
     * @param record the copy's offset, bytes
     * @param timeUnixNano the record's time
     * @param thread who wrote it
     * @param position the record's place in the order of its thread
     * @param sampleRate rate in force
     * @return the event, or null if its type or subtype is unknown
     */
    public static CognitiveEvent decode(MemorySegment scratch, long record, long timeUnixNano, TracedThread thread,
            long position, double sampleRate) {
        return decode(scratch, record, timeUnixNano, thread, position, sampleRate, null);
    }

    /**
     * Decodes a record.
     *
     * @param scratch holds the copy; nobody else writes it
     * @param record the copy's offset, bytes
     * @param timeUnixNano the record's time
     * @param thread who wrote it
     * @param position the record's place in the order of its thread
     * @param sampleRate rate in force
     * @param spanContext the span within which it was written, null for none
     * @return the event, or null if its type or subtype is unknown
     */
    public static CognitiveEvent decode(MemorySegment scratch, long record, long timeUnixNano, TracedThread thread,
            long position, double sampleRate, SpanContext spanContext) {
        long correlationId = RecordLayout.correlationId(scratch, record);
        float intensity = RecordLayout.intensity(scratch, record);
        int subtype = RecordLayout.subtype(scratch, record);
        int count = RecordLayout.itemCount(scratch, record);
        return switch (RecordLayout.eventType(scratch, record)) {
            case RecordLayout.PRIMING -> isOneOf(subtype, PrimingType.values().length)
                    ? new PrimingEvent(timeUnixNano, thread, position, sampleRate, correlationId,
                            PrimingType.ofCode(subtype), intensity, RecordLayout.primingSourceNode(scratch, record),
                            RecordLayout.primingTargetNode(scratch, record), spanContext)
                    : null;
            case RecordLayout.INTERFERENCE -> isOneOf(subtype, InterferenceType.values().length)
                    ? new InterferenceEvent(timeUnixNano, thread, position, sampleRate, correlationId,
                            InterferenceType.ofCode(subtype), intensity,
                            RecordLayout.interferenceTargetNode(scratch, record),
                            NodeIds.first(count, RecordLayout.competingNode(scratch, record, 0),
                                    RecordLayout.competingNode(scratch, record, 1),
                                    RecordLayout.competingNode(scratch, record, 2)),
                            count, spanContext)
                    : null;
            case RecordLayout.RECONSOLIDATION -> new ReconsolidationEvent(timeUnixNano, thread, position, sampleRate,
                    correlationId, RecordLayout.reconsolidationNode(scratch, record),
                    RecordLayout.windowPosition(scratch, record), count, RecordLayout.modifiedFields(scratch, record),
                    intensity, spanContext);
            case RecordLayout.FALSE_MEMORY -> new FalseMemoryEvent(timeUnixNano, thread, position, sampleRate,
                    correlationId, RecordLayout.criticalLure(scratch, record),
                    NodeIds.first(count, RecordLayout.sourceNode(scratch, record, 0),
                            RecordLayout.sourceNode(scratch, record, 1), RecordLayout.sourceNode(scratch, record, 2)),
                    count, intensity, spanContext);
            default -> null;
        };
    }

    private static boolean isOneOf(int subtype, int count) {
        return subtype >= 0 && subtype < count;
    }
}
