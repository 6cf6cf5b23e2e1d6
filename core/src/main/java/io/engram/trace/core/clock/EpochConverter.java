package io.engram.trace.core.clock;

/**
 * Turns ticks into nanoseconds since 1970.
 *
 * <p>Assumptions: one thread uses it. Guarantees: between two calls of {@link #anchor} the conversion is strictly
 * monotone and exact to half the narrowest bracket of the last one (a few dozen nanoseconds on common machines) plus
 * what the wall clock is slewed meanwhile. Across anchors it follows the wall clock; who needs order within a thread
 * clamps, as the collector does.
 */
public final class EpochConverter {
    // The best of a few readings: an interrupt or a preemption between the two clocks spoils one, hardly all of them.
    private static final int READINGS = 5;

    private final TraceClock clock;
    private long offset;

    /**
     * Makes a converter and anchors it.
     *
     * @param clock whose ticks are converted
     */
    public EpochConverter(TraceClock clock) {
        this.clock = clock;
        anchor();
    }

    /** Reads both clocks and goes by what they say now. */
    public void anchor() {
        long narrowest = Long.MAX_VALUE;
        for (int i = 0; i < READINGS; i++) {
            long before = clock.ticks();
            long epochNanos = clock.epochNanos();
            long bracket = clock.ticks() - before;
            if (bracket < narrowest) {
                narrowest = bracket;
                offset = epochNanos - (before + bracket / 2);
            }
        }
    }

    /**
     * Converts ticks.
     *
     * @param ticks of the converter's clock
     * @return nanoseconds since 1970-01-01T00:00Z
     */
    public long toEpochNanos(long ticks) {
        return ticks + offset;
    }
}
