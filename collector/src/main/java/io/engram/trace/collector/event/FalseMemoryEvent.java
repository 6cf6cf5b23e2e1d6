// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.event;

import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TracedThread;

/**
 * Something was remembered that never happened.
 *
 * @param timeUnixNano nanoseconds since 1970
 * @param thread who recorded it
 * @param position place in the order of its thread
 * @param sampleRate rate in force
 * @param correlationId 0 for none
 * @param criticalLure id of what was remembered
 * @param sourceNodes ids of the first three of the list that it arose from
 * @param sourceListSize size of that list, 65,535 at most
 * @param reconstructionConfidence confidence
 * @param spanContext the span within which it was recorded, null for none
 */
public record FalseMemoryEvent(long timeUnixNano, TracedThread thread, long position, double sampleRate,
        long correlationId, long criticalLure, NodeIds sourceNodes, int sourceListSize, float reconstructionConfidence,
        SpanContext spanContext) implements CognitiveEvent {
    /**
     * An event outside any span.
     *
     * @param timeUnixNano nanoseconds since 1970
     * @param thread who recorded it
     * @param position place in the order of its thread
     * @param sampleRate rate in force
     * @param correlationId 0 for none
     * @param criticalLure id of what was remembered
     * @param sourceNodes ids of the first three of the list that it arose from
     * @param sourceListSize size of that list, 65,535 at most
     * @param reconstructionConfidence confidence
     */
    public FalseMemoryEvent(long timeUnixNano, TracedThread thread, long position, double sampleRate,
            long correlationId, long criticalLure, NodeIds sourceNodes, int sourceListSize,
            float reconstructionConfidence) {
        this(timeUnixNano, thread, position, sampleRate, correlationId, criticalLure, sourceNodes, sourceListSize,
                reconstructionConfidence, null);
    }

    @Override
    public EventType eventType() {
        return EventType.FALSE_MEMORY;
    }

    @Override
    public long subjectNode() {
        return criticalLure;
    }

    @Override
    public NodeIds otherNodes() {
        return sourceNodes;
    }
}
