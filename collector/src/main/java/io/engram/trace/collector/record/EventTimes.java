// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.record;

import java.util.function.LongUnaryOperator;

/**
 * Gives times to events that many threads wrote, in whatever order they come. Converters of ticks follow the wall
 * clock, which may be set back; the time of an event must not be before that of an earlier one, of the same thread at
 * least.
 *
 * <p>Assumptions: one thread uses it. Between two calls of {@link #begin} the conversion is monotone; across them it
 * changes by an offset, as far as can be told over the time by which events come late. Guarantees: of two events the
 * one with more ticks has no earlier time, if it comes later. A time that the clock was not set back over is the
 * converter's.
 */
public final class EventTimes {
    private LongUnaryOperator converter;
    private long latestTicks;
    private long latestUnixNano = Long.MIN_VALUE;
    private long floorUnixNano = Long.MIN_VALUE;
    private long setBackNanos;

    /** Makes times for the events of one ring. */
    public EventTimes() {
        // Nothing to do.
    }

    /**
     * Goes by a converter from now on, or by the same one after it followed the wall clock.
     *
     * @param ticksToUnixNano converts ticks to nanoseconds since 1970
     */
    public void begin(LongUnaryOperator ticksToUnixNano) {
        converter = ticksToUnixNano;
        floorUnixNano = latestUnixNano;
        setBackNanos = floorUnixNano == Long.MIN_VALUE ? 0
                : Math.max(0, floorUnixNano - converter.applyAsLong(latestTicks));
    }

    /**
     * The time of an event.
     *
     * @param ticks its ticks
     * @return nanoseconds since 1970
     */
    public long unixNano(long ticks) {
        long now = converter.applyAsLong(ticks);
        // What was converted before keeps its time, and what comes after it waits for the clock to catch up.
        long time = setBackNanos == 0 ? now : Math.max(now, Math.min(now + setBackNanos, floorUnixNano));
        if (time > latestUnixNano) {
            latestUnixNano = time;
            latestTicks = ticks;
        }
        return time;
    }
}
