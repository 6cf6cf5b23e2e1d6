// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import java.util.Arrays;

/** The nodes of an event, and those that two events share. */
final class EventNodes {
    private EventNodes() {
    }

    /** The distinct nodes of an event, the one that it is about first. */
    static long[] of(CognitiveEvent event) {
        return switch (event) {
            case PrimingEvent one -> one.sourceNode() == one.targetNode() ? new long[] {one.targetNode()}
                    : new long[] {one.targetNode(), one.sourceNode()};
            case InterferenceEvent one -> distinct(one.targetNode(), one.competingNodes());
            case ReconsolidationEvent one -> new long[] {one.node()};
            case FalseMemoryEvent one -> distinct(one.criticalLure(), one.sourceNodes());
        };
    }

    private static long[] distinct(long first, NodeIds others) {
        long[] nodes = new long[1 + others.size()];
        nodes[0] = first;
        int size = 1;
        for (int i = 0; i < others.size(); i++) {
            if (!contains(nodes, size, others.get(i))) {
                nodes[size++] = others.get(i);
            }
        }
        return size == nodes.length ? nodes : Arrays.copyOf(nodes, size);
    }

    /** Those of some nodes that are also among others, in the order of the first. */
    static long[] shared(long[] some, long[] others) {
        long[] shared = new long[some.length];
        int size = 0;
        for (long node : some) {
            if (contains(others, others.length, node)) {
                shared[size++] = node;
            }
        }
        return Arrays.copyOf(shared, size);
    }

    private static boolean contains(long[] nodes, int size, long node) {
        for (int i = 0; i < size; i++) {
            if (nodes[i] == node) {
                return true;
            }
        }
        return false;
    }
}
