// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultFileTest {
    @Test
    void shouldReadWhatABenchmarkCounted() throws IOException {
        Result ring = StoredRun.withPeers().results().average("agronaRing").orElseThrow();
        assertEquals(Map.of("offered", 8_000.0, "taken", 6_000.0), ring.counters());
        assertEquals(0.75, ring.takenShare());
        assertEquals(0.002, ring.bytesPerOp());
    }

    @Test
    void shouldTellBytesPerEvent() throws IOException {
        assertEquals(190, StoredRun.withPeers().results().average("otlp ids=random").orElseThrow().bytesPerEvent());
    }

    @Test
    void shouldTakeCurvesFromTheSamplesOfAllForks() throws IOException {
        Map<Double, Double> curve = StoredRun.withPeers().results().sample("priming").orElseThrow().percentiles();
        assertEquals(30, curve.get(50.0));
        assertEquals(40, curve.get(60.0));
        assertEquals(70, curve.get(97.5));
        assertEquals(200, curve.get(99.5));
        assertEquals(3_000, curve.get(99.95));
    }

    @Test
    void shouldTellThreadsApart() throws IOException {
        Results results = StoredRun.withPeers().results();
        assertEquals(List.of(1, 2), results.threads());
        assertEquals(30, results.with(1).average("priming").orElseThrow().score());
        assertEquals(60, results.with(2).average("priming").orElseThrow().score());
    }

    @Test
    void shouldNameOnlyOtherClocksThanTheUsualOne() throws IOException {
        List<String> names = StoredRun.withPeers().results().benchmarks();
        assertTrue(names.containsAll(List.of("priming", "priming clock=OTHER")), names.toString());
    }
}
