// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.junit;

import io.engram.trace.collector.event.CognitiveEvent;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assertions;

/**
 * Some of the events that a test recorded, in the order of their time, and what can be expected of them. What is not as
 * expected is an {@link AssertionError} that shows all of the selection. Immutable.
 *
 * @param <E> their type
 */
public final class EventSelection<E extends CognitiveEvent> {
    private final List<E> events;

    EventSelection(List<E> events) {
        this.events = events;
    }

    /**
     * The events themselves.
     *
     * @return in the order of their time, immutable
     */
    public List<E> list() {
        return events;
    }

    /**
     * Those of the events that are of a kind.
     *
     * @param kind for example {@code event -> event.strength() > 0.5f}
     * @return fewer events, or none
     */
    public EventSelection<E> where(Predicate<? super E> kind) {
        return new EventSelection<>(events.stream().filter(kind).toList());
    }

    /**
     * Those of the events that belong together.
     *
     * @param correlationId what links them
     * @return fewer events, or none
     */
    public EventSelection<E> correlatedBy(long correlationId) {
        return where(event -> event.correlationId() == correlationId);
    }

    /**
     * Expects exactly so many events.
     *
     * @param count how many
     * @return this
     */
    public EventSelection<E> hasSize(int count) {
        if (events.size() != count) {
            fail("expected " + count + " event" + (count == 1 ? "" : "s"));
        }
        return this;
    }

    /**
     * Expects no event.
     *
     * @return this
     */
    public EventSelection<E> isEmpty() {
        return hasSize(0);
    }

    /**
     * Expects exactly one event.
     *
     * @return the event
     */
    public E single() {
        return hasSize(1).events.getFirst();
    }

    /**
     * Expects at least one such event.
     *
     * @param match what it is
     * @return this
     */
    public EventSelection<E> has(EventMatch match) {
        if (events.stream().noneMatch(match.test())) {
            fail("no " + match.description());
        }
        return this;
    }

    /**
     * Expects no such event.
     *
     * @param match what none is to be
     * @return this
     */
    public EventSelection<E> hasNo(EventMatch match) {
        for (int i = 0; i < events.size(); i++) {
            if (match.test().test(events.get(i))) {
                fail("unexpected " + match.description() + " (event " + (i + 1) + ")");
            }
        }
        return this;
    }

    /**
     * Expects at least one priming.
     *
     * @param source id of the prime
     * @param target id of the primed memory
     * @return this
     */
    public EventSelection<E> hasPriming(long source, long target) {
        return has(EventMatch.priming(source, target));
    }

    /**
     * Expects events one after the other; there may be others before, between and after them.
     *
     * @param matches what they are, in the order of their time
     * @return this
     */
    public EventSelection<E> inOrder(EventMatch... matches) {
        int next = 0;
        for (EventMatch match : matches) {
            int from = next;
            while (next < events.size() && !match.test().test(events.get(next))) {
                next++;
            }
            if (next == events.size()) {
                fail("no " + match.description() + (from == 0 ? "" : " after event " + from));
            }
            next++;
        }
        return this;
    }

    /**
     * Expects these events one after the other and no others.
     *
     * @param matches what they are, in the order of their time
     * @return this
     */
    public EventSelection<E> exactlyInOrder(EventMatch... matches) {
        for (int i = 0; i < Math.min(matches.length, events.size()); i++) {
            if (!matches[i].test().test(events.get(i))) {
                fail("event " + (i + 1) + " is no " + matches[i].description());
            }
        }
        return hasSize(matches.length);
    }

    private void fail(String what) {
        Assertions.fail(EventText.of(what, events));
    }

    /** The events, one a line. */
    @Override
    public String toString() {
        return EventText.of("selected", events);
    }
}
