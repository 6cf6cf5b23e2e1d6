// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private static final double CLOSE = 1e-9;

    @Test
    void shouldPlaceEqualFactorsAtEqualDistances() {
        Scale scale = Scale.logarithmic(20, 7_000, 0, 300);
        assertEquals(List.of(10.0, 100.0, 1_000.0, 10_000.0), scale.ticks());
        assertEquals(100, scale.at(100), CLOSE);
        assertEquals(200, scale.at(1_000), CLOSE);
    }

    @Test
    void shouldBeginAtZeroWhenLinear() {
        Scale scale = Scale.linear(50, 10, 61);
        assertEquals(10, scale.at(0), CLOSE);
        assertEquals(60, scale.at(50), CLOSE);
        assertEquals(List.of(0.0, 10.0, 20.0, 30.0, 40.0, 50.0), scale.ticks());
    }

    @Test
    void shouldKeepWhatIsOutsideOnTheLine() {
        Scale scale = Scale.logarithmic(10, 100, 0, 100);
        assertEquals(0, scale.at(0), CLOSE);
        assertEquals(100, scale.at(1e9), CLOSE);
    }

    @Test
    void shouldHaveRoomForASingleValue() {
        assertEquals(List.of(10.0, 100.0), Scale.logarithmic(10, 10, 0, 1).ticks());
    }
}
