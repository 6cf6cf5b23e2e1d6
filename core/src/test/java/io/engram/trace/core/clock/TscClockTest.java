// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The real counter against the real clocks. */
class TscClockTest {
    private static final long PASS_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long ERROR_NANOS = 2_000;
    // The most that a kernel slews its clock by is 500 parts in a million.
    private static final long SLEW_DIVISOR = 2_000;

    private final TraceClock clock = TscClock.INSTANCE;

    @BeforeEach
    void shouldHaveACounter() {
        assumeTrue(clock != null, TscClock.REFUSAL);
    }

    @Test
    void shouldKeepTheTimeOfDay() {
        keepTimeFor(TimeUnit.SECONDS.toNanos(2));
    }

    /** Takes a minute; {@code -Dengram.test.minute=true} runs it. */
    @Test
    @EnabledIfSystemProperty(named = "engram.test.minute", matches = "true")
    void shouldKeepTheTimeOfDayForAMinute() {
        long[] errors = keepTimeFor(TimeUnit.MINUTES.toNanos(1));
        System.out.printf("TSC against the time of day for a minute: median %d ns, 99 of 100 %d ns, worst %d ns%n",
                errors[0], errors[1], errors[2]);
    }

    private long[] keepTimeFor(long nanos) {
        EpochConverter converter = new EpochConverter(clock);
        long[] errors = new long[(int) (nanos / PASS_NANOS)];
        for (int pass = 0; pass < errors.length; pass++) {
            converter.anchor();
            long anchored = System.nanoTime();
            LockSupport.parkNanos(PASS_NANOS);
            Anchor truth = Anchor.bestOf(9, clock::ticks, clock::epochNanos);
            long error = Math.abs(converter.toEpochNanos(truth.ticks()) - truth.nanos());
            // What a preempted reading cannot tell is no error, nor is what the clock was slewed by since.
            long unknown = TickLength.of(clock).nanos(truth.errorTicks())
                    + (System.nanoTime() - anchored) / SLEW_DIVISOR;
            assertTrue(error <= ERROR_NANOS + unknown,
                    "error " + error + " ns at pass " + pass + ", of which " + unknown + " ns may be the reading's");
            errors[pass] = error;
        }
        Arrays.sort(errors);
        return new long[] {errors[errors.length / 2], errors[errors.length * 99 / 100], errors[errors.length - 1]};
    }

    @Test
    void shouldRunAsFastAsItSays() {
        Anchor first = Anchor.bestOf(9, clock::ticks, System::nanoTime);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        Anchor last = Anchor.bestOf(9, clock::ticks, System::nanoTime);
        double told = TickLength.of(clock).nanos(last.ticks() - first.ticks());
        double passed = last.nanos() - first.nanos();
        double bound = clock.rateErrorPpb() / 1e9 * passed
                + TickLength.of(clock).nanos(first.errorTicks() + last.errorTicks()) + 1_000;
        assertEquals(passed, told, bound);
    }

    @Test
    void shouldTellTheSameTimeOfDayAsTheSystem() {
        long before = TraceClock.system().epochNanos();
        long now = clock.epochNanos();
        assertTrue(before <= now && now <= TraceClock.system().epochNanos());
    }
}
