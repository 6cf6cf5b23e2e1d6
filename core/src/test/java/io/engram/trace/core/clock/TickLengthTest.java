// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickLengthTest {
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

    @Test
    void shouldLeaveNanosecondsAsTheyAre() {
        TickLength length = TickLength.of(TraceClock.system());
        for (long nanos : new long[] {0, 1, -1, 1_000_000_007, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1}) {
            assertEquals(nanos, length.nanos(nanos));
        }
        assertEquals(1_000_000_000, length.ticksPerSecond());
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 24_000_000, 121_875_000, 999_999_999, 2_445_423_456L, 9_000_000_000L})
    void shouldBeExactToItsLastDigit(long ticksPerSecond) {
        TickLength length = TickLength.of(ticksPerSecond, 1_000_000_000);
        assertEquals(ticksPerSecond, length.ticksPerSecond());
        Random random = new Random(ticksPerSecond);
        // Two centuries are as many nanoseconds as a long has.
        long most = ticksPerSecond > 1_000_000_000 ? Long.MAX_VALUE : Long.MAX_VALUE / 1_000_000_000 * ticksPerSecond;
        for (int i = 0; i < 10_000; i++) {
            long ticks = random.nextLong(-most, most) >> random.nextInt(60);
            BigInteger[] exactly = BigInteger.valueOf(ticks).multiply(NANOS_PER_SECOND)
                    .divideAndRemainder(BigInteger.valueOf(ticksPerSecond));
            long exact = exactly[0].longValueExact() - (exactly[1].signum() < 0 ? 1 : 0);
            double bound = 1 + Math.abs((double) exact) / 1e11;
            assertTrue(Math.abs(length.nanos(ticks) - exact) <= bound, ticks + " ticks are " + length.nanos(ticks)
                    + " and not " + exact + " ns");
            assertTrue(length.nanos(ticks + 1) >= length.nanos(ticks), ticks + " ticks last longer than one more");
        }
    }
}
