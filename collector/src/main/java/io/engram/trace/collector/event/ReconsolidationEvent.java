// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.event;

import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TracedThread;

/**
 * A memory was rewritten on recall.
 *
 * @param timeUnixNano nanoseconds since 1970
 * @param thread who recorded it
 * @param position place in the order of its thread
 * @param sampleRate rate in force
 * @param correlationId 0 for none
 * @param node id of the memory
 * @param windowPosition where in its labile window
 * @param modificationCount how many modifications, 65,535 at most
 * @param modifiedFields bit set
 * @param plasticityFactor how far it could be rewritten
 * @param spanContext the span within which it was recorded, null for none
 */
public record ReconsolidationEvent(long timeUnixNano, TracedThread thread, long position, double sampleRate,
        long correlationId, long node, float windowPosition, int modificationCount, long modifiedFields,
        float plasticityFactor, SpanContext spanContext) implements CognitiveEvent {
    /**
     * An event outside any span.
     *
     * @param timeUnixNano nanoseconds since 1970
     * @param thread who recorded it
     * @param position place in the order of its thread
     * @param sampleRate rate in force
     * @param correlationId 0 for none
     * @param node id of the memory
     * @param windowPosition where in its labile window
     * @param modificationCount how many modifications, 65,535 at most
     * @param modifiedFields bit set
     * @param plasticityFactor how far it could be rewritten
     */
    public ReconsolidationEvent(long timeUnixNano, TracedThread thread, long position, double sampleRate,
            long correlationId, long node, float windowPosition, int modificationCount, long modifiedFields,
            float plasticityFactor) {
        this(timeUnixNano, thread, position, sampleRate, correlationId, node, windowPosition, modificationCount,
                modifiedFields, plasticityFactor, null);
    }

    @Override
    public EventType eventType() {
        return EventType.RECONSOLIDATION;
    }

    @Override
    public long subjectNode() {
        return node;
    }

    @Override
    public NodeIds otherNodes() {
        return NodeIds.NONE;
    }
}
