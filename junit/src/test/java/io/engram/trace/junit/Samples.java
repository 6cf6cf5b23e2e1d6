// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.stats.RejectReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that other tests run. */
final class Samples {
    private Samples() {
    }

    private static void trace(CognitiveTracer tracer) {
        Thread.currentThread().setName("main");
        tracer.tracePriming(PrimingType.SEMANTIC, 0.5f, 1, 2);
        tracer.traceInterference(7, InterferenceType.FAN, 0.25f, 3, new long[] {4, 5, 6, 7}, 4);
        tracer.traceReconsolidation(8, 0.5f, 2, 5, 1);
        tracer.traceFalseMemory(-1, 0.75f, new long[] {9}, 1);
        tracer.tracePriming(PrimingType.REPETITION, 1, 2, 3);
    }

    /** All pass. */
    @TraceCognition
    static class Passing {
        static final List<CognitiveTracer> TRACERS = new CopyOnWriteArrayList<>();

        @BeforeEach
        void before(CognitiveTracer tracer, RecordedEvents events) {
            TRACERS.add(tracer);
            events.isEmpty();
            tracer.tracePriming(PrimingType.ASSOCIATIVE, 1, 100, 200);
        }

        @AfterEach
        void after(RecordedEvents events) {
            events.hasPriming(100, 200);
        }

        @Test
        void recordsAll(CognitiveTracer tracer, RecordedEvents events) {
            assertSame(TRACERS.getLast(), tracer);
            trace(tracer);
            events.all().hasSize(6);
            events.ofType(EventType.PRIMING).hasSize(3).hasPriming(1, 2).hasPriming(2, 3);
            events.primings().hasSize(3).where(event -> event.strength() < 1).hasSize(1);
            assertEquals(List.of(4L, 5L, 6L), List.of(events.interferences().single().competingNodes().get(0),
                    events.interferences().single().competingNodes().get(1),
                    events.interferences().single().competingNodes().get(2)));
            assertEquals(8, events.reconsolidations().single().node());
            events.falseMemories().has(EventMatch.falseMemory(-1));
            events.all().correlatedBy(7).exactlyInOrder(EventMatch.interference(3));
            events.inOrder(EventMatch.priming(1, 2), EventMatch.reconsolidation(8), EventMatch.priming(2, 3));
            events.all().exactlyInOrder(EventMatch.priming(100, 200), EventMatch.priming(1, 2),
                    EventMatch.interference(3).correlatedBy(7), EventMatch.reconsolidation(8),
                    EventMatch.falseMemory(-1), EventMatch.ofType(EventType.PRIMING));
            events.all().hasNo(EventMatch.priming(2, 1));
        }

        @RepeatedTest(3)
        void beginsAnew(RecordedEvents events) {
            events.all().hasSize(1);
        }

        @Test
        @TraceCognition(types = EventType.PRIMING, sampleRate = 1, ringCapacity = 10)
        void tracesWhatTheMethodSays(CognitiveTracer tracer, RecordedEvents events) {
            trace(tracer);
            events.all().hasSize(3);
            assertEquals(0, tracer.stats().of(EventType.FALSE_MEMORY).observed());
        }

        @Test
        @TraceCognition(sampleRate = 0)
        void losesNothingByNotSampling(CognitiveTracer tracer, RecordedEvents events) {
            tracer.setSampleRate(EventType.PRIMING, 1);
            tracer.tracePriming(PrimingType.SEMANTIC, 1, 100, 200);
            tracer.traceReconsolidation(8, 0.5f, 2, 5, 1);
            events.all().hasSize(1);
        }

        @Test
        @TraceCognition(allowLoss = true)
        void losesWhatItMay(CognitiveTracer tracer) {
            tracer.tracePriming(null, 1, 1, 2);
            assertEquals(1, tracer.stats().of(EventType.PRIMING).rejected().get(RejectReason.INVALID_ARGUMENT));
        }

        @Test
        void waitsForOtherThreads(CognitiveTracer tracer, RecordedEvents events) throws InterruptedException {
            Thread other = new Thread(() -> {
                for (int i = 0; i < 1_000; i++) {
                    tracer.tracePriming(PrimingType.SEMANTIC, 1, i, i + 1);
                }
            });
            other.start();
            events.await(EventMatch.priming(999, 1_000)).hasSize(1_001);
            other.join();
        }

        @Nested
        class Within {
            @Test
            void hasItToo(RecordedEvents events) {
                events.all().hasSize(1).hasPriming(100, 200);
            }
        }

        @Nested
        @TraceCognition(types = EventType.FALSE_MEMORY)
        class WithinOtherwise {
            @Test
            @TraceCognition
            void methodWins(RecordedEvents events) {
                events.all().hasSize(1);
            }
        }
    }

    /** Nested classes of their own; both pass. */
    static class Nesting {
        @Nested
        @TraceCognition(types = EventType.FALSE_MEMORY)
        class Outer {
            @Nested
            class Inner {
                @Test
                void takesTheNearest(CognitiveTracer tracer, RecordedEvents events) {
                    trace(tracer);
                    events.all().hasSize(1).has(EventMatch.falseMemory(-1));
                }
            }

            @Nested
            @TraceCognition(types = EventType.PRIMING)
            class Other {
                @Test
                void takesItsOwn(CognitiveTracer tracer, RecordedEvents events) {
                    trace(tracer);
                    events.all().hasSize(2);
                }
            }
        }
    }

    /** Each meets the other in its middle. */
    @TraceCognition
    static class Parallel {
        static final CyclicBarrier BARRIER = new CyclicBarrier(2);

        private static void meet() throws InterruptedException, BrokenBarrierException, TimeoutException {
            BARRIER.await(60, TimeUnit.SECONDS);
        }

        private static void check(long number, CognitiveTracer tracer, RecordedEvents events) throws Exception {
            meet();
            for (int i = 0; i < 100; i++) {
                tracer.tracePriming(PrimingType.SEMANTIC, 1, number, i);
            }
            meet();
            events.primings().hasSize(100);
            events.primings().where(event -> event.sourceNode() == number).hasSize(100);
        }

        @Test
        void one(CognitiveTracer tracer, RecordedEvents events) throws Exception {
            check(1, tracer, events);
        }

        @Test
        void other(CognitiveTracer tracer, RecordedEvents events) throws Exception {
            check(2, tracer, events);
        }
    }

    /** All fail. */
    @TraceCognition
    static class Failing {
        @BeforeEach
        void before(CognitiveTracer tracer) {
            trace(tracer);
        }

        @Test
        void misses(RecordedEvents events) {
            events.hasPriming(2, 1);
        }

        @Test
        void hasTooMany(RecordedEvents events) {
            events.primings().hasSize(1);
        }

        @Test
        void hasAny(RecordedEvents events) {
            events.falseMemories().isEmpty();
        }

        @Test
        void hasNone(RecordedEvents events) {
            events.all().correlatedBy(99).single();
        }

        @Test
        void isOutOfOrder(RecordedEvents events) {
            events.primings();
            events.ofType(EventType.PRIMING).inOrder(EventMatch.priming(2, 3), EventMatch.priming(1, 2));
        }

        @Test
        void isOther(RecordedEvents events) {
            events.primings().exactlyInOrder(EventMatch.priming(1, 2), EventMatch.priming(3, 2).correlatedBy(4));
        }

        @Test
        void hasWhatItMayNot(RecordedEvents events) {
            events.primings().hasNo(EventMatch.priming(2, 3));
        }

        @Test
        void waitsInVain(RecordedEvents events) throws InterruptedException {
            events.await(EventMatch.interference(9).and("magnitude 1", event -> true), Duration.ofMillis(1));
        }

        @Test
        void hasMany(CognitiveTracer tracer, RecordedEvents events) {
            for (int i = 0; i < 60; i++) {
                tracer.tracePriming(PrimingType.SEMANTIC, 1, i, i);
            }
            events.primings().hasSize(0);
        }

        @Test
        void loses(CognitiveTracer tracer) {
            tracer.tracePriming(null, 1, 1, 2);
        }

        @Test
        void failsAndLoses(CognitiveTracer tracer) {
            tracer.tracePriming(null, 1, 1, 2);
            tracer.traceFalseMemory(1, 1, null, 1);
            throw new IllegalStateException("the test's own");
        }
    }

    /** Nobody says what to trace. */
    @ExtendWith(TraceCognitionExtension.class)
    static class Unannotated {
        @Test
        void cannotBegin() {
            throw new IllegalStateException("ran");
        }
    }

    /** Asks for a tracer before there is one. */
    @TraceCognition
    static class TooEarly {
        TooEarly(CognitiveTracer tracer) {
            throw new IllegalStateException("was given " + tracer);
        }

        @Test
        void cannotBegin() {
            throw new IllegalStateException("ran");
        }
    }
}
