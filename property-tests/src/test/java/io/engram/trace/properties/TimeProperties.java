// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.Collector;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.clock.EpochConverter;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Times under clocks that jitter, jump and go back. */
class TimeProperties {
    private static final long EPOCH = 1_700_000_000_000_000_000L;

    /** A clock whose reading takes a random time, and whose wall clock can be set. */
    private static final class JitteryClock implements TraceClock {
        private final Random random;
        private final int jitter;
        private long now;
        private long wall = EPOCH;

        JitteryClock(long seed, int jitter) {
            random = new Random(seed);
            this.jitter = jitter;
        }

        @Override
        public synchronized long ticks() {
            now += random.nextInt(jitter + 1);
            long read = now;
            now += random.nextInt(jitter + 1);
            return read;
        }

        @Override
        public synchronized long epochNanos() {
            now += random.nextInt(jitter + 1);
            long read = now + wall;
            now += random.nextInt(jitter + 1);
            return read;
        }

        synchronized void advance(long nanos) {
            now += nanos;
        }

        synchronized void stepWall(long nanos) {
            wall += nanos;
        }

        synchronized long epochNanosOf(long ticks) {
            return ticks + wall;
        }
    }

    @Property(tries = 1_000)
    void shouldErrByHalfABracketAtMost(@ForAll long seed, @ForAll("jitters") int jitter,
            @ForAll @LongRange(min = -1_000_000_000, max = 1_000_000_000) long distance) {
        JitteryClock clock = new JitteryClock(seed, jitter);
        EpochConverter converter = new EpochConverter(clock);
        // Between the two readings of a bracket pass at most four jitters.
        long error = converter.toEpochNanos(distance) - clock.epochNanosOf(distance);
        assertTrue(Math.abs(error) <= 2L * jitter + 1, "error " + error + " at jitter " + jitter);
    }

    @Property(tries = 1_000)
    void shouldKeepTheOrderOfTicksBetweenAnchors(@ForAll long seed, @ForAll("jitters") int jitter, @ForAll int a,
            @ForAll int b) {
        EpochConverter converter = new EpochConverter(new JitteryClock(seed, jitter));
        assertEquals((long) a - b, converter.toEpochNanos(a) - converter.toEpochNanos(b));
    }

    /** What happens to the tracer: an event, time that passes, a wall clock that is set, a flush. */
    private record Step(char what, long nanos) {
    }

    @Property(tries = 100)
    void shouldNeverGoBackWithinAThread(@ForAll("steps") List<Step> steps, @ForAll long seed,
            @ForAll("jitters") int jitter) {
        JitteryClock clock = new JitteryClock(seed, jitter);
        Received received = new Received();
        long highest = EPOCH;
        int traced = 0;
        try (CognitiveTracer tracer = CognitiveTracer.start(TracingConfig.disabled().toBuilder()
                .enable(EventType.PRIMING, 1.0).ringCapacity(1_000).build(), Collector.exportingTo(received), clock)) {
            for (Step step : steps) {
                switch (step.what) {
                    case 'e' -> tracer.tracePriming(PrimingType.SEMANTIC, 0, traced++, 0);
                    case 't' -> clock.advance(step.nanos);
                    case 'w' -> clock.stepWall(step.nanos);
                    default -> assertTrue(tracer.flush(Duration.ofMinutes(1)).complete());
                }
                highest = Math.max(highest, clock.epochNanosOf(clock.ticks()));
            }
        }
        List<CognitiveEvent> events = received.events().stream()
                .sorted((a, b) -> Long.compare(a.position(), b.position())).toList();
        assertEquals(traced, events.size());
        long last = Long.MIN_VALUE;
        for (int i = 0; i < traced; i++) {
            CognitiveEvent event = events.get(i);
            assertEquals(i, ((PrimingEvent) event).sourceNode());
            assertTrue(event.timeUnixNano() >= last, "event " + i + " goes back by " + (last - event.timeUnixNano()));
            last = event.timeUnixNano();
        }
        // Nor does it run ahead of the latest time that any clock ever told, but for jitter and steps forward.
        assertTrue(last <= highest + stepsForward(steps) + 2L * jitter + 1);
        // What was exported in time order stays so within each batch and thread.
        assertEquals(events.stream().map(CognitiveEvent::position).toList(),
                received.events().stream().map(CognitiveEvent::position).toList());
    }

    private static long stepsForward(List<Step> steps) {
        return steps.stream().filter(step -> step.what == 'w').mapToLong(step -> Math.abs(step.nanos)).sum();
    }

    @Property(tries = 100)
    void shouldBeExactWhileTheWallClockIsLeftAlone(@ForAll("quietSteps") List<Step> steps, @ForAll long seed,
            @ForAll("jitters") int jitter) {
        JitteryClock clock = new JitteryClock(seed, jitter);
        Received received = new Received();
        List<long[]> bounds = new ArrayList<>();
        try (CognitiveTracer tracer = CognitiveTracer.start(TracingConfig.disabled().toBuilder()
                .enable(EventType.PRIMING, 1.0).ringCapacity(1_000).build(), Collector.exportingTo(received), clock)) {
            for (Step step : steps) {
                switch (step.what) {
                    case 'e' -> {
                        long before = clock.epochNanosOf(clock.ticks());
                        tracer.tracePriming(PrimingType.SEMANTIC, 0, bounds.size(), 0);
                        bounds.add(new long[] {before, clock.epochNanosOf(clock.ticks())});
                    }
                    case 't' -> clock.advance(step.nanos);
                    default -> assertTrue(tracer.flush(Duration.ofMinutes(1)).complete());
                }
            }
        }
        assertEquals(bounds.size(), received.events().size());
        for (CognitiveEvent event : received.events()) {
            long[] bound = bounds.get((int) ((PrimingEvent) event).sourceNode());
            long error = 2L * jitter + 1;
            // Up, the clamp may carry the error of an earlier anchor; it is bounded the same.
            assertTrue(event.timeUnixNano() >= bound[0] - error && event.timeUnixNano() <= bound[1] + error,
                    event.timeUnixNano() + " is not within " + bound[0] + " to " + bound[1] + " +- " + error);
        }
    }

    @Provide
    Arbitrary<Integer> jitters() {
        return Arbitraries.of(0, 1, 10, 100, 10_000);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> nanos = Arbitraries.longs().between(-Duration.ofHours(2).toNanos(), Duration.ofHours(2).toNanos());
        return step(Arbitraries.of('e', 'e', 'e', 't', 'w', 'f'), nanos).list().ofMinSize(1).ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<Step>> quietSteps() {
        return step(Arbitraries.of('e', 'e', 'e', 't', 'f'), Arbitraries.longs().between(0, 1_000_000_000L)).list()
                .ofMinSize(1).ofMaxSize(60);
    }

    private static Arbitrary<Step> step(Arbitrary<Character> what, Arbitrary<Long> nanos) {
        // Ticks never go back, whatever the wall clock does.
        return Combinators.combine(what, nanos).as((w, n) -> new Step(w, w == 't' ? Math.abs(n) : n));
    }
}
