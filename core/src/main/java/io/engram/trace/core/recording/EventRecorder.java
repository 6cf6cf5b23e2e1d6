// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.recording;

/**
 * Samples and writes events, with arguments that were checked.
 *
 * <p>Each call is counted as exactly one of recorded, sampled out, rejected; or, where its type was switched off
 * meanwhile, not at all. {@code early} is the event's ticks, or {@link Recorder#NO_TICKS} if the clock was not read
 * yet.
 */
public sealed interface EventRecorder permits ThreadRecorder, SharedRecorder {
    /**
     * Records a priming event.
     *
     * @param early ticks
     * @param correlationId 0 for none
     * @param primingType subtype
     * @param strength any float
     * @param sourceNode unsigned id
     * @param targetNode unsigned id
     */
    void priming(long early, long correlationId, byte primingType, float strength, long sourceNode,
            long targetNode);

    /**
     * Records an interference event.
     *
     * @param early ticks
     * @param correlationId 0 for none
     * @param interferenceType subtype
     * @param magnitude any float
     * @param targetNode unsigned id
     * @param count competing nodes, not negative
     * @param competing0 unsigned id, 0 where unused
     * @param competing1 unsigned id, 0 where unused
     * @param competing2 unsigned id, 0 where unused
     */
    void interference(long early, long correlationId, byte interferenceType, float magnitude,
            long targetNode, int count, long competing0, long competing1, long competing2);

    /**
     * Records a reconsolidation event.
     *
     * @param early ticks
     * @param correlationId 0 for none
     * @param node unsigned id
     * @param windowPosition any float
     * @param modificationCount not negative
     * @param modifiedFields bit set
     * @param plasticityFactor any float
     */
    void reconsolidation(long early, long correlationId, long node, float windowPosition,
            int modificationCount, long modifiedFields, float plasticityFactor);

    /**
     * Records a false-memory event.
     *
     * @param early ticks
     * @param correlationId 0 for none
     * @param criticalLure unsigned id
     * @param confidence any float
     * @param listSize size of the source list, not negative
     * @param source0 unsigned id, 0 where unused
     * @param source1 unsigned id, 0 where unused
     * @param source2 unsigned id, 0 where unused
     */
    void falseMemory(long early, long correlationId, long criticalLure, float confidence, int listSize,
            long source0, long source1, long source2);
}
