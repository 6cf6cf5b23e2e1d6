// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import java.util.List;
import java.util.stream.LongStream;

/**
 * An event in a chain.
 *
 * @param event what happened
 * @param sharedNodes unsigned ids of the nodes that it shares with the event before it in the chain; empty for the
 *     first one, and maybe for others in a chain by correlation id
 */
public record ChainLink(CognitiveEvent event, List<Long> sharedNodes) {
    /**
     * Makes the list immutable.
     *
     * @param event what happened
     * @param sharedNodes nodes shared with the event before it
     */
    public ChainLink {
        sharedNodes = List.copyOf(sharedNodes);
    }

    /**
     * A link that works out what it shares.
     *
     * @param event what happened
     * @param before the event before it, null for none
     * @return link
     */
    static ChainLink of(CognitiveEvent event, CognitiveEvent before) {
        return new ChainLink(event, before == null ? List.of()
                : boxed(EventNodes.shared(EventNodes.of(event), EventNodes.of(before))));
    }

    /**
     * The nodes of the event: {@linkplain CognitiveEvent#subjectNode the one that it is about}, then
     * {@linkplain CognitiveEvent#otherNodes the others}.
     *
     * @return distinct unsigned ids, one to four
     */
    public List<Long> nodes() {
        return boxed(EventNodes.of(event));
    }

    /**
     * How strong the event was: strength of a priming, magnitude of an interference, plasticity of a reconsolidation,
     * confidence of a false memory.
     *
     * @return as recorded; may be NaN
     */
    public float intensity() {
        return switch (event) {
            case PrimingEvent one -> one.strength();
            case InterferenceEvent one -> one.magnitude();
            case ReconsolidationEvent one -> one.plasticityFactor();
            case FalseMemoryEvent one -> one.reconstructionConfidence();
        };
    }

    private static List<Long> boxed(long[] nodes) {
        return LongStream.of(nodes).boxed().toList();
    }
}
