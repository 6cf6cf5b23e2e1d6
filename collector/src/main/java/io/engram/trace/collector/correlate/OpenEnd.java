// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import io.engram.trace.collector.event.CognitiveEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The last event of a chain by nodes that may yet be continued, and through it the events before. */
final class OpenEnd {
    private final CognitiveEvent event;
    private final long number;
    private final OpenEnd before;
    private final int length;
    private final Hook[] hooks;
    private boolean continued;

    /** The place of an end among those that touch one node, newest first. */
    static final class Hook {
        private final OpenEnd end;
        private final long node;
        private Hook newer;
        private Hook older;

        private Hook(OpenEnd end, long node) {
            this.end = end;
            this.node = node;
        }

        OpenEnd end() {
            return end;
        }

        long node() {
            return node;
        }

        Hook older() {
            return older;
        }

        /** Whether none is newer. */
        boolean isNewest() {
            return newer == null;
        }

        /** Takes its place before one that was the newest so far, null for none. */
        void putBefore(Hook newest) {
            older = newest;
            if (newest != null) {
                newest.newer = this;
            }
        }

        /** Leaves its place. */
        void leave() {
            if (newer != null) {
                newer.older = older;
            }
            if (older != null) {
                older.newer = newer;
            }
        }
    }

    /**
     * An end.
     *
     * @param number of the event in the order of all
     * @param before what it continues, null for nothing
     * @param nodes of the event
     */
    OpenEnd(CognitiveEvent event, long number, OpenEnd before, long[] nodes) {
        this.event = event;
        this.number = number;
        this.before = before;
        this.length = before == null ? 1 : before.length + 1;
        this.hooks = new Hook[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            hooks[i] = new Hook(this, nodes[i]);
        }
    }

    CognitiveEvent event() {
        return event;
    }

    long number() {
        return number;
    }

    int length() {
        return length;
    }

    Hook[] hooks() {
        return hooks;
    }

    boolean isContinued() {
        return continued;
    }

    void setContinued() {
        continued = true;
    }

    Chain toChain() {
        List<ChainLink> links = new ArrayList<>(length);
        for (OpenEnd end = this; end != null; end = end.before) {
            links.add(ChainLink.of(end.event, end.before == null ? null : end.before.event));
        }
        Collections.reverse(links);
        return new Chain(ChainBasis.SHARED_NODES, links);
    }
}
