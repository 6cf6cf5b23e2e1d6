// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import io.engram.trace.collector.correlate.OpenEnd.Hook;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.EventType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Joins events that share nodes. The open ends of each stage are found by node, the newest first; each event looks at
 * no more than the newest one of every earlier stage at each of its nodes, twelve at most, whatever the rate. What the
 * window has left behind is taken out at the other end.
 *
 * <p>Assumptions: one thread uses it and gives it events in {@link EventOrder}.
 */
final class NodeChains {
    // A false memory ends its chain.
    private static final int LAST_STAGE = EventType.FALSE_MEMORY.ordinal();

    private final ChainRules rules;
    private final Consumer<Chain> receiver;
    private final List<Map<Long, Hook>> newestByStage = new ArrayList<>();
    // In the order of their events. Ends that were continued stay until the window leaves them behind.
    private final Queue<OpenEnd> ends = new ArrayDeque<>();
    private long number;
    private long cut;

    NodeChains(ChainRules rules, Consumer<Chain> receiver) {
        this.rules = rules;
        this.receiver = receiver;
        for (int stage = 0; stage < LAST_STAGE; stage++) {
            newestByStage.add(new HashMap<>());
        }
    }

    void add(CognitiveEvent event) {
        endUntil(event.timeUnixNano());
        long[] nodes = EventNodes.of(event);
        int stage = event.eventType().ordinal();
        OpenEnd before = endBefore(stage, nodes);
        if (before != null) {
            before.setContinued();
            unhook(before);
        }
        OpenEnd end = new OpenEnd(event, number++, before, nodes);
        if (stage == LAST_STAGE) {
            tell(end);
            return;
        }
        if (ends.size() == rules.maxHeldEvents() && endFirst()) {
            cut++;
        }
        ends.add(end);
        hook(end);
    }

    void finish() {
        while (!ends.isEmpty()) {
            endFirst();
        }
    }

    /** The end of the latest stage before a stage that touches one of these nodes; of several the newest. */
    private OpenEnd endBefore(int stage, long[] nodes) {
        for (int earlier = stage - 1; earlier >= 0; earlier--) {
            OpenEnd newest = null;
            for (long node : nodes) {
                Hook hook = newestByStage.get(earlier).get(node);
                if (hook != null && (newest == null || hook.end().number() > newest.number())) {
                    newest = hook.end();
                }
            }
            if (newest != null) {
                return newest;
            }
        }
        return null;
    }

    private void hook(OpenEnd end) {
        Map<Long, Hook> newest = newestByStage.get(end.event().eventType().ordinal());
        for (Hook hook : end.hooks()) {
            hook.putBefore(newest.put(hook.node(), hook));
        }
    }

    private void unhook(OpenEnd end) {
        Map<Long, Hook> newest = newestByStage.get(end.event().eventType().ordinal());
        for (Hook hook : end.hooks()) {
            if (hook.isNewest()) {
                if (hook.older() == null) {
                    newest.remove(hook.node());
                } else {
                    newest.put(hook.node(), hook.older());
                }
            }
            hook.leave();
        }
    }

    /** Ends the chains whose last event is longer ago than the window. */
    private void endUntil(long unixNano) {
        // Times rise, so that the difference is a number without sign, even if it does not fit a long.
        while (!ends.isEmpty() && Long.compareUnsigned(
                unixNano - ends.element().event().timeUnixNano(), rules.windowNanos()) > 0) {
            endFirst();
        }
    }

    /** Takes out the oldest end; returns whether its chain was still open. */
    private boolean endFirst() {
        OpenEnd end = ends.remove();
        if (end.isContinued()) {
            return false;
        }
        unhook(end);
        tell(end);
        return true;
    }

    private void tell(OpenEnd end) {
        if (end.length() >= rules.minLength()) {
            receiver.accept(end.toChain());
        }
    }

    /** Chains ended early. */
    long cut() {
        return cut;
    }
}
