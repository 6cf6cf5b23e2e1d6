// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.NodeIds;
import java.util.Arrays;

/** The nodes of an event, and those that two events share. */
final class EventNodes {
    private EventNodes() {
    }

    /** The distinct nodes of an event, the one that it is about first. */
    static long[] of(CognitiveEvent event) {
        NodeIds others = event.otherNodes();
        long[] nodes = new long[1 + others.size()];
        nodes[0] = event.subjectNode();
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
