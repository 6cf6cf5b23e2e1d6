// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.recording;

/**
 * Samples and writes events, with arguments that were checked.
 *
 * <p>Each call is counted as exactly one of recorded, sampled out, rejected; or, where its type was switched off
 * meanwhile, not at all. {@code early} is the event's ticks, or {@link Recorder#NO_TICKS} if the clock was not read
 * yet.
 */
sealed interface EventRecorder permits ThreadRecorder, SharedRecorder {
    void priming(long early, long correlationId, byte primingType, float strength, long sourceNode, long targetNode);

    void interference(long early, long correlationId, byte interferenceType, float magnitude, long targetNode,
            int count, long competing0, long competing1, long competing2);

    void reconsolidation(long early, long correlationId, long node, float windowPosition, int modificationCount,
            long modifiedFields, float plasticityFactor);

    void falseMemory(long early, long correlationId, long criticalLure, float confidence, int listSize, long source0,
            long source1, long source2);
}
