// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoWorkloadTest {

    private static final DrmLists LISTS = DrmLists.load();

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "1,3", "7,3", "1001,1", "9973,3", "10000,4", "12345,7"})
    void shouldTraceExactlyTheRequestedNumberOfEvents(final long events, final int threads) throws Exception {
        final var sink = new RecordingSink();
        final DemoOutcome outcome = new DemoWorkload(sink, LISTS, threads, events, 1).run((done, total) -> { });
        assertEquals(events, sink.events().size());
        assertEquals(events, outcome.events());
        assertEquals(sink.events(RecordingSink.Priming.class).size(), outcome.primings());
        assertEquals(sink.events(RecordingSink.Interference.class).size(), outcome.interferences());
        assertEquals(sink.events(RecordingSink.Reconsolidation.class).size(), outcome.reconsolidations());
        assertEquals(sink.events(RecordingSink.FalseMemory.class).size(), outcome.falseMemories());
    }

    @Test
    void shouldRepresentEveryTypeWell() throws Exception {
        final DemoOutcome outcome = new DemoWorkload(new NullSink(), LISTS, 4, 100_000, 42).run((done, total) -> { });
        for (final long count : new long[] {
            outcome.primings(), outcome.interferences(), outcome.reconsolidations(), outcome.falseMemories()}) {
            assertTrue(count >= 0.03 * outcome.events(), outcome.toString());
        }
    }

    @Test
    void shouldComeCloseToThePublishedMeansInAShortRun() throws Exception {
        final DemoOutcome outcome = new DemoWorkload(new NullSink(), LISTS, 4, 100_000, 42).run((done, total) -> { });
        assertEquals(outcome.publishedFalseRecallRate(), outcome.falseRecallRate(), 0.06);
        assertEquals(outcome.publishedFalseRecognitionRate(), outcome.falseRecognitionRate(), 0.06);
        assertEquals(outcome.publishedVeridicalRecallRate(), outcome.veridicalRecallRate(), 0.06);
    }

    @Test
    void shouldRepeatEveryThreadsEventsForTheSameSeed() throws Exception {
        assertEquals(eventsByWorker(3, 5_000, 8), eventsByWorker(3, 5_000, 8));
    }

    @Test
    void shouldReportProgressOnTheCallingThreadAndEndAtTheTotal() throws Exception {
        final List<Long> seen = new ArrayList<>();
        final Thread caller = Thread.currentThread();
        new DemoWorkload(new NullSink(), LISTS, 2, 2_000_000, 5).run((done, total) -> {
            assertSame(caller, Thread.currentThread());
            assertEquals(2_000_000, total);
            seen.add(done);
        });
        assertEquals(2_000_000, seen.getLast());
        assertEquals(seen.stream().sorted().toList(), seen, "never backwards");
    }

    @Test
    void shouldHandAWorkersFailureToTheCaller() {
        final var failure = new IllegalArgumentException("broken sink");
        final TraceSink broken = new FailingSink(failure);
        final var e = assertThrows(
            IllegalStateException.class,
            () -> new DemoWorkload(broken, LISTS, 3, 10_000, 1).run((done, total) -> { }));
        assertSame(failure, e.getCause());
    }

    @Test
    void shouldStopItsWorkersWhenInterrupted() throws Exception {
        final var running = new CountDownLatch(1);
        final var thrown = new AtomicReference<Throwable>();
        final Thread runner = Thread.ofPlatform().start(() -> {
            try {
                new DemoWorkload(new NullSink(), LISTS, 2, Long.MAX_VALUE, 1)
                    .run((done, total) -> running.countDown());
            } catch (final InterruptedException | RuntimeException e) {
                thrown.set(e);
            }
        });
        running.await();
        runner.interrupt();
        runner.join();
        assertSame(InterruptedException.class, thrown.get().getClass());
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().startsWith("engram-demo-")));
    }

    @Test
    void shouldRefuseImpossibleRequests() {
        assertThrows(IllegalArgumentException.class, () -> new DemoWorkload(new NullSink(), LISTS, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new DemoWorkload(new NullSink(), LISTS, 1, -1, 1));
    }

    private static Map<Long, List<RecordingSink.Event>> eventsByWorker(
        final int threads, final long events, final long seed) throws InterruptedException {
        final var sink = new RecordingSink();
        new DemoWorkload(sink, LISTS, threads, events, seed).run((done, total) -> { });
        final Map<Long, List<RecordingSink.Event>> byWorker = new HashMap<>();
        for (final RecordingSink.Event event : sink.events()) {
            byWorker.computeIfAbsent(event.correlationId() >>> 40, worker -> new ArrayList<>()).add(event);
        }
        assertEquals(threads, byWorker.size());
        return byWorker;
    }

    /** Fails at the first priming. */
    private record FailingSink(RuntimeException failure) implements TraceSink {

        @Override
        public void priming(
            final long correlationId, final PrimingType type, final float strength, final long source,
            final long target) {
            throw failure;
        }

        @Override
        public void interference(
            final long correlationId, final InterferenceType type, final float magnitude,
            final long target, final long[] competing, final int length) {
        }

        @Override
        public void reconsolidation(
            final long correlationId, final long node, final float windowPosition, final int modificationCount,
            final long modifiedFields, final float plasticity) {
        }

        @Override
        public void falseMemory(
            final long correlationId, final long lure, final float confidence, final long[] sources,
            final int length) {
        }
    }
}
