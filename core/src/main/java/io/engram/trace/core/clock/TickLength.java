package io.engram.trace.core.clock;

/**
 * How long a clock's tick is.
 *
 * <p>Guarantees: of two spans the longer one never comes out shorter; spans of up to 200 years are off by at most a
 * nanosecond and one part in 10<sup>11</sup>, those of clocks that tick nanoseconds by nothing.
 */
public final class TickLength {
    static final long NANOS_PER_SECOND = 1_000_000_000;

    private static final int FRACTION_BITS = 40;
    private static final double ONE = 1L << FRACTION_BITS;

    private final long fixedPointNanos;

    private TickLength(double nanos) {
        fixedPointNanos = Math.round(nanos * ONE);
    }

    /**
     * What a clock says of itself.
     *
     * @param clock any
     * @return length of its ticks
     */
    public static TickLength of(TraceClock clock) {
        return of(clock.ticksPerSecond(), NANOS_PER_SECOND);
    }

    static TickLength of(long ticks, long nanos) {
        // Floating point has more digits than the fraction.
        return new TickLength((double) nanos / ticks);
    }

    /**
     * How long some ticks take.
     *
     * @param ticks any number, also negative
     * @return nanoseconds, rounded down
     */
    public long nanos(long ticks) {
        // The middle 64 of the 128 bits that the product has: a day has 2^48 ticks, too many for a product of 64 bits.
        return Math.multiplyHigh(ticks, fixedPointNanos) << Long.SIZE - FRACTION_BITS
                | ticks * fixedPointNanos >>> FRACTION_BITS;
    }

    long ticksPerSecond() {
        return Math.round(NANOS_PER_SECOND * ONE / fixedPointNanos);
    }
}
