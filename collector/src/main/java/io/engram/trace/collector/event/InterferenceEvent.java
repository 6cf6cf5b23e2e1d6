// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.event;

import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.spi.TracedThread;

/**
 * Other memories got in the way of one.
 *
 * @param timeUnixNano nanoseconds since 1970
 * @param thread who recorded it
 * @param position place in the order of its thread
 * @param sampleRate rate in force
 * @param correlationId 0 for none
 * @param interferenceType where it came from
 * @param magnitude how strong it was
 * @param targetNode id of the memory interfered with
 * @param competingNodes ids of the first three competing memories
 * @param competingCount how many competed, 65,535 at most
 * @param spanContext the span within which it was recorded, null for none
 */
public record InterferenceEvent(long timeUnixNano, TracedThread thread, long position, double sampleRate,
        long correlationId, InterferenceType interferenceType, float magnitude, long targetNode, NodeIds competingNodes,
        int competingCount, SpanContext spanContext) implements CognitiveEvent {
    /**
     * An event outside any span.
     *
     * @param timeUnixNano nanoseconds since 1970
     * @param thread who recorded it
     * @param position place in the order of its thread
     * @param sampleRate rate in force
     * @param correlationId 0 for none
     * @param interferenceType where it came from
     * @param magnitude how strong it was
     * @param targetNode id of the memory interfered with
     * @param competingNodes ids of the first three competing memories
     * @param competingCount how many competed, 65,535 at most
     */
    public InterferenceEvent(long timeUnixNano, TracedThread thread, long position, double sampleRate,
            long correlationId, InterferenceType interferenceType, float magnitude, long targetNode,
            NodeIds competingNodes, int competingCount) {
        this(timeUnixNano, thread, position, sampleRate, correlationId, interferenceType, magnitude, targetNode,
                competingNodes, competingCount, null);
    }

    @Override
    public EventType eventType() {
        return EventType.INTERFERENCE;
    }

    @Override
    public long subjectNode() {
        return targetNode;
    }

    @Override
    public NodeIds otherNodes() {
        return competingNodes;
    }
}
