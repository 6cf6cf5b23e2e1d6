// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.Collector;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.TypeStats;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sampling through the whole tracer. Six sigma let one run of millions fail by chance. */
class SamplingProperties {
    private static final int CALLS = 50_000;
    private static final double SIGMAS = 6;

    private static TraceClock seeded(long seed) {
        return new TraceClock() {
            private long ticks = seed;

            @Override
            public synchronized long ticks() {
                return ticks++;
            }

            @Override
            public synchronized long epochNanos() {
                return ticks++;
            }
        };
    }

    private static void trace(CognitiveTracer tracer, int calls) {
        for (int i = 0; i < calls; i++) {
            tracer.tracePriming(PrimingType.SEMANTIC, 0, i, 0);
        }
    }

    private static CognitiveTracer start(double rate, long seed, Received received) {
        return CognitiveTracer.start(TracingConfig.disabled().toBuilder().enable(EventType.PRIMING, rate)
                .ringCapacity(CALLS).build(), Collector.exportingTo(received), seeded(seed));
    }

    @Property(tries = 60)
    void shouldKeepTheShareThatTheRateSays(@ForAll("rates") double rate, @ForAll("seeds") long seed) {
        Received received = new Received();
        try (CognitiveTracer tracer = start(rate, seed, received)) {
            trace(tracer, CALLS);
            tracer.tracePriming(null, 0, 0, 0);
            assertTrue(tracer.flush(Duration.ofMinutes(1)).complete());
            TypeStats stats = tracer.stats().of(EventType.PRIMING);
            assertEquals(CALLS + 1, stats.observed());
            assertEquals(CALLS + 1, stats.recorded() + stats.sampledOut() + stats.rejectedTotal());
            assertEquals(1, stats.rejectedTotal());
            assertEquals(stats.recorded(), received.events().size());
            assertTrue(tracer.stats().isBalanced());
            assertWithin(stats.recorded(), CALLS, rate);
        }
    }

    @Property(tries = 40)
    void shouldGoByEachRateFromTheNextEventOn(@ForAll("rateLists") List<Double> rates, @ForAll("seeds") long seed) {
        Received received = new Received();
        int calls = 2_000;
        try (CognitiveTracer tracer = start(1.0, seed, received)) {
            long before = 0;
            for (double rate : rates) {
                tracer.setSampleRate(EventType.PRIMING, rate);
                trace(tracer, calls);
                TypeStats stats = tracer.stats().of(EventType.PRIMING);
                assertWithin(stats.recorded() - before, calls, rate);
                before = stats.recorded();
                // Between two changes a drain: a ring remembers two rates.
                tracer.flush(Duration.ofMinutes(1));
                assertEquals(before, received.events().size());
            }
            TypeStats stats = tracer.stats().of(EventType.PRIMING);
            assertEquals((long) calls * rates.size(), stats.observed());
            assertEquals(stats.observed(), stats.recorded() + stats.sampledOut());
            assertTrue(tracer.stats().isBalanced());
        }
        // The exported rates are those that were set, in their order.
        List<Double> seen = received.events().stream().map(CognitiveEvent::sampleRate).toList();
        int at = 0;
        for (double rate : seen) {
            while (rates.get(at) != rate) {
                at++;
            }
        }
    }

    private static void assertWithin(long kept, int calls, double rate) {
        double expected = calls * rate;
        double sigma = Math.sqrt(calls * rate * (1 - rate));
        // Three events more, so that rates of next to nothing are not judged by a normal distribution.
        assertTrue(Math.abs(kept - expected) <= SIGMAS * sigma + (rate == 0 || rate == 1 ? 0 : 3),
                kept + " of " + calls + " at rate " + rate + ", expected " + expected + " +- " + sigma);
    }

    @Provide
    Arbitrary<Double> rates() {
        return Arbitraries.oneOf(Arbitraries.of(0.0, 1.0, 0.5, 0.01, 1e-9),
                Arbitraries.doubles().between(0, 1), Arbitraries.doubles().between(0.001, 0.02).ofScale(6));
    }

    @Provide
    Arbitrary<List<Double>> rateLists() {
        return rates().list().ofMinSize(1).ofMaxSize(8);
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs().between(0, 1L << 40);
    }
}
