// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GapGeneratorTest {
    private static final int DRAWS = 200_000;

    @Test
    void shouldKeepAllAtRateOneAndNoneAtRateZero() {
        GapGenerator gaps = new GapGenerator(1);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(0, gaps.next(1.0));
            assertEquals(GapGenerator.NEVER, gaps.next(0.0));
            assertEquals(GapGenerator.NEVER, gaps.next(-0.0));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, Double.MIN_VALUE, 1e-18, 1e-9, 0.5, 0.999999999999, 0x1.fffffffffffffp-1})
    void shouldStayWithinRangeAtEveryRate(double rate) {
        GapGenerator gaps = new GapGenerator(99);
        for (int i = 0; i < 10_000; i++) {
            long gap = gaps.next(rate);
            assertTrue(gap >= 0 && gap <= GapGenerator.NEVER, rate + ": " + gap);
        }
    }

    /** A geometric gap has mean (1 - p) / p and variance (1 - p) / p²; seeds are fixed, so this cannot be flaky. */
    @ParameterizedTest
    @CsvSource({"0.9, 1", "0.5, 2", "0.1, 3", "0.01, 4", "0.001, 5", "1e-9, 6"})
    void shouldSkipAsManyAsTheRateSaysOnAverage(double rate, long seed) {
        GapGenerator gaps = new GapGenerator(seed);
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            sum += gaps.next(rate);
        }
        double mean = (1 - rate) / rate;
        double sigma = Math.sqrt((1 - rate) / (rate * rate) / DRAWS);
        assertEquals(mean, sum / DRAWS, 4 * sigma);
    }

    /** Chi-square over P(gap = k) = p (1 - p)^k. */
    @ParameterizedTest
    @CsvSource({"0.9, 11", "0.5, 12", "0.25, 13", "0.05, 14"})
    void shouldDistributeGapsGeometrically(double rate, long seed) {
        GapGenerator gaps = new GapGenerator(seed);
        // As many cells as expect ten draws or more; the tail is one more.
        int cells = (int) (Math.log(10.0 / (DRAWS * rate)) / Math.log1p(-rate));
        long[] counts = new long[cells + 1];
        for (int i = 0; i < DRAWS; i++) {
            counts[(int) Math.min(gaps.next(rate), cells)]++;
        }
        double chiSquare = 0;
        double tail = 1;
        for (int k = 0; k <= cells; k++) {
            double probability = k < cells ? rate * Math.pow(1 - rate, k) : tail;
            tail -= probability;
            double expected = DRAWS * probability;
            chiSquare += (counts[k] - expected) * (counts[k] - expected) / expected;
        }
        // Mean is the degrees of freedom, variance twice that; 4.5 sigma is one in a hundred thousand.
        assertTrue(chiSquare < cells + 4.5 * Math.sqrt(2.0 * cells), "chi-square " + chiSquare + " of " + cells);
    }

    @Test
    void shouldKeepIndependently() {
        // The lag-1 correlation of independent gaps is 0 with deviation 1 / sqrt(n).
        GapGenerator gaps = new GapGenerator(21);
        double rate = 0.2;
        double mean = (1 - rate) / rate;
        double covariance = 0;
        double last = gaps.next(rate) - mean;
        for (int i = 0; i < DRAWS; i++) {
            double next = gaps.next(rate) - mean;
            covariance += last * next;
            last = next;
        }
        double correlation = covariance / DRAWS / ((1 - rate) / (rate * rate));
        assertEquals(0, correlation, 4 / Math.sqrt(DRAWS));
    }

    @Test
    void shouldRepeatWithASeedAndDifferWithItsNeighbour() {
        GapGenerator one = new GapGenerator(7);
        GapGenerator same = new GapGenerator(7);
        GapGenerator other = new GapGenerator(8);
        int equal = 0;
        for (int i = 0; i < 1_000; i++) {
            long gap = one.next(1e-6);
            assertEquals(gap, same.next(1e-6));
            equal += gap == other.next(1e-6) ? 1 : 0;
        }
        assertNotEquals(1_000, equal);
        assertTrue(equal < 5, equal + " equal gaps");
    }
}
