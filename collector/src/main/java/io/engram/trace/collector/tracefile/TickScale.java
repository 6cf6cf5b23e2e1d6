package io.engram.trace.collector.tracefile;

/**
 * Which times of day a clock's ticks stand for.
 *
 * @param ticks at one moment
 * @param epochNanos that moment, nanoseconds since 1970
 * @param ticksPerSecond rate of the clock, 1 to {@link #MAX_TICKS_PER_SECOND}
 * @param isEstimated whether the moment is a guess
 */
record TickScale(long ticks, long epochNanos, long ticksPerSecond, boolean isEstimated) {
    /** Above it, what is left of a second would overflow; no clock is as fast. */
    static final long MAX_TICKS_PER_SECOND = 9_000_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Converts ticks to nanoseconds since 1970. */
    long toEpochNanos(long someTicks) {
        long passed = someTicks - ticks;
        if (ticksPerSecond == NANOS_PER_SECOND) {
            return epochNanos + passed;
        }
        return epochNanos + passed / ticksPerSecond * NANOS_PER_SECOND
                + passed % ticksPerSecond * NANOS_PER_SECOND / ticksPerSecond;
    }
}
