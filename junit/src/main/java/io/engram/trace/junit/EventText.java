// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.junit;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.spi.TracedThread;
import java.util.List;

/** Events as people read them. */
final class EventText {
    private static final int MOST_SHOWN = 50;

    private EventText() {
    }

    static String id(long id) {
        return Long.toUnsignedString(id);
    }

    /** An event in a line. */
    static String of(CognitiveEvent event) {
        String correlation = event.correlationId() == 0 ? "" : ", correlation " + id(event.correlationId());
        return switch (event) {
            case PrimingEvent one -> "priming " + one.primingType().label() + " " + id(one.sourceNode()) + " -> "
                    + id(one.targetNode()) + ", strength " + one.strength();
            case InterferenceEvent one -> "interference " + one.interferenceType().label() + " with "
                    + id(one.targetNode()) + nodes(" by ", one.competingNodes(), one.competingCount()) + ", magnitude "
                    + one.magnitude();
            case ReconsolidationEvent one -> "reconsolidation of " + id(one.node()) + ", window " + one.windowPosition()
                    + ", modifications " + one.modificationCount() + ", fields 0x"
                    + Long.toHexString(one.modifiedFields()) + ", plasticity " + one.plasticityFactor();
            case FalseMemoryEvent one -> "false memory of " + id(one.criticalLure())
                    + nodes(" from ", one.sourceNodes(), one.sourceListSize()) + ", confidence "
                    + one.reconstructionConfidence();
        } + correlation + " [" + name(event.thread()) + "]";
    }

    private static String nodes(String before, NodeIds ids, int count) {
        return count == 0 ? "" : before + ids + (count > ids.size() ? " of " + count : "");
    }

    private static String name(TracedThread thread) {
        return thread.name().isEmpty() ? "thread " + thread.id() : thread.name();
    }

    /** A failure, and the events that it is about, one a line with its number. */
    static String of(String failure, List<? extends CognitiveEvent> events) {
        if (events.isEmpty()) {
            return failure + ": no events";
        }
        StringBuilder text = new StringBuilder(failure).append(events.size() == 1 ? ": 1 event" : ": " + events.size()
                + " events");
        int shown = Math.min(MOST_SHOWN, events.size());
        for (int i = 0; i < shown; i++) {
            text.append("\n  ").append(i + 1).append(". ").append(of(events.get(i)));
        }
        return text.append(shown < events.size() ? "\n  and " + (events.size() - shown) + " more" : "").toString();
    }
}
