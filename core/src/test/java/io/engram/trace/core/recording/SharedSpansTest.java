// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.ActiveSpan;
import io.engram.trace.core.spi.SpanSource;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import io.engram.trace.memlayout.ring.SharedRingReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Spans of threads without a ring of their own, which here are virtual ones. */
@Timeout(60)
class SharedSpansTest {
    private static final int RING_CAPACITY = 10_000;
    private static final ActiveSpan A = new ActiveSpan(1, 2, 3, 1);
    private static final ActiveSpan B = new ActiveSpan(Long.MIN_VALUE, 0, -1, 0xFF);

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Recorder> recorder = new AtomicReference<>();
    private final CognitiveTracer tracer = CognitiveTracer.start(
            TracingConfig.development().toBuilder().traceFile(false).ringCapacity(RING_CAPACITY).build(),
            (source, config) -> {
                recorder.set((Recorder) source);
                return null;
            });

    @AfterEach
    void close() {
        tracer.close(Duration.ZERO);
    }

    /** What a source answers; it counts how often it is asked. */
    private interface Answer {
        ActiveSpan get();
    }

    private void follow(Answer answer) {
        recorder.get().follow(new SpanSource() {
            @Override
            public ActiveSpan current() {
                asked.incrementAndGet();
                return answer.get();
            }

            @Override
            public Runnable watch(Runnable listener) {
                return () -> { };
            }
        });
    }

    private void traceInVirtualThread(int from, int to) throws InterruptedException {
        Thread.ofVirtual().start(() -> {
            for (int i = from; i < to; i++) {
                trace(i);
            }
        }).join();
    }

    // All types in turn.
    private void trace(int number) {
        switch (EventType.ofCode(number % RecordLayout.EVENT_TYPES)) {
            case PRIMING -> tracer.tracePriming(number, PrimingType.SEMANTIC, 1, 0, 0);
            case INTERFERENCE -> tracer.traceInterference(number, InterferenceType.FAN, 1, 1);
            case RECONSOLIDATION -> tracer.traceReconsolidation(number, 1, 1, 1, 1, 1);
            case FALSE_MEMORY -> tracer.traceFalseMemory(number, 1, 1, new long[0], 0);
        }
    }

    /** The span of each event in the shared rings, null for none, by the event's number. */
    private Map<Long, ActiveSpan> spans() {
        Map<Long, ActiveSpan> found = new TreeMap<>();
        MemorySegment scratch = Arena.ofAuto().allocate(RING_CAPACITY * RecordLayout.RECORD_BYTES, Long.BYTES);
        MemorySegment origins = MemorySegment.ofArray(new long[2 * RING_CAPACITY]);
        MemorySegment spans = MemorySegment.ofArray(new long[3 * RING_CAPACITY]);
        for (TraceRing ring : recorder.get().rings()) {
            if (ring.isShared()) {
                int count = new SharedRingReader(ring.memory()).read(scratch, origins, spans, RING_CAPACITY);
                for (int i = 0; i < count; i++) {
                    found.put(RecordLayout.correlationId(scratch, i * RecordLayout.RECORD_BYTES),
                            SharedRingLayout.hasSpan(origins, i) ? span(origins, spans, i) : null);
                }
            }
        }
        return found;
    }

    private static ActiveSpan span(MemorySegment origins, MemorySegment spans, int i) {
        return new ActiveSpan(SharedRingLayout.traceIdHigh(spans, i), SharedRingLayout.traceIdLow(spans, i),
                SharedRingLayout.spanId(spans, i), SharedRingLayout.traceFlags(origins, i));
    }

    @Test
    void shouldRecordTheSpanOfEachEvent() throws InterruptedException {
        ActiveSpan[] turns = {A, null, B, A, B, null, null};
        AtomicInteger turn = new AtomicInteger();
        follow(() -> turns[turn.getAndIncrement() % turns.length]);
        // More than a slot is written twice.
        int events = 3 * RING_CAPACITY;
        traceInVirtualThread(0, events);
        Map<Long, ActiveSpan> spans = spans();
        assertTrue(spans.size() > RING_CAPACITY / 2);
        spans.forEach((number, span) -> assertEquals(turns[(int) (number % turns.length)], span, "event " + number));
        assertEquals(events, asked.get());
    }

    /** The call stands still in the source until its type is off and the tracer closed: it must not write any more. */
    @Test
    void shouldNotRecordWhatWasSwitchedOffAndClosedMeanwhile() throws InterruptedException {
        AtomicReference<MemorySegment> ring = new AtomicReference<>();
        AtomicInteger number = new AtomicInteger();
        follow(() -> {
            if (number.getAndIncrement() == 1) {
                ring.set(recorder.get().rings().stream().filter(TraceRing::isShared)
                        .filter(one -> RingLayout.headAcquire(one.memory()) > 0).findFirst().orElseThrow().memory());
                tracer.setEnabled(EventType.PRIMING, false);
                tracer.close(Duration.ZERO);
            }
            return A;
        });
        Thread.ofVirtual().start(() -> {
            tracer.tracePriming(1, PrimingType.SEMANTIC, 1, 0, 0);
            tracer.tracePriming(2, PrimingType.SEMANTIC, 1, 0, 0);
        }).join();
        assertEquals(2, number.get());
        TypeStats stats = tracer.stats().of(EventType.PRIMING);
        assertEquals(1, stats.observed(), "a type that is off is not counted");
        assertEquals(1, stats.recorded());
        long record = RingLayout.slotOffset(1, RING_CAPACITY);
        assertEquals(0, RecordLayout.correlationId(ring.get(), record), "the second slot was not written");
    }

    @Test
    void shouldRecordWithoutASpanWhereTheSourceFails() throws InterruptedException {
        Throwable[] failures = {new IllegalStateException(), new LinkageError(), new AssertionError(),
            new StackOverflowError(), new OutOfMemoryError(), new InterruptedException()};
        AtomicInteger turn = new AtomicInteger();
        follow(() -> {
            int number = turn.getAndIncrement();
            if (number == 0) {
                return A;
            }
            throw SharedSpansTest.<RuntimeException>unchecked(failures[number % failures.length]);
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            for (int i = 0; i <= 2 * failures.length; i++) {
                trace(i);
            }
        });
        thread.setUncaughtExceptionHandler((its, failure) -> thrown.set(failure));
        thread.start();
        thread.join();
        assertEquals(null, thrown.get());
        Map<Long, ActiveSpan> expected = new TreeMap<>();
        for (long number = 0; number <= 2 * failures.length; number++) {
            expected.put(number, number == 0 ? A : null);
        }
        assertEquals(expected, spans());
    }

    // Whatever it is.
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void shouldAskOnlyForEventsThatAreKept() throws InterruptedException {
        follow(() -> A);
        for (EventType type : EventType.values()) {
            tracer.setSampleRate(type, 0.5);
        }
        int events = 5_000;
        traceInVirtualThread(0, events);
        int recorded = (int) tracer.stats().total(TypeStats::recorded);
        assertTrue(recorded > 0 && recorded < events, "so many " + recorded);
        assertEquals(recorded, asked.get());
        assertEquals(recorded, spans().size());
        spans().forEach((number, span) -> assertEquals(A, span, "event " + number));
        tracer.setEnabled(EventType.PRIMING, false);
        traceInVirtualThread(0, 1);
        tracer.close(Duration.ZERO);
        traceInVirtualThread(0, 8);
        assertEquals(recorded, asked.get());
    }

    /** Nobody waits for a source that does not return, and it keeps no place. */
    @Test
    void shouldCloseWhileAThreadStandsStillInTheSource() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        follow(() -> {
            reached.countDown();
            while (true) {
                try {
                    goOn.await();
                    return A;
                } catch (InterruptedException e) {
                    // Not meant for it.
                }
            }
        });
        Thread thread = Thread.ofVirtual().start(() -> trace(0));
        reached.await();
        assertTrue(tracer.close(Duration.ZERO).complete());
        assertTrue(tracer.stats().isBalanced());
        goOn.countDown();
        thread.join();
        TypeStats stats = tracer.stats().of(EventType.PRIMING);
        assertEquals(0, stats.recorded());
        assertEquals(1, stats.rejected().get(RejectReason.CLOSED));
        assertTrue(tracer.stats().isBalanced());
    }

    @Test
    void shouldKeepMoreEventsWhereNobodyKnowsOfSpans() throws InterruptedException {
        traceInVirtualThread(0, 1);
        for (TraceRing ring : recorder.get().rings()) {
            assertEquals(SharedRingLayout.WITHOUT_SPANS, SharedRingLayout.kind(ring.memory()));
            assertEquals(RING_CAPACITY * 64 / 88, RingLayout.capacity(ring.memory()));
            assertFalse(ring.isOrphaned());
        }
        assertEquals(1, spans().size());
    }

    @Test
    void shouldKeepSpansInTheSameMemory() throws InterruptedException {
        follow(() -> A);
        traceInVirtualThread(0, 1);
        for (TraceRing ring : recorder.get().rings()) {
            assertEquals(SharedRingLayout.WITH_SPANS, SharedRingLayout.kind(ring.memory()));
            assertEquals(RING_CAPACITY * 64 / 112, RingLayout.capacity(ring.memory()));
        }
        assertEquals(Map.of(0L, A), spans());
    }
}
