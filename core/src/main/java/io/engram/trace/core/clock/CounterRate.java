// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * How fast a counter runs, as measured.
 *
 * @param ticksPerSecond ticks in a second, negative or 0 if it does not run
 * @param errorPpb how far off that may be, parts in a billion, at least 1
 */
record CounterRate(long ticksPerSecond, long errorPpb) {
    // Long enough for a few parts in a million, which hold until the converter knows better; short enough for a start.
    private static final long BASELINE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    // More than once all is warm: this is among the first that a JVM runs.
    private static final int READINGS = 50;

    /** Measures a counter against a clock for 10 ms. */
    static CounterRate measure(LongSupplier counter, LongSupplier nanoClock) {
        Anchor first = Anchor.bestOf(READINGS, counter, nanoClock);
        long left = BASELINE_NANOS;
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = BASELINE_NANOS - (nanoClock.getAsLong() - first.nanos());
        }
        Anchor last = Anchor.bestOf(READINGS, counter, nanoClock);

        double ticks = last.ticks() - first.ticks();
        double seconds = (last.nanos() - first.nanos()) / (double) TickLength.NANOS_PER_SECOND;
        // Floating point is exact to far more than the readings are.
        double error = (first.errorTicks() + last.errorTicks()) / ticks;
        return new CounterRate(Math.round(ticks / seconds), 1 + Math.round(error * TickLength.NANOS_PER_SECOND));
    }
}
