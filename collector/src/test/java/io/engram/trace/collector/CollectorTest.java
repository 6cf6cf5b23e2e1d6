// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.CollectorFactory;
import io.engram.trace.core.spi.DrainReport;
import io.engram.trace.core.spi.TraceCollector;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CollectorTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeClock clock = new FakeClock();
    private final RecordingExporter exporter = new RecordingExporter();

    private static TracingConfig.Builder config() {
        // With the clock standing still the interval is never over.
        return TracingConfig.development().toBuilder().ringCapacity(1_000);
    }

    private CognitiveTracer start(TracingConfig.Builder config) {
        return CognitiveTracer.start(config.build(), Collector.exportingTo(exporter), clock);
    }

    private static void trace(CognitiveTracer tracer, int count) {
        for (int i = 0; i < count; i++) {
            tracer.tracePriming(PrimingType.SEMANTIC, i, i, i + 1);
        }
    }

    private static List<Long> sources(List<CognitiveEvent> events) {
        return events.stream().map(event -> ((PrimingEvent) event).sourceNode()).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static TypeStats priming(CognitiveTracer tracer) {
        return tracer.stats().of(EventType.PRIMING);
    }

    @Test
    void shouldTellTheAttributesThatItsExportersAdd() {
        EventExporter other = new RecordingExporter() {
            @Override
            public Map<String, String> resource() {
                return Map.of("service.name", "test", "process.pid", "1");
            }
        };
        Map<String, String> told = new TreeMap<>();
        CollectorFactory factory = Collector.exportingTo(exporter, other);
        CognitiveTracer.start(config().build(), (source, config) -> {
            TraceCollector collector = factory.start(source, config);
            told.putAll(collector.resource());
            return collector;
        }, clock).close();
        assertEquals(Map.of("service.name", "test", "process.pid", "1"), told);
    }

    @Test
    void shouldDecodeEveryFieldOfEveryType() {
        clock.advance(77);
        try (CognitiveTracer tracer = start(config())) {
            tracer.tracePriming(-7, PrimingType.REPETITION, Float.NaN, -1, Long.MIN_VALUE);
            tracer.traceInterference(8, InterferenceType.RETROACTIVE, 0.5f, -2, 11, 12);
            tracer.traceReconsolidation(9, -3, 0.25f, 70_000, -4, -0.5f);
            tracer.traceFalseMemory(10, -5, 0.75f, new long[] {21, 22, 23, 24}, 4);
            assertEquals(new DrainReport(true, 0, 0), tracer.flush(LONG));
            TracedThread me = new TracedThread(Thread.currentThread().threadId(), Thread.currentThread().getName());
            long time = FakeClock.EPOCH + 77;
            assertEquals(List.of(
                    new PrimingEvent(time, me, 0, 1.0, -7, PrimingType.REPETITION, Float.NaN, -1, Long.MIN_VALUE),
                    new InterferenceEvent(time, me, 1, 1.0, 8, InterferenceType.RETROACTIVE, 0.5f, -2,
                            NodeIds.of(11, 12), 2),
                    new ReconsolidationEvent(time, me, 2, 1.0, 9, -3, 0.25f, 65_535, -4, -0.5f),
                    new FalseMemoryEvent(time, me, 3, 1.0, 10, -5, NodeIds.of(21, 22, 23), 4, 0.75f)),
                    exporter.events());
        }
    }

    @Test
    void shouldExportABatchAsSoonAsItIsFull() throws InterruptedException {
        try (CognitiveTracer tracer = start(config().exportBatchSize(100))) {
            trace(tracer, 100);
            assertEquals(range(0, 100), sources(exporter.next().events()));
            trace(tracer, 99);
            awaitCollected(tracer, 99);
            assertEquals(List.of("export 100"), exporter.calls());
            tracer.tracePriming(PrimingType.SEMANTIC, 0, 99, 0);
            assertEquals(range(0, 100), sources(exporter.next().events()));
            assertEquals(List.of("export 100", "export 100"), exporter.calls());
        }
    }

    @Test
    void shouldCutLargerAmountsIntoBatches() {
        try (CognitiveTracer tracer = start(config().exportBatchSize(40))) {
            trace(tracer, 100);
            tracer.flush(LONG);
            assertEquals(range(0, 100), sources(exporter.events()));
            List<String> calls = exporter.calls();
            assertEquals(List.of("export 40", "export 40", "export 20", "flush"), calls);
        }
        assertEquals("close", exporter.calls().getLast());
    }

    @Test
    void shouldExportWhatThereIsWhenTheIntervalIsOver() throws InterruptedException {
        try (CognitiveTracer tracer = start(config().exportInterval(Duration.ofSeconds(5)))) {
            trace(tracer, 3);
            clock.advance(Duration.ofSeconds(5).toNanos() - 1);
            trace(tracer, 1);
            awaitCollected(tracer, 4);
            assertEquals(List.of(), exporter.calls());
            clock.advance(1);
            List<CognitiveEvent> events = new ArrayList<>();
            events.addAll(exporter.next().events());
            assertEquals(4, events.size());
            assertEquals(FakeClock.EPOCH, events.getFirst().timeUnixNano());
            assertEquals(FakeClock.EPOCH + 4_999_999_999L, events.getLast().timeUnixNano());
        }
    }

    @Test
    void shouldSortABatchByTimeAcrossThreads() throws InterruptedException {
        int threads = 4;
        int events = 200;
        try (CognitiveTracer tracer = start(config().exportBatchSize(10_000))) {
            Thread[] all = new Thread[threads];
            for (int t = 0; t < threads; t++) {
                int offset = t;
                all[t] = new Thread(() -> {
                    for (int i = 0; i < events; i++) {
                        // The threads' times interleave perfectly whatever order they run in.
                        clock.setOwnTicks((long) i * threads + offset);
                        tracer.tracePriming(PrimingType.SEMANTIC, 0, (long) i * threads + offset, 0);
                    }
                });
                all[t].start();
            }
            for (Thread thread : all) {
                thread.join();
            }
            tracer.flush(LONG);
            assertEquals(1, exporter.batches().size());
            EventBatch batch = exporter.batches().getFirst();
            assertEquals(range(0, (long) threads * events), sources(batch.events()));
            assertEquals(FakeClock.EPOCH + 799, batch.events().getLast().timeUnixNano());
        }
    }

    @Test
    void shouldNotLetTimeGoBackWithinAThread() {
        try (CognitiveTracer tracer = start(config())) {
            clock.advance(1_000_000);
            trace(tracer, 1);
            tracer.flush(LONG);
            clock.setWallBack(3_600_000_000_000L);
            // The collector may have read the clocks just before; what it drains after this, it drains by the new ones.
            tracer.flush(LONG);
            clock.advance(500);
            trace(tracer, 1);
            tracer.flush(LONG);
            clock.setWallBack(-3_600_000_000_000L);
            tracer.flush(LONG);
            clock.advance(500);
            trace(tracer, 1);
            tracer.flush(LONG);
        }
        List<Long> times = exporter.events().stream().map(CognitiveEvent::timeUnixNano).toList();
        assertEquals(List.of(FakeClock.EPOCH + 1_000_000, FakeClock.EPOCH + 1_000_000, FakeClock.EPOCH + 1_001_000),
                times);
    }

    @Test
    void shouldCountAsFilteredWhatTheFilterDoesNotWant() {
        EventFilter filter = new EventFilter(EnumSet.of(EventType.PRIMING, EventType.FALSE_MEMORY),
                FakeClock.EPOCH + 10, FakeClock.EPOCH + 20);
        try (CognitiveTracer tracer = CognitiveTracer.start(config().build(), Collector.exportingTo(filter, exporter),
                clock)) {
            for (int time = 0; time < 30; time++) {
                tracer.tracePriming(PrimingType.SEMANTIC, 0, time, 0);
                tracer.traceReconsolidation(time, 0, 0, 0, 0);
                tracer.traceFalseMemory(time, 0, new long[0], 0);
                clock.advance(1);
            }
            assertTrue(tracer.flush(LONG).complete());
            TracerStats stats = tracer.stats();
            assertEquals(10, stats.of(EventType.PRIMING).exported());
            assertEquals(20, stats.of(EventType.PRIMING).discarded().get(DiscardReason.FILTERED));
            assertEquals(30, stats.of(EventType.RECONSOLIDATION).discarded().get(DiscardReason.FILTERED));
            assertEquals(10, stats.of(EventType.FALSE_MEMORY).exported());
            assertTrue(stats.isBalanced());
        }
        assertEquals(Set.of(EventType.PRIMING, EventType.FALSE_MEMORY),
                Set.copyOf(exporter.events().stream().map(CognitiveEvent::eventType).toList()));
        assertEquals(range(10, 20), exporter.events().stream().map(event -> event.timeUnixNano() - FakeClock.EPOCH)
                .distinct().toList());
    }

    @Test
    void shouldCountAsFilteredWhatHasAnotherCorrelation() {
        EventFilter filter = new EventFilter(EnumSet.allOf(EventType.class), Long.MIN_VALUE, Long.MAX_VALUE,
                Set.of(7L, -1L));
        try (CognitiveTracer tracer = CognitiveTracer.start(config().build(), Collector.exportingTo(filter, exporter),
                clock)) {
            for (long correlationId = -2; correlationId < 10; correlationId++) {
                tracer.tracePriming(correlationId, PrimingType.SEMANTIC, 0, correlationId, 0);
            }
            assertTrue(tracer.flush(LONG).complete());
            assertEquals(10, tracer.stats().of(EventType.PRIMING).discarded().get(DiscardReason.FILTERED));
            assertTrue(tracer.stats().isBalanced());
        }
        assertEquals(List.of(-1L, 7L), exporter.events().stream().map(CognitiveEvent::correlationId).toList());
    }

    @Test
    void shouldFlushAllThatWasRecordedBeforeAndSaySo() {
        try (CognitiveTracer tracer = start(config().ringCapacity(10_000))) {
            for (int round = 1; round <= 20; round++) {
                trace(tracer, 500);
                assertEquals(new DrainReport(true, 0, 0), tracer.flush(LONG));
                assertEquals(500L * round, priming(tracer).exported());
                assertEquals(500 * round, exporter.events().size());
                assertTrue(tracer.stats().isBalanced());
            }
        }
    }

    @Test
    void shouldExportTheRestAndReleaseAllOnClose() {
        CognitiveTracer tracer = start(config());
        trace(tracer, 123);
        assertEquals(new DrainReport(true, 0, 0), tracer.close(LONG));
        assertEquals(range(0, 123), sources(exporter.events()));
        assertEquals(List.of("export 123", "close"), exporter.calls());
        TracerStats stats = tracer.stats();
        assertEquals(123, stats.of(EventType.PRIMING).exported());
        assertEquals(0, stats.memoryBytes());
        assertTrue(stats.isBalanced());
        trace(tracer, 1);
        assertEquals(new DrainReport(true, 0, 0), tracer.close(LONG));
        assertEquals(List.of("export 123", "close"), exporter.calls(), "closed once");
    }

    @Test
    void shouldExportWhatADeadThreadLeftAndGiveItsRingToTheNext() throws InterruptedException {
        try (CognitiveTracer tracer = start(config())) {
            for (int i = 0; i < 50; i++) {
                int id = i;
                Thread thread = new Thread(() -> tracer.tracePriming(PrimingType.SEMANTIC, 0, id, 0), "worker-" + i);
                thread.start();
                thread.join();
                tracer.flush(LONG);
            }
            assertEquals(1, tracer.stats().rings(), "each thread took the ring of the last one");
            assertEquals(50, priming(tracer).exported());
            assertTrue(tracer.stats().isBalanced());
        }
        List<CognitiveEvent> events = exporter.events();
        assertEquals(50, events.size());
        for (CognitiveEvent event : events) {
            assertEquals("worker-" + ((PrimingEvent) event).sourceNode(), event.thread().name());
        }
        assertEquals(List.of(0L), events.stream().map(CognitiveEvent::position).distinct().toList(),
                "each thread counts from its own first event");
    }

    @Test
    void shouldNotTakeTheRingOfAThreadThatLives() throws InterruptedException {
        try (CognitiveTracer tracer = start(config())) {
            trace(tracer, 1);
            tracer.flush(LONG);
            Thread other = new Thread(() -> trace(tracer, 1));
            other.start();
            other.join();
            tracer.flush(LONG);
            assertEquals(2, tracer.stats().rings());
        }
    }

    @Test
    void shouldCountEventsOfThreadsWithoutARing() throws InterruptedException {
        TracingConfig.Builder one = config();
        one.memoryLimitBytes(TracingConfig.fixedBytes() + one.build().ringBytes());
        try (CognitiveTracer tracer = start(one)) {
            trace(tracer, 5);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
                Thread thread = builder.unstarted(() -> trace(tracer, 7));
                thread.setUncaughtExceptionHandler((who, e) -> failure.set(e));
                thread.start();
                thread.join();
            }
            assertEquals(null, failure.get());
            tracer.flush(LONG);
            assertEquals(14, priming(tracer).rejected().get(RejectReason.NO_RING));
            assertEquals(5, priming(tracer).exported());
            assertEquals(19, priming(tracer).observed());
            assertEquals(1, tracer.stats().rings());
            assertTrue(tracer.stats().isBalanced());
        }
    }

    @Test
    void shouldCountWhatWasOverwrittenBeforeItCame() throws InterruptedException {
        HoldingClock holding = new HoldingClock(clock);
        try (CognitiveTracer tracer = CognitiveTracer.start(config().ringCapacity(100).exportBatchSize(1).build(),
                Collector.exportingTo(exporter), holding)) {
            holding.awaitHeld();
            trace(tracer, 1_000);
            holding.release();
            tracer.flush(LONG);
            TypeStats stats = priming(tracer);
            assertEquals(1_000, stats.recorded());
            assertEquals(900, stats.overwritten());
            assertEquals(100, stats.exported());
            assertEquals(900, tracer.stats().foundOverwritten());
            assertTrue(tracer.stats().isBalanced());
        }
        assertEquals(range(900, 1_000), exporter.events().stream().map(CognitiveEvent::position).toList());
        assertEquals(range(900, 1_000), sources(exporter.events()));
    }

    @Test
    void shouldTellTheRateThatWasInForce() {
        try (CognitiveTracer tracer = start(config())) {
            for (double rate : new double[] {1.0, 0.5, 1.0, 0.75}) {
                tracer.setSampleRate(EventType.PRIMING, rate);
                trace(tracer, 50);
                tracer.flush(LONG);
                int from = exporter.events().size();
                assertTrue(exporter.batches().getLast().events().stream()
                        .allMatch(event -> event.sampleRate() == rate), "rate " + rate + " of " + from);
            }
            // One change between two drains is told exactly as well.
            trace(tracer, 50);
            int before = exporter.events().size();
            tracer.setSampleRate(EventType.PRIMING, 1.0);
            trace(tracer, 50);
            tracer.flush(LONG);
            List<CognitiveEvent> events = exporter.events().subList(before, exporter.events().size());
            long boundary = events.getLast().position() - 50;
            for (CognitiveEvent event : events) {
                assertEquals(event.position() > boundary ? 1.0 : 0.75, event.sampleRate());
            }
        }
    }

    @Test
    void shouldRejectAFormatThatNothingExports() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> CognitiveTracer.start(config().formats("carrier-pigeon").build())).getMessage();
        assertTrue(message.contains("'carrier-pigeon'"), message);
    }

    @Test
    void shouldCollectNothingWithoutFormats() {
        try (CognitiveTracer tracer = CognitiveTracer.start(config().formats().build())) {
            trace(tracer, 1_500);
            assertEquals(1_000, priming(tracer).inRing());
            assertEquals(500, priming(tracer).overwritten());
            assertFalse(tracer.flush(Duration.ZERO).complete());
        }
    }

    @Test
    void shouldAnswerAFlushThatRacesClose() throws InterruptedException {
        for (int round = 0; round < 100; round++) {
            CognitiveTracer tracer = start(config());
            trace(tracer, 10);
            CountDownLatch go = new CountDownLatch(1);
            Thread flusher = new Thread(() -> {
                awaitQuietly(go);
                tracer.flush(Duration.ofHours(1));
            });
            flusher.start();
            go.countDown();
            tracer.close(LONG);
            flusher.join();
        }
    }

    private static void awaitCollected(CognitiveTracer tracer, int events) {
        while (priming(tracer).inCollector() < events) {
            Thread.onSpinWait();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
