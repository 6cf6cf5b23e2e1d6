// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import io.engram.trace.memlayout.layout.Pulse;

/**
 * How long a clock's tick is.
 *
 * <p>Guarantees: of two spans the longer one never comes out shorter; spans of up to 200 years are off by at most a
 * nanosecond and one part in 10<sup>11</sup>, those of clocks that tick nanoseconds by nothing.
 */
public final class TickLength {
    static final long NANOS_PER_SECOND = 1_000_000_000;

    // The same as in trace files, whose readers then convert as the tracer itself does.
    private static final int FRACTION_BITS = Pulse.TICK_LENGTH_FRACTION_BITS;
    private static final double ONE = 1L << FRACTION_BITS;

    private final long fixedPointNanos;

    private TickLength(long fixedPointNanos) {
        this.fixedPointNanos = fixedPointNanos;
    }

    /**
     * What a clock says of itself.
     *
     * @param clock any
     * @return length of its ticks
     */
    public static TickLength of(TraceClock clock) {
        return ofRate(clock.ticksPerSecond());
    }

    /**
     * The length of the ticks of a clock with a known rate.
     *
     * @param ticksPerSecond ticks in a second, 1,000 to 9,000,000,000
     * @return their length
     */
    public static TickLength ofRate(long ticksPerSecond) {
        return of(ticksPerSecond, NANOS_PER_SECOND);
    }

    static TickLength of(long ticks, long nanos) {
        // Floating point has more digits than the fraction.
        return new TickLength(Math.round((double) nanos / ticks * ONE));
    }

    /**
     * What {@link #fixedPointNanos} told.
     *
     * @param fixedPointNanos any number; of one that no clock has, nonsense comes and no exception
     * @return the same length
     */
    public static TickLength ofFixedPoint(long fixedPointNanos) {
        return new TickLength(fixedPointNanos);
    }

    /**
     * The length as one number.
     *
     * @return nanoseconds with {@link Pulse#TICK_LENGTH_FRACTION_BITS} bits behind the binary point
     */
    public long fixedPointNanos() {
        return fixedPointNanos;
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
