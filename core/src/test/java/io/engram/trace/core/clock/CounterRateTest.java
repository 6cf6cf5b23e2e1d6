// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterRateTest {
    @ParameterizedTest
    @ValueSource(longs = {1_000_000, 24_000_000, 1_000_000_000, 2_445_423_456L, 9_000_000_000L})
    void shouldMeasureARateWithinTheErrorThatItStates(long ticksPerSecond) {
        long start = System.nanoTime();
        LongSupplier counter = () -> (long) ((System.nanoTime() - start) / 1e9 * ticksPerSecond);
        CounterRate rate = CounterRate.measure(counter, System::nanoTime);
        assertTrue(System.nanoTime() - start >= 10_000_000, "measured for less than 10 ms");
        double errorPpb = Math.abs(rate.ticksPerSecond() - ticksPerSecond) * 1e9 / ticksPerSecond;
        // A slow counter has no finer answer than its own tick, at either end.
        double tickPpb = 2 * 1e9 / ticksPerSecond / 10_000_000 * 1e9;
        assertTrue(errorPpb <= rate.errorPpb() + tickPpb, rate + " for " + ticksPerSecond);
        assertTrue(rate.errorPpb() >= 1 && rate.errorPpb() <= 1_000_000, rate.toString());
    }

    @Test
    void shouldTellThatACounterStandsStill() {
        assertEquals(0, CounterRate.measure(() -> 5, System::nanoTime).ticksPerSecond());
    }

    @Test
    void shouldTellThatACounterGoesBack() {
        assertTrue(CounterRate.measure(() -> -System.nanoTime(), System::nanoTime).ticksPerSecond() < 0);
    }
}
