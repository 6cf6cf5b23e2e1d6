// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EventTimesTest {
    private final EventTimes times = new EventTimes();

    @Test
    void shouldGoByTheConverterInWhateverOrderEventsCome() {
        times.begin(ticks -> ticks + 1_000);
        assertEquals(1_050, times.unixNano(50));
        assertEquals(1_010, times.unixNano(10));
        assertEquals(1_060, times.unixNano(60));
        times.begin(ticks -> ticks + 1_007);
        assertEquals(1_022, times.unixNano(15));
        assertEquals(1_068, times.unixNano(61));
    }

    @Test
    void shouldNotGoBackWithTheClock() {
        times.begin(ticks -> ticks + 1_000);
        assertEquals(1_050, times.unixNano(50));
        times.begin(ticks -> ticks + 900);
        assertEquals(1_020, times.unixNano(20), "late, and converted as before");
        assertEquals(1_050, times.unixNano(51));
        assertEquals(1_050, times.unixNano(150), "waits for the clock");
        assertEquals(1_051, times.unixNano(151));
        times.begin(ticks -> ticks + 800);
        assertEquals(1_050, times.unixNano(150), "set back twice");
        assertEquals(1_051, times.unixNano(152));
        assertEquals(1_052, times.unixNano(252));
    }
}
