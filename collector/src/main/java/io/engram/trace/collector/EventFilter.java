package io.engram.trace.collector;

import io.engram.trace.core.EventType;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which events are wanted.
 *
 * @param types event types
 * @param sinceUnixNano earliest time, inclusive, nanoseconds since 1970
 * @param untilUnixNano latest time, exclusive, nanoseconds since 1970
 */
public record EventFilter(Set<EventType> types, long sinceUnixNano, long untilUnixNano) {
    /** Every event. */
    public static final EventFilter ALL =
            new EventFilter(EnumSet.allOf(EventType.class), Long.MIN_VALUE, Long.MAX_VALUE);

    /**
     * Makes the set immutable.
     *
     * @param types event types
     * @param sinceUnixNano earliest time
     * @param untilUnixNano latest time
     */
    public EventFilter {
        types = Set.copyOf(types);
    }

    /**
     * Whether an event is wanted.
     *
     * @param type its type
     * @param timeUnixNano its time
     * @return true if type and time fit
     */
    public boolean accepts(EventType type, long timeUnixNano) {
        return timeUnixNano >= sinceUnixNano && timeUnixNano < untilUnixNano && types.contains(type);
    }
}
