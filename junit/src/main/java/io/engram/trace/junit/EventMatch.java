// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.junit;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.EventType;
import java.util.function.Predicate;

/**
 * What a test expects an event to be. Node and correlation ids are unsigned.
 *
 * @param description as it stands in failure messages, for example {@code priming 1 -> 2}
 * @param test whether an event is that
 */
public record EventMatch(String description, Predicate<? super CognitiveEvent> test) {
    /**
     * Any event of a type.
     *
     * @param type event type
     * @return match
     */
    public static EventMatch ofType(EventType type) {
        return new EventMatch(type.label().replace('_', ' '), event -> event.eventType() == type);
    }

    /**
     * One memory primed another.
     *
     * @param source id of the prime
     * @param target id of the primed memory
     * @return match
     */
    public static EventMatch priming(long source, long target) {
        return new EventMatch("priming " + EventText.id(source) + " -> " + EventText.id(target),
                event -> event instanceof PrimingEvent one && one.sourceNode() == source && one.targetNode() == target);
    }

    /**
     * Something interfered with a memory.
     *
     * @param target id of the memory
     * @return match
     */
    public static EventMatch interference(long target) {
        return new EventMatch("interference with " + EventText.id(target),
                event -> event instanceof InterferenceEvent one && one.targetNode() == target);
    }

    /**
     * A memory was rewritten on recall.
     *
     * @param node id of the memory
     * @return match
     */
    public static EventMatch reconsolidation(long node) {
        return new EventMatch("reconsolidation of " + EventText.id(node),
                event -> event instanceof ReconsolidationEvent one && one.node() == node);
    }

    /**
     * Something was remembered that never happened.
     *
     * @param criticalLure id of what was remembered
     * @return match
     */
    public static EventMatch falseMemory(long criticalLure) {
        return new EventMatch("false memory of " + EventText.id(criticalLure),
                event -> event instanceof FalseMemoryEvent one && one.criticalLure() == criticalLure);
    }

    /**
     * The same with a correlation.
     *
     * @param correlationId what links the event to others
     * @return match
     */
    public EventMatch correlatedBy(long correlationId) {
        return and("correlation " + EventText.id(correlationId), event -> event.correlationId() == correlationId);
    }

    /**
     * The same with one thing more.
     *
     * @param what it is, as it stands in failure messages
     * @param more whether an event has it
     * @return match
     */
    public EventMatch and(String what, Predicate<? super CognitiveEvent> more) {
        return new EventMatch(description + ", " + what, event -> test.test(event) && more.test(event));
    }
}
