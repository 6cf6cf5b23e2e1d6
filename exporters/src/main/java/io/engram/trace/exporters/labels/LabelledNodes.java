// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.labels;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.NodeIds;

/**
 * The nodes of an event that have labels, each once.
 *
 * <p>Assumptions: one thread uses it.
 */
public final class LabelledNodes {
    /** How many an event has at most. */
    public static final int MAX = 4;

    private final NodeLabels labels;
    private final boolean none;
    private final long[] ids = new long[MAX];
    private final String[] words = new String[MAX];
    private int size;

    /**
     * Finds labels.
     *
     * @param labels of nodes
     */
    public LabelledNodes(NodeLabels labels) {
        this.labels = labels;
        this.none = labels.isEmpty();
    }

    /**
     * Whether no event has any.
     *
     * @return true if there are no labels
     */
    public boolean areNone() {
        return none;
    }

    /**
     * Takes an event's nodes, the one that it is about first, in place of those of the event before.
     *
     * @param event any
     * @return how many of them have labels
     */
    public int take(CognitiveEvent event) {
        size = 0;
        if (none) {
            return 0;
        }
        take(event.subjectNode());
        NodeIds others = event.otherNodes();
        for (int i = 0; i < others.size(); i++) {
            take(others.get(i));
        }
        return size;
    }

    // Each once: a name that occurs twice in an object means different things to different readers.
    private void take(long id) {
        for (int i = 0; i < size; i++) {
            if (ids[i] == id) {
                return;
            }
        }
        String word = labels.of(id);
        if (word != null) {
            ids[size] = id;
            words[size] = word;
            size++;
        }
    }

    /**
     * A node that was taken.
     *
     * @param index from 0
     * @return unsigned id
     */
    public long id(int index) {
        return ids[index];
    }

    /**
     * The label of a node that was taken.
     *
     * @param index from 0
     * @return label
     */
    public String label(int index) {
        return words[index];
    }
}
