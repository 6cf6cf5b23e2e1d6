// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.EventType;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which events are wanted.
 *
 * @param types event types
 * @param sinceUnixNano earliest time, inclusive, nanoseconds since 1970
 * @param untilUnixNano latest time, exclusive, nanoseconds since 1970
 * @param correlationIds unsigned ids one of which the event must have; empty for any or none
 */
public record EventFilter(Set<EventType> types, long sinceUnixNano, long untilUnixNano, Set<Long> correlationIds) {
    /** Every event. */
    public static final EventFilter ALL =
            new EventFilter(EnumSet.allOf(EventType.class), Long.MIN_VALUE, Long.MAX_VALUE);

    /**
     * Makes the sets immutable.
     *
     * @param types event types
     * @param sinceUnixNano earliest time
     * @param untilUnixNano latest time
     * @param correlationIds ids, or none
     */
    public EventFilter {
        types = Set.copyOf(types);
        correlationIds = Set.copyOf(correlationIds);
    }

    /**
     * Events whatever their correlation.
     *
     * @param types event types
     * @param sinceUnixNano earliest time, inclusive, nanoseconds since 1970
     * @param untilUnixNano latest time, exclusive, nanoseconds since 1970
     */
    public EventFilter(Set<EventType> types, long sinceUnixNano, long untilUnixNano) {
        this(types, sinceUnixNano, untilUnixNano, Set.of());
    }

    /**
     * Whether an event can be wanted, as far as type and time tell.
     *
     * @param type its type
     * @param timeUnixNano its time
     * @return true if type and time fit
     */
    public boolean accepts(EventType type, long timeUnixNano) {
        return timeUnixNano >= sinceUnixNano && timeUnixNano < untilUnixNano && types.contains(type);
    }

    /**
     * Whether an event is wanted.
     *
     * @param type its type
     * @param timeUnixNano its time
     * @param correlationId what links it to others, 0 for nothing
     * @return true if all fit
     */
    public boolean accepts(EventType type, long timeUnixNano, long correlationId) {
        return accepts(type, timeUnixNano) && (correlationIds.isEmpty() || correlationIds.contains(correlationId));
    }

    /**
     * Whether an event is wanted.
     *
     * @param event any
     * @return true if all of it fits
     */
    public boolean accepts(CognitiveEvent event) {
        return accepts(event.eventType(), event.timeUnixNano(), event.correlationId());
    }
}
