// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.event;

import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;

/**
 * One memory primed another.
 *
 * @param timeUnixNano nanoseconds since 1970
 * @param thread who recorded it
 * @param position place in the order of its thread
 * @param sampleRate rate in force
 * @param correlationId 0 for none
 * @param primingType why
 * @param strength how strongly
 * @param sourceNode id of the prime
 * @param targetNode id of the primed memory
 * @param spanContext the span within which it was recorded, null for none
 */
public record PrimingEvent(long timeUnixNano, TracedThread thread, long position, double sampleRate, long correlationId,
        PrimingType primingType, float strength, long sourceNode, long targetNode,
        SpanContext spanContext) implements CognitiveEvent {
    /**
     * An event outside any span.
     *
     * @param timeUnixNano nanoseconds since 1970
     * @param thread who recorded it
     * @param position place in the order of its thread
     * @param sampleRate rate in force
     * @param correlationId 0 for none
     * @param primingType why
     * @param strength how strongly
     * @param sourceNode id of the prime
     * @param targetNode id of the primed memory
     */
    public PrimingEvent(long timeUnixNano, TracedThread thread, long position, double sampleRate, long correlationId,
            PrimingType primingType, float strength, long sourceNode, long targetNode) {
        this(timeUnixNano, thread, position, sampleRate, correlationId, primingType, strength, sourceNode, targetNode,
                null);
    }

    @Override
    public EventType eventType() {
        return EventType.PRIMING;
    }

    @Override
    public long subjectNode() {
        return targetNode;
    }

    @Override
    public NodeIds otherNodes() {
        return NodeIds.first(1, sourceNode, 0, 0);
    }
}
