// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector;

import static io.engram.trace.collector.testkit.Latches.awaitQuietly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.DrainReport;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.spi.TraceSource;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.memlayout.ring.SharedRingWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedRingDrainTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeClock clock = new FakeClock();
    private final RecordingExporter exporter = new RecordingExporter();
    private final AtomicReference<TraceSource> source = new AtomicReference<>();

    private CognitiveTracer start(TracingConfig.Builder config) {
        return CognitiveTracer.start(config.build(), (from, settings) -> {
            source.set(from);
            return Collector.exportingTo(exporter).start(from, settings);
        }, clock);
    }

    private static TracingConfig.Builder config() {
        // With the clock standing still the interval is never over.
        return TracingConfig.development().toBuilder().ringCapacity(10_000);
    }

    private static Thread inVirtualThread(Runnable what) throws InterruptedException {
        Thread thread = Thread.ofVirtual().name("never told").start(what);
        thread.join();
        return thread;
    }

    @Test
    void shouldDecodeEveryFieldOfEveryType() throws InterruptedException {
        clock.advance(77);
        try (CognitiveTracer tracer = start(config())) {
            Thread thread = inVirtualThread(() -> {
                tracer.tracePriming(-7, PrimingType.REPETITION, Float.NaN, -1, Long.MIN_VALUE);
                tracer.traceInterference(8, InterferenceType.RETROACTIVE, 0.5f, -2, 11, 12);
                tracer.traceReconsolidation(9, -3, 0.25f, 70_000, -4, -0.5f);
                tracer.traceFalseMemory(10, -5, 0.75f, new long[] {21, 22, 23, 24}, 4);
            });
            assertEquals(new DrainReport(true, 0, 0), tracer.flush(LONG));
            TracedThread it = new TracedThread(thread.threadId(), "");
            long time = FakeClock.EPOCH + 77;
            assertEquals(List.of(
                    new PrimingEvent(time, it, 0, 1.0, -7, PrimingType.REPETITION, Float.NaN, -1, Long.MIN_VALUE),
                    new InterferenceEvent(time, it, 1, 1.0, 8, InterferenceType.RETROACTIVE, 0.5f, -2,
                            NodeIds.of(11, 12), 2),
                    new ReconsolidationEvent(time, it, 2, 1.0, 9, -3, 0.25f, 65_535, -4, -0.5f),
                    new FalseMemoryEvent(time, it, 3, 1.0, 10, -5, NodeIds.of(21, 22, 23), 4, 0.75f)),
                    exporter.events());
        }
    }

    @Test
    void shouldKeepEachThreadsOrderAndName() throws InterruptedException {
        int threads = 20;
        int events = 500;
        try (CognitiveTracer tracer = start(config().exportBatchSize(64))) {
            List<Thread> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                all.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < events; i++) {
                        tracer.tracePriming(PrimingType.SEMANTIC, 1, Thread.currentThread().threadId(), i);
                        Thread.yield();
                    }
                }));
            }
            for (Thread thread : all) {
                thread.join();
            }
            assertTrue(tracer.flush(LONG).complete());
            Map<TracedThread, List<CognitiveEvent>> byThread = exporter.events().stream()
                    .collect(Collectors.groupingBy(CognitiveEvent::thread));
            TypeStats stats = tracer.stats().of(EventType.PRIMING);
            assertEquals(threads * events, stats.observed());
            assertEquals(stats.recorded(), stats.exported());
            assertEquals(0, stats.overwritten());
            assertEquals(stats.exported(), exporter.events().size());
            assertTrue(tracer.stats().isBalanced(), () -> tracer.stats().toString());
            for (Thread thread : all) {
                List<CognitiveEvent> its = byThread.remove(new TracedThread(thread.threadId(), ""));
                long last = -1;
                long position = -1;
                for (CognitiveEvent event : its) {
                    PrimingEvent priming = (PrimingEvent) event;
                    assertEquals(thread.threadId(), priming.sourceNode());
                    assertTrue(priming.targetNode() > last && event.position() > position, "order of " + thread);
                    last = priming.targetNode();
                    position = event.position();
                }
                if (stats.rejectedTotal() == 0) {
                    assertEquals(LongStream.range(0, events).boxed().toList(),
                            its.stream().map(event -> ((PrimingEvent) event).targetNode()).toList());
                }
            }
            assertEquals(Map.of(), byThread);
        }
    }

    /** However often it changes before the collector comes. */
    @Test
    void shouldTellTheRateThatEachEventWasSampledAt() throws InterruptedException {
        List<Double> rates = new ArrayList<>();
        for (double rate = 1.0; rates.size() < 10; rate = Math.nextDown(rate)) {
            rates.add(rate);
        }
        TracedThread it;
        try (CognitiveTracer tracer = start(config())) {
            Thread thread = inVirtualThread(() -> {
                for (double rate : rates) {
                    tracer.setSampleRate(EventType.PRIMING, rate);
                    tracer.tracePriming(PrimingType.SEMANTIC, 1, 2, 3);
                }
            });
            it = new TracedThread(thread.threadId(), "");
        }
        assertEquals(rates, exporter.events().stream().map(CognitiveEvent::sampleRate).toList());
        assertEquals(it, exporter.events().getFirst().thread());
    }

    /** Who stops after a claim, for ever, keeps neither the collector nor flush and close waiting. */
    @Test
    void shouldGoOnPastAThreadThatStandsStill() throws InterruptedException {
        CognitiveTracer tracer = start(config());
        inVirtualThread(() -> tracer.tracePriming(PrimingType.SEMANTIC, 1, 0, 0));
        for (TraceRing ring : source.get().rings()) {
            new SharedRingWriter(ring.memory()).claim();
        }
        for (int i = 1; i < 1_000; i++) {
            int number = i;
            inVirtualThread(() -> tracer.tracePriming(PrimingType.SEMANTIC, 1, number, 0));
        }
        assertEquals(new DrainReport(true, 0, 0), tracer.flush(LONG));
        assertEquals(LongStream.range(0, 1_000).boxed().toList(),
                exporter.events().stream().map(event -> ((PrimingEvent) event).sourceNode()).sorted().toList());
        assertEquals(new DrainReport(true, 0, 0), tracer.close(LONG));
        TracerStats stats = tracer.stats();
        assertEquals(1_000, stats.of(EventType.PRIMING).exported());
        assertTrue(stats.isBalanced(), stats::toString);
    }

    @Test
    void shouldCountWhatWasOverwrittenBeforeItCame() throws InterruptedException {
        HoldingClock holding = new HoldingClock(clock);
        int capacity = 110 * 64 / 88;
        try (CognitiveTracer tracer = CognitiveTracer.start(config().ringCapacity(110).exportBatchSize(1).build(),
                Collector.exportingTo(exporter), holding)) {
            holding.awaitHeld();
            inVirtualThread(() -> {
                for (int i = 0; i < 1_000; i++) {
                    tracer.tracePriming(PrimingType.SEMANTIC, 1, i, 0);
                }
            });
            holding.release();
            assertTrue(tracer.flush(LONG).complete());
            TypeStats stats = tracer.stats().of(EventType.PRIMING);
            assertEquals(1_000, stats.recorded());
            assertEquals(1_000 - capacity, stats.overwritten());
            assertEquals(capacity, stats.exported());
            assertEquals(1_000 - capacity, tracer.stats().foundOverwritten());
            assertTrue(tracer.stats().isBalanced());
        }
        assertEquals(LongStream.range(1_000 - capacity, 1_000).boxed().toList(),
                exporter.events().stream().map(event -> ((PrimingEvent) event).sourceNode()).toList());
    }

    /** Where two rings fit the limit, the first thread has one, and all others share the second. */
    @Test
    void shouldNamePlatformThreadsBeyondTheMemoryLimit() throws InterruptedException {
        TracingConfig.Builder config = config();
        config.memoryLimitBytes(TracingConfig.fixedBytes() + 2 * config.build().ringBytes());
        try (CognitiveTracer tracer = start(config)) {
            tracer.tracePriming(PrimingType.SEMANTIC, 1, 0, 0);
            CountDownLatch recorded = new CountDownLatch(1);
            CountDownLatch drained = new CountDownLatch(1);
            Thread thread = Thread.ofPlatform().name("ward 7").start(() -> {
                tracer.tracePriming(PrimingType.SEMANTIC, 1, 1, 0);
                recorded.countDown();
                awaitQuietly(drained);
            });
            recorded.await();
            assertTrue(tracer.flush(LONG).complete());
            drained.countDown();
            thread.join();
            TracedThread own = new TracedThread(Thread.currentThread().threadId(), Thread.currentThread().getName());
            TracedThread sharing = new TracedThread(thread.threadId(), "ward 7");
            assertEquals(List.of(own, sharing), exporter.events().stream().map(CognitiveEvent::thread).toList());
        }
    }
}
