// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chrome;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.EventType;
import java.util.List;

/** Events per second of each type, over buckets of equal length: some two hundred at most, whatever the events span. */
final class EventRates {
    private static final long MAX_BUCKETS = 200;
    private static final long MIN_NANOS = 1_000_000;
    private static final int[] STEPS = {1, 2, 5};
    private static final double NANOS_PER_SECOND = 1e9;

    private final long bucketNanos;
    private final int[][] events;

    /**
     * Counts events.
     *
     * @param list in the order of their time, at least one
     */
    EventRates(List<CognitiveEvent> list) {
        long origin = list.getFirst().timeUnixNano();
        long span = list.getLast().timeUnixNano() - origin;
        bucketNanos = bucketNanos(span);
        events = new int[EventType.values().length][(int) Long.divideUnsigned(span, bucketNanos) + 1];
        for (CognitiveEvent event : list) {
            events[event.eventType().ordinal()][
                    (int) Long.divideUnsigned(event.timeUnixNano() - origin, bucketNanos)]++;
        }
    }

    private static long bucketNanos(long span) {
        long decade = MIN_NANOS;
        for (int i = 0;; i++) {
            long nanos = decade * STEPS[i % STEPS.length];
            // Both unsigned: times may lie further apart than a signed number can say.
            if (Long.compareUnsigned(Long.divideUnsigned(span, nanos), MAX_BUCKETS) < 0) {
                return nanos;
            }
            if (i % STEPS.length == STEPS.length - 1) {
                decade *= 10;
            }
        }
    }

    /** How long each bucket is. */
    long bucketNanos() {
        return bucketNanos;
    }

    /** How many buckets there are, from the first event to the last. */
    int buckets() {
        return events[0].length;
    }

    /** Whether there is an event of a type. */
    boolean has(EventType type) {
        for (int count : events[type.ordinal()]) {
            if (count > 0) {
                return true;
            }
        }
        return false;
    }

    /** Events per second of a type in a bucket. */
    double perSecond(EventType type, int bucket) {
        return events[type.ordinal()][bucket] * NANOS_PER_SECOND / bucketNanos;
    }
}
