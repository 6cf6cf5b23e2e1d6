// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void shouldGiveTimesTheUnitThatSuitsThem() {
        assertEquals("0 ns", Figures.time(0));
        assertEquals("0.31 ns", Figures.time(0.31));
        assertEquals("29.2 ns", Figures.time(29.23));
        assertEquals("999 ns", Figures.time(999.4));
        assertEquals("1 µs", Figures.time(999.6));
        assertEquals("52.5 µs", Figures.time(52_499));
        assertEquals("100 ms", Figures.time(1e8));
        assertEquals("1.5 s", Figures.time(1.5e9));
        assertEquals("–", Figures.time(Double.NaN));
    }

    @Test
    void shouldLeaveOutDecimalsOfLargeNumbers() {
        assertEquals("999.00", Figures.number(999));
        assertEquals("1,234", Figures.number(1_234.4));
    }

    @Test
    void shouldNotWriteMarginsThatAreNotKnown() {
        assertEquals("3.00 ± 0.50", Figures.withMargin(3, 0.5));
        assertEquals("3.00", Figures.withMargin(3, Double.NaN));
    }
}
