// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochConverterTest {
    private static final long EPOCH = 1_700_000_000_000_000_000L;

    /** Time that passes only by reading the clocks: each reading takes what the script says, 10 ns without one. */
    private static final class FakeClock implements TraceClock {
        private final Deque<Long> steps = new ArrayDeque<>();
        private long now;
        private long wallOffset = EPOCH;

        FakeClock(long now) {
            this.now = now;
        }

        private void pass() {
            now += steps.isEmpty() ? 10 : steps.removeFirst();
        }

        @Override
        public long ticks() {
            pass();
            return now;
        }

        @Override
        public long epochNanos() {
            pass();
            return now + wallOffset;
        }
    }

    @Test
    void shouldConvertTicksToTheTimeOfDay() {
        for (long start : new long[] {0, 1, -5_000_000_000L, Long.MAX_VALUE / 4, Long.MIN_VALUE / 2}) {
            FakeClock clock = new FakeClock(start);
            clock.wallOffset = EPOCH - start;
            EpochConverter converter = new EpochConverter(clock);
            assertEquals(EPOCH + 12_345, converter.toEpochNanos(start + 12_345));
            assertEquals(EPOCH - 12_345, converter.toEpochNanos(start - 12_345));
        }
    }

    @Test
    void shouldBeExactToHalfTheNarrowestBracket() {
        FakeClock clock = new FakeClock(0);
        // Ticks, epoch, ticks: of five readings four are interrupted, each on another side.
        clock.steps.addAll(List.of(
                10L, 1_000_000L, 10L,
                10L, 10L, 1_000_000L,
                10L, 3L, 17L,
                10L, 500L, 500L,
                10L, 2_000L, 10L));
        EpochConverter converter = new EpochConverter(clock);
        assertTrue(Math.abs(converter.toEpochNanos(0) - EPOCH) <= 10, "error " + (converter.toEpochNanos(0) - EPOCH));
        assertEquals(EPOCH - 7, converter.toEpochNanos(0));
    }

    @Test
    void shouldFollowTheWallClockAtTheNextAnchor() {
        FakeClock clock = new FakeClock(0);
        EpochConverter converter = new EpochConverter(clock);
        clock.wallOffset -= 3_600_000_000_000L;
        assertEquals(EPOCH + 100, converter.toEpochNanos(100), "not before it is anchored");
        converter.anchor();
        assertEquals(EPOCH + 100 - 3_600_000_000_000L, converter.toEpochNanos(100));
    }

    @Test
    void shouldStayWithinAMicrosecondOfTheRealClock() {
        TraceClock clock = TraceClock.system();
        EpochConverter converter = new EpochConverter(clock);
        long smallest = Long.MAX_VALUE;
        for (int i = 0; i < 1_000; i++) {
            converter.anchor();
            long before = converter.toEpochNanos(clock.ticks());
            long epoch = clock.epochNanos();
            long after = converter.toEpochNanos(clock.ticks());
            // The time of day lies between the two, give or take the error; a preempted round says nothing.
            smallest = Math.min(smallest, Math.max(before - epoch, epoch - after));
        }
        assertTrue(smallest < 1_000, "error " + smallest + " ns");
    }

    @Test
    void shouldTellTheTimeOfDayOnSystemClocks() {
        long before = System.currentTimeMillis();
        long now = TraceClock.system().epochNanos() / 1_000_000;
        assertTrue(now >= before && now <= System.currentTimeMillis());
    }
}
