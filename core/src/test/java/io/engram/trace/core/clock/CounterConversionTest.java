// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conversion of ticks whose rate is only roughly known, by clocks that are set, slewed, stopped and started anew. */
class CounterConversionTest {
    private static final long PASS_NANOS = 10_000_000;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long HOUR_NANOS = 3_600 * SECOND_NANOS;

    // Told five parts in a million too fast, as after a short measurement.
    private final RunningClock clock = new RunningClock(2_445_435_683L, 10_000);
    private final EpochConverter converter = new EpochConverter(clock);

    /** A moment, to be converted later. */
    private record Moment(long ticks, long nanos) {
    }

    private Moment now() {
        return new Moment(clock.trueTicks(), clock.trueNanos());
    }

    private void assertConverted(Moment moment, long errorNanos) {
        long error = converter.toEpochNanos(moment.ticks) - moment.nanos;
        assertTrue(Math.abs(error) <= errorNanos, "error " + error + " ns, more than " + errorNanos);
    }

    /** The collector's passes: each anchors and then converts what happened since the one before. */
    private void collect(long nanos, long errorNanos) {
        for (long passed = 0; passed < nanos; passed += PASS_NANOS) {
            List<Moment> moments = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                moments.add(now());
                clock.run(PASS_NANOS / 10);
            }
            converter.anchor();
            moments.add(now());
            moments.forEach(moment -> assertConverted(moment, errorNanos));
        }
    }

    @Test
    void shouldStayWithinAMicrosecondFromTheFirstAnchorOn() {
        collect(30 * SECOND_NANOS, 300);
    }

    @Test
    void shouldLearnTheRate() {
        assertEquals(2_445_435_683L, converter.tickLength().ticksPerSecond());
        Moment begin = now();
        collect(30 * SECOND_NANOS, 300);
        assertEquals(RunningClock.TICKS_PER_NANO * 1e9, converter.tickLength().ticksPerSecond(), 2.4454 * 30, "30 ppb");
        // Rings can be long: what lies half a minute back is as good as new.
        assertConverted(begin, 1_000);
    }

    @Test
    void shouldNotLearnTheRateOfAClockThatIsExact() {
        RunningClock exact = new RunningClock(2_445_423_456L, 0);
        EpochConverter anchored = new EpochConverter(exact);
        for (int i = 0; i < 2_000; i++) {
            exact.run(PASS_NANOS);
            anchored.anchor();
        }
        assertEquals(2_445_423_456L, anchored.tickLength().ticksPerSecond());
    }

    @Test
    void shouldFollowAClockThatIsSlewed() {
        collect(20 * SECOND_NANOS, 300);
        clock.slewWall(500);
        // Until the next anchor nobody can know: 500 parts in a million of a pass.
        collect(20 * SECOND_NANOS, 5_000 + 300);
        // By then the rate is that of the slewed clock.
        collect(20 * SECOND_NANOS, 300);
        clock.slewWall(0);
        collect(40 * SECOND_NANOS, 5_000 + 300);
        assertEquals(RunningClock.TICKS_PER_NANO * 1e9, converter.tickLength().ticksPerSecond(), 2.4454 * 30, "30 ppb");
    }

    @Test
    void shouldTellTimesFromBeforeTheClockWasSet() {
        for (long step : new long[] {HOUR_NANOS, -HOUR_NANOS, SECOND_NANOS, -1_000_000}) {
            collect(20 * SECOND_NANOS, 300);
            long rate = converter.tickLength().ticksPerSecond();
            Moment longBefore = now();
            clock.run(SECOND_NANOS);
            converter.anchor();
            Moment before = now();
            clock.setWall(step);
            clock.run(1_000);
            Moment after = now();
            converter.anchor();
            assertConverted(after, 300);
            assertConverted(before, 300);
            assertConverted(longBefore, 300);
            collect(20 * SECOND_NANOS, 300);
            assertEquals(rate, converter.tickLength().ticksPerSecond(), 2.4454 * 40, "a step taught a rate");
            assertConverted(after, 1_000);
            assertConverted(before, 1_000);
        }
    }

    @Test
    void shouldSurviveASleepInWhichTheCounterStops() {
        collect(20 * SECOND_NANOS, 300);
        Moment before = now();
        converter.anchor();
        clock.sleepWithoutCounter(HOUR_NANOS);
        clock.run(1_000_000);
        Moment after = now();
        converter.anchor();
        assertConverted(before, 300);
        assertConverted(after, 300);
        collect(20 * SECOND_NANOS, 300);
    }

    @Test
    void shouldSurviveASleepInWhichTheCounterGoesOn() {
        collect(20 * SECOND_NANOS, 300);
        Moment before = now();
        clock.run(HOUR_NANOS);
        converter.anchor();
        assertConverted(now(), 300);
        // Half a bracket and what the rate is off by, for an hour: it goes unnoticed that there was a sleep.
        assertConverted(before, 40_000);
        collect(20 * SECOND_NANOS, 300);
    }

    @Test
    void shouldSurviveACounterThatStartsAnew() {
        collect(20 * SECOND_NANOS, 300);
        Moment before = now();
        clock.run(5_000_000);
        converter.anchor();
        clock.sleepWithoutCounter(60 * SECOND_NANOS);
        clock.setTicks(12_345);
        Moment after = now();
        clock.run(1_000_000);
        converter.anchor();
        assertConverted(before, 300);
        assertConverted(after, 300);
        // While it passes through the numbers that it had before.
        collect(20 * SECOND_NANOS, 300);
    }

    @Test
    void shouldSurviveACounterThatJumps() {
        collect(20 * SECOND_NANOS, 300);
        Moment before = now();
        converter.anchor();
        clock.setTicks(clock.trueTicks() + 1_000_000_000_000L);
        converter.anchor();
        assertConverted(before, 300);
        collect(20 * SECOND_NANOS, 300);
    }

    @Test
    void shouldNotGoByAReadingThatWasInterrupted() {
        collect(SECOND_NANOS, 300);
        clock.delayReadings(200_000);
        // Each reading tells of an error of 100 us; what is known is better.
        collect(SECOND_NANOS, 3_000);
        clock.delayReadings(0);
        collect(SECOND_NANOS, 300);
    }

    @Test
    void shouldBeMonotoneBetweenAnchors() {
        collect(10 * SECOND_NANOS, 300);
        long ticks = clock.trueTicks();
        long last = Long.MIN_VALUE;
        for (int i = -1_000_000; i < 1_000_000; i++) {
            long nanos = converter.toEpochNanos(ticks + i);
            assertTrue(nanos == last || nanos == last + 1 || last == Long.MIN_VALUE, "from " + last + " to " + nanos);
            last = nanos;
        }
    }
}
