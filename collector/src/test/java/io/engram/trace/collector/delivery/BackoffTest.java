// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    /** Draws the largest number there is to draw. */
    private static final RandomGenerator LARGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            throw new AssertionError("unbounded");
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @Test
    void shouldDoubleTheBoundUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofNanos(100), Duration.ofNanos(1_000), LARGEST);
        for (long bound : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
            assertEquals(bound, backoff.nextNanos());
        }
        backoff.reset();
        assertEquals(100, backoff.nextNanos());
    }

    @Test
    void shouldNotOverflowHoweverManyAttemptsFail() {
        Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofDays(1), LARGEST);
        long last = 0;
        for (int i = 0; i < 1_000; i++) {
            long next = backoff.nextNanos();
            assertTrue(next >= last, i + ": " + next + " after " + last);
            last = next;
        }
        assertEquals(Duration.ofDays(1).toNanos(), last);
    }

    @Test
    void shouldSpreadWaitsOverTheWholeRange() {
        Backoff backoff = new Backoff(Duration.ofNanos(1_000), Duration.ofNanos(1_000), new SplittableRandom(1));
        int[] tenths = new int[10];
        for (int i = 0; i < 10_000; i++) {
            tenths[(int) (backoff.nextNanos() / 101)]++;
        }
        for (int tenth : tenths) {
            assertTrue(tenth > 800 && tenth < 1_200, tenth + " of 10,000 in a tenth");
        }
    }
}
