// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

/**
 * Turns ticks into nanoseconds since 1970.
 *
 * <p>Where the clock's rate is only roughly known, it is measured anew with every anchor, over 8 to 16 s as soon as
 * there are as many. A clock that was set, or a counter that stopped or restarted while the machine slept, shows as an
 * anchor that does not fit the last one; what was recorded up to that one still has its time from it.
 *
 * <p>Assumptions: one thread uses it; it is anchored several times a second, or else the rate's error adds up: some
 * parts in a million in the first second, ten parts in a billion later.
 *
 * <p>Guarantees: between two calls of {@link #anchor} the conversion is monotone among ticks since a clock was last
 * set, strictly so if a tick is a nanosecond or longer. It is exact to the narrowest brackets of the last two anchors
 * (a few dozen nanoseconds on common machines) plus what the wall clock is slewed meanwhile. Across anchors it follows
 * the wall clock; who needs order within a thread clamps, as the collector does.
 */
public final class EpochConverter {
    private static final int READINGS = 5;

    private final TraceClock clock;
    private Stretch current;
    // What ended when a clock was last set; null if none was.
    private Stretch earlier;

    /**
     * Makes a converter and anchors it.
     *
     * @param clock whose ticks are converted
     */
    public EpochConverter(TraceClock clock) {
        this.clock = clock;
        this.current = Stretch.of(clock, read());
    }

    private Anchor read() {
        return Anchor.bestOf(READINGS, clock::ticks, clock::epochNanos);
    }

    /** Reads both clocks and goes by what they say now. */
    public void anchor() {
        Anchor anchor = read();
        if (current.reaches(anchor)) {
            current.follow(anchor);
        } else {
            earlier = current;
            current = current.restart(anchor);
        }
    }

    /**
     * Converts ticks.
     *
     * @param ticks of the converter's clock
     * @return nanoseconds since 1970-01-01T00:00Z
     */
    public long toEpochNanos(long ticks) {
        // A counter that started anew passes through numbers that it had before: what is recorded now lies close to the
        // present stretch, and what was recorded before its beginning close to the end of the earlier one.
        boolean before = earlier != null && earlier.distanceFromEndTicks(ticks) < current.distanceTicks(ticks);
        return (before ? earlier : current).toEpochNanos(ticks);
    }

    /**
     * How long the clock's tick is, as is known by now.
     *
     * @return length, exact to what the rate is
     */
    public TickLength tickLength() {
        return current.tickLength();
    }
}
