// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.CollectorFactory;
import io.engram.trace.core.spi.DrainReport;
import io.engram.trace.core.spi.TraceCollector;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.spi.TraceSource;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.ring.SharedRingWriter;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tracer without a collector: a flight recorder. */
class CognitiveTracerTest {
    private static final long[] NODES = {1, 2, 3, 4};

    private static TracingConfig config(int capacity) {
        return TracingConfig.development().toBuilder().ringCapacity(capacity).build();
    }

    /** Every event is kept, but the tracer cannot know: it reads the clock inside the call, where a test can stop it. */
    private static TracingConfig samplingConfig(int capacity) {
        return config(capacity).toBuilder().sampleRate(EventType.PRIMING, Math.nextDown(1.0)).build();
    }

    private static void trace(CognitiveTracer tracer, EventType type) {
        switch (type) {
            case PRIMING -> tracer.tracePriming(PrimingType.SEMANTIC, 0.5f, 1, 2);
            case INTERFERENCE -> tracer.traceInterference(InterferenceType.FAN, 0.5f, 1, 2);
            case RECONSOLIDATION -> tracer.traceReconsolidation(1, 0.5f, 1, 1, 0.5f);
            case FALSE_MEMORY -> tracer.traceFalseMemory(1, 0.5f, NODES, NODES.length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheLatestEventsWithoutACollector(EventType type) {
        try (CognitiveTracer tracer = CognitiveTracer.start(config(100))) {
            for (int i = 0; i < 250; i++) {
                trace(tracer, type);
            }
            TypeStats stats = tracer.stats().of(type);
            assertEquals(250, stats.observed());
            assertEquals(250, stats.recorded());
            assertEquals(150, stats.overwritten());
            assertEquals(100, stats.inRing());
            assertEquals(150, stats.lost());
            assertTrue(tracer.stats().isBalanced());
            assertEquals(new DrainReport(false, 100, 0), tracer.flush(Duration.ZERO));
            assertEquals(new DrainReport(false, 100, 0), tracer.close(Duration.ZERO));
            assertEquals(100, tracer.stats().of(type).discarded().get(DiscardReason.SHUTDOWN));
            assertEquals(0, tracer.stats().of(type).inRing());
            assertTrue(tracer.stats().isBalanced());
        }
    }

    @Test
    void shouldCountInvalidArgumentsAndNotThrow() {
        try (CognitiveTracer tracer = CognitiveTracer.start(config(100))) {
            tracer.tracePriming(null, 1, 1, 1);
            tracer.tracePriming(7, null, 1, 1, 1);
            tracer.traceInterference(null, 1, 1);
            tracer.traceInterference(7, null, 1, 1);
            tracer.traceInterference(null, 1, 1, 1);
            tracer.traceInterference(7, null, 1, 1, 1);
            tracer.traceInterference(null, 1, 1, 1, 1);
            tracer.traceInterference(7, null, 1, 1, 1, 1);
            tracer.traceInterference(null, 1, 1, 1, 1, 1);
            tracer.traceInterference(7, null, 1, 1, 1, 1, 1);
            for (int length : new int[] {-1, Integer.MIN_VALUE, 5, Integer.MAX_VALUE}) {
                tracer.traceInterference(InterferenceType.FAN, 1, 1, NODES, length);
                tracer.traceInterference(7, InterferenceType.FAN, 1, 1, NODES, length);
                tracer.traceFalseMemory(1, 1, NODES, length);
                tracer.traceFalseMemory(7, 1, 1, NODES, length);
            }
            tracer.traceInterference(null, 1, 1, NODES, 4);
            tracer.traceInterference(7, null, 1, 1, NODES, 4);
            tracer.traceInterference(InterferenceType.FAN, 1, 1, null, 0);
            tracer.traceInterference(7, InterferenceType.FAN, 1, 1, null, 0);
            tracer.traceFalseMemory(1, 1, null, 0);
            tracer.traceFalseMemory(7, 1, 1, null, 0);
            tracer.traceReconsolidation(1, 1, -1, 1, 1);
            tracer.traceReconsolidation(7, 1, 1, Integer.MIN_VALUE, 1, 1);
            TracerStats stats = tracer.stats();
            assertEquals(2, rejected(stats, EventType.PRIMING, RejectReason.INVALID_ARGUMENT));
            assertEquals(20, rejected(stats, EventType.INTERFERENCE, RejectReason.INVALID_ARGUMENT));
            assertEquals(2, rejected(stats, EventType.RECONSOLIDATION, RejectReason.INVALID_ARGUMENT));
            assertEquals(10, rejected(stats, EventType.FALSE_MEMORY, RejectReason.INVALID_ARGUMENT));
            assertEquals(34, stats.total(TypeStats::observed));
            assertEquals(0, stats.total(TypeStats::recorded));
            assertTrue(stats.isBalanced());
        }
    }

    @Test
    void shouldCountCallsAfterCloseAndNotThrow() {
        CognitiveTracer tracer = CognitiveTracer.start(config(10));
        for (EventType type : EventType.values()) {
            trace(tracer, type);
        }
        tracer.close();
        AtomicInteger failures = new AtomicInteger();
        Thread unknown = new Thread(() -> {
            try {
                for (EventType type : EventType.values()) {
                    trace(tracer, type);
                }
            } catch (Throwable e) {
                failures.incrementAndGet();
            }
        });
        unknown.start();
        for (EventType type : EventType.values()) {
            trace(tracer, type);
        }
        join(unknown);
        assertEquals(0, failures.get());
        for (EventType type : EventType.values()) {
            assertEquals(2, rejected(tracer.stats(), type, RejectReason.CLOSED));
            assertEquals(3, tracer.stats().of(type).observed());
        }
        assertTrue(tracer.stats().isBalanced());
        assertEquals(0, tracer.stats().memoryBytes());
        // Everything else is harmless too, and does not open the gate again.
        tracer.setEnabled(EventType.PRIMING, true);
        tracer.setSampleRate(EventType.PRIMING, 0.5);
        tracer.close();
        assertEquals(new DrainReport(false, 4, 0), tracer.flush(Duration.ZERO));
        assertEquals(new DrainReport(false, 4, 0), tracer.close(Duration.ofDays(1)));
        trace(tracer, EventType.PRIMING);
        assertEquals(3, rejected(tracer.stats(), EventType.PRIMING, RejectReason.CLOSED));
    }

    @Test
    void shouldNotCountTypesThatAreOffEvenAfterClose() {
        CognitiveTracer tracer = CognitiveTracer.start(TracingConfig.production());
        trace(tracer, EventType.FALSE_MEMORY);
        tracer.close();
        trace(tracer, EventType.FALSE_MEMORY);
        trace(tracer, EventType.PRIMING);
        assertEquals(0, tracer.stats().of(EventType.FALSE_MEMORY).observed());
        assertEquals(1, tracer.stats().of(EventType.PRIMING).observed());
        assertTrue(tracer.stats().isBalanced());
    }

    @ParameterizedTest
    @EnumSource
    void shouldSwitchATypeWithItsNextEvent(EventType type) {
        try (CognitiveTracer tracer = CognitiveTracer.start(config(10))) {
            trace(tracer, type);
            tracer.setEnabled(type, false);
            trace(tracer, type);
            assertEquals(1, tracer.stats().of(type).observed());
            tracer.setEnabled(type, true);
            trace(tracer, type);
            assertEquals(2, tracer.stats().of(type).recorded());
            assertEquals(2, tracer.stats().of(type).observed());
            assertEquals(2, tracer.stats().total(TypeStats::observed), "other types are left alone");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSampleAtAnotherRateWithTheNextEvent(EventType type) {
        try (CognitiveTracer tracer = CognitiveTracer.start(config(10))) {
            tracer.setSampleRate(type, 0.0);
            for (int i = 0; i < 1_000; i++) {
                trace(tracer, type);
            }
            assertEquals(1_000, tracer.stats().of(type).sampledOut());
            tracer.setSampleRate(type, 1e-12);
            trace(tracer, type);
            assertEquals(1_001, tracer.stats().of(type).sampledOut());
            // The gap that was drawn at the old rate must not delay the new one.
            tracer.setSampleRate(type, 1.0);
            trace(tracer, type);
            TypeStats stats = tracer.stats().of(type);
            assertEquals(1, stats.recorded());
            assertEquals(1_001, stats.sampledOut());
            assertEquals(1_002, stats.observed());
            tracer.setSampleRate(type, 0.0);
            trace(tracer, type);
            assertEquals(1, tracer.stats().of(type).recorded());
            assertTrue(tracer.stats().isBalanced());
        }
    }

    @Test
    void shouldRejectRatesOutOfRange() {
        try (CognitiveTracer tracer = CognitiveTracer.start(config(10))) {
            for (double rate : new double[] {Double.NaN, -0.5, 1.5}) {
                assertThrows(IllegalArgumentException.class, () -> tracer.setSampleRate(EventType.PRIMING, rate));
            }
            trace(tracer, EventType.PRIMING);
            assertEquals(1, tracer.stats().of(EventType.PRIMING).recorded(), "the rate is what it was");
        }
    }

    @Test
    void shouldLetVirtualThreadsShareRings() throws InterruptedException {
        try (CognitiveTracer tracer = CognitiveTracer.start(config(10))) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread thread = Thread.ofVirtual().unstarted(() -> {
                for (EventType type : EventType.values()) {
                    trace(tracer, type);
                }
            });
            thread.setUncaughtExceptionHandler((who, e) -> failure.set(e));
            thread.start();
            thread.join();
            assertEquals(null, failure.get());
            for (EventType type : EventType.values()) {
                assertEquals(1, tracer.stats().of(type).recorded());
                assertEquals(1, tracer.stats().of(type).inRing());
            }
            assertEquals(Math.min(Runtime.getRuntime().availableProcessors(), 4), tracer.stats().rings());
            assertTrue(tracer.stats().isBalanced());
        }
    }

    @Test
    void shouldGiveNoMoreRingsThanTheMemoryLimitAllows() {
        TracingConfig limited = config(10).toBuilder()
                .memoryLimitBytes(TracingConfig.fixedBytes() + 2 * config(10).ringBytes()).build();
        assertEquals(2, limited.maxRings());
        try (CognitiveTracer tracer = CognitiveTracer.start(limited)) {
            int threads = 5;
            CountDownLatch recorded = new CountDownLatch(threads);
            CountDownLatch end = new CountDownLatch(1);
            Thread[] all = new Thread[threads];
            for (int i = 0; i < threads; i++) {
                all[i] = new Thread(() -> {
                    trace(tracer, EventType.PRIMING);
                    trace(tracer, EventType.PRIMING);
                    recorded.countDown();
                    await(end);
                });
                all[i].start();
            }
            await(recorded);
            TracerStats stats = tracer.stats();
            end.countDown();
            for (Thread thread : all) {
                join(thread);
            }
            assertEquals(2, stats.rings());
            assertEquals(2, stats.maxRings());
            assertEquals(10, stats.of(EventType.PRIMING).recorded());
            assertEquals(0, stats.of(EventType.PRIMING).rejectedTotal());
            assertEquals(limited.memoryLimitBytes(), stats.memoryBytes());
            assertTrue(stats.isBalanced());
        }
    }

    /** One place is kept for those who share, unless it is the only one: then it goes to whoever comes first. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveTheOnlyRingToWhoeverComesFirst(boolean virtualFirst) throws InterruptedException {
        TracingConfig one = config(10).toBuilder()
                .memoryLimitBytes(TracingConfig.fixedBytes() + config(10).ringBytes()).build();
        try (CognitiveTracer tracer = CognitiveTracer.start(one)) {
            Thread.Builder first = virtualFirst ? Thread.ofVirtual() : Thread.ofPlatform();
            Thread.Builder second = virtualFirst ? Thread.ofPlatform() : Thread.ofVirtual();
            for (Thread.Builder builder : List.of(first, second)) {
                builder.start(() -> trace(tracer, EventType.PRIMING)).join();
            }
            TracerStats stats = tracer.stats();
            assertEquals(virtualFirst ? 2 : 1, stats.of(EventType.PRIMING).recorded());
            assertEquals(virtualFirst ? 0 : 1, rejected(stats, EventType.PRIMING, RejectReason.NO_RING));
            assertEquals(1, stats.rings());
            assertTrue(stats.isBalanced());
        }
    }

    /** Many threads with a ring each do not use up the place of all others. */
    @Test
    void shouldKeepARingForVirtualThreads() throws InterruptedException {
        TracingConfig three = config(10).toBuilder()
                .memoryLimitBytes(TracingConfig.fixedBytes() + 3 * config(10).ringBytes()).build();
        try (CognitiveTracer tracer = CognitiveTracer.start(three)) {
            CountDownLatch recorded = new CountDownLatch(2);
            CountDownLatch end = new CountDownLatch(1);
            for (int i = 0; i < 2; i++) {
                Thread.ofPlatform().daemon().start(() -> {
                    trace(tracer, EventType.PRIMING);
                    recorded.countDown();
                    await(end);
                });
            }
            await(recorded);
            assertEquals(2, tracer.stats().rings());
            Thread.ofPlatform().start(() -> trace(tracer, EventType.PRIMING)).join();
            Thread.ofVirtual().start(() -> trace(tracer, EventType.PRIMING)).join();
            assertEquals(3, tracer.stats().rings());
            assertEquals(4, tracer.stats().of(EventType.PRIMING).recorded());
            end.countDown();
        }
    }

    /** A place in a shared ring that was claimed and is never written does not keep close from returning. */
    @Test
    void shouldCloseWhileAVirtualThreadStandsStillInsideACall() throws InterruptedException {
        AtomicReference<TraceSource> source = new AtomicReference<>();
        CognitiveTracer tracer = CognitiveTracer.start(config(10), (from, config) -> {
            source.set(from);
            return null;
        });
        Thread.ofVirtual().start(() -> trace(tracer, EventType.PRIMING)).join();
        // What a thread does that stops right after its claim: in the ring that has the record.
        MemorySegment ring = source.get().rings().stream().map(TraceRing::memory)
                .filter(memory -> RingLayout.headAcquire(memory) == 1).findFirst().orElseThrow();
        SharedRingWriter stopped = new SharedRingWriter(ring);
        long first = stopped.claim();
        long second = stopped.claim();
        DrainReport report = tracer.close(Duration.ZERO);
        assertEquals(new DrainReport(false, 1, 0), report);
        TracerStats closed = tracer.stats();
        assertTrue(closed.isBalanced());
        assertEquals(1, closed.of(EventType.PRIMING).recorded());
        assertEquals(1, closed.of(EventType.PRIMING).discarded().get(DiscardReason.SHUTDOWN));
        assertEquals(1, closed.rings(), "its memory is held");

        // It goes on: recorded, and nobody exports it.
        assertTrue(stopped.writePriming(first, 1, 0, 0, 0, 0, 0, 0, (byte) 0, 0, 0, 0, 0));
        stopped.drop(RecordLayout.PRIMING);
        assertEquals(1, second - first);
        Thread.ofVirtual().start(() -> trace(tracer, EventType.PRIMING)).join();
        TracerStats late = tracer.stats();
        assertTrue(late.isBalanced());
        assertEquals(2, late.of(EventType.PRIMING).recorded());
        assertEquals(2, late.of(EventType.PRIMING).discarded().get(DiscardReason.SHUTDOWN));
        assertEquals(1, rejected(late, EventType.PRIMING, RejectReason.CLOSED));
        assertEquals(0, late.rings());
    }

    /** A place whose last writer stands still inside it is nobody else's: such events are counted, once. */
    @Test
    void shouldCountEventsThatFindTheirPlaceTaken() throws InterruptedException {
        AtomicReference<TraceSource> source = new AtomicReference<>();
        try (CognitiveTracer tracer = CognitiveTracer.start(config(10), (from, config) -> {
            source.set(from);
            return null;
        })) {
            Thread.ofVirtual().start(() -> trace(tracer, EventType.PRIMING)).join();
            // Every slot but that of the record: as if its threads had stopped right after their mark.
            for (TraceRing ring : source.get().rings()) {
                long capacity = RingLayout.capacity(ring.memory());
                for (long position = RingLayout.headAcquire(ring.memory()); position < capacity; position++) {
                    assertTrue(RecordLayout.compareAndSetStampAcquire(ring.memory(),
                            RingLayout.slotOffset(position, capacity), 0, RecordLayout.writingStamp(position)));
                }
            }
            Thread.ofVirtual().start(() -> trace(tracer, EventType.INTERFERENCE)).join();
            TracerStats stats = tracer.stats();
            assertEquals(1, rejected(stats, EventType.INTERFERENCE, RejectReason.CONTENDED));
            assertEquals(1, stats.of(EventType.INTERFERENCE).observed());
            assertEquals(0, stats.of(EventType.INTERFERENCE).recorded());
            assertTrue(stats.isBalanced());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.25, 1.0})
    void shouldSampleEventsOfVirtualThreads(double rate) throws InterruptedException {
        int events = 20_000;
        TracingConfig sampling = config(events).toBuilder().sampleRate(EventType.PRIMING, rate).build();
        try (CognitiveTracer tracer = CognitiveTracer.start(sampling)) {
            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < events; i++) {
                    trace(tracer, EventType.PRIMING);
                }
            }).join();
            TypeStats stats = tracer.stats().of(EventType.PRIMING);
            assertEquals(events, stats.observed());
            assertEquals(events, stats.recorded() + stats.sampledOut());
            // Six standard deviations.
            assertEquals(rate * events, stats.recorded(), 6 * Math.sqrt(events * rate * (1 - rate)));
        }
    }

    /** A thread that is stopped inside a trace call neither keeps close from returning nor fails when it goes on. */
    @Test
    void shouldCloseWhileAThreadStandsStillInsideACall() {
        Semaphore entered = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        AtomicReference<Thread> victim = new AtomicReference<>();
        CognitiveTracer tracer = CognitiveTracer.start(samplingConfig(10), null, stopping(victim, entered, goOn));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            trace(tracer, EventType.PRIMING);
            victim.set(Thread.currentThread());
            trace(tracer, EventType.PRIMING);
            trace(tracer, EventType.PRIMING);
        });
        thread.setUncaughtExceptionHandler((who, e) -> failure.set(e));
        thread.start();
        entered.acquireUninterruptibly();
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> tracer.close(Duration.ZERO));
        assertEquals(config(10).ringBytes(), tracer.stats().memoryBytes(), "only the standing thread's ring is held");
        goOn.release(2);
        join(thread);
        assertEquals(null, failure.get());
        assertEquals(0, tracer.stats().memoryBytes());
        TypeStats stats = tracer.stats().of(EventType.PRIMING);
        assertEquals(2, stats.recorded());
        assertEquals(2, stats.discarded().get(DiscardReason.SHUTDOWN), "the waiting event, and the late one");
        assertEquals(1, stats.rejected().get(RejectReason.CLOSED));
        assertEquals(3, stats.observed());
        assertTrue(stats.isBalanced());
    }

    @Test
    void shouldWaitForACallUnderWay() throws InterruptedException {
        Semaphore entered = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        AtomicReference<Thread> victim = new AtomicReference<>();
        AtomicLong seenByCollector = new AtomicLong();
        CollectorFactory factory = (source, config) -> collector(
                () -> seenByCollector.set(source.stats().of(EventType.PRIMING).recorded()));
        CognitiveTracer tracer = CognitiveTracer.start(samplingConfig(10), factory, stopping(victim, entered, goOn));
        Thread thread = new Thread(() -> {
            trace(tracer, EventType.PRIMING);
            victim.set(Thread.currentThread());
            trace(tracer, EventType.PRIMING);
        });
        thread.start();
        entered.acquire();
        Thread closer = new Thread(() -> tracer.close(Duration.ZERO));
        closer.start();
        while (closer.getState() != Thread.State.TIMED_WAITING && closer.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
        goOn.release();
        join(closer);
        join(thread);
        assertEquals(2, seenByCollector.get(), "the collector's last look comes after the call");
        assertEquals(2, tracer.stats().of(EventType.PRIMING).recorded());
        assertEquals(2, tracer.stats().of(EventType.PRIMING).observed());
        assertEquals(2, tracer.stats().of(EventType.PRIMING).discarded().get(DiscardReason.SHUTDOWN));
        assertTrue(tracer.stats().isBalanced());
    }

    private static TraceCollector collector(Runnable onClose) {
        return new TraceCollector() {
            @Override
            public DrainReport flush(Duration timeout) {
                return new DrainReport(true, 0, 0);
            }

            @Override
            public DrainReport close(Duration timeout) {
                onClose.run();
                return new DrainReport(true, 0, 0);
            }
        };
    }

    /** A clock that stops a thread inside a trace call. */
    private static TraceClock stopping(AtomicReference<Thread> victim, Semaphore entered, Semaphore goOn) {
        return new TraceClock() {
            @Override
            public long ticks() {
                if (Thread.currentThread() == victim.get()) {
                    entered.release();
                    goOn.acquireUninterruptibly();
                }
                return System.nanoTime();
            }

            @Override
            public long epochNanos() {
                return 0;
            }
        };
    }

    @Test
    void shouldCountEveryCallOnceWhenClosedUnderLoad() {
        for (int round = 0; round < 200; round++) {
            CognitiveTracer tracer = CognitiveTracer.start(config(16));
            int threads = 2;
            int calls = 3_000;
            CountDownLatch running = new CountDownLatch(threads);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread[] all = new Thread[threads];
            for (int i = 0; i < threads; i++) {
                all[i] = new Thread(() -> {
                    for (int call = 0; call < calls; call++) {
                        if (call == 100) {
                            running.countDown();
                        }
                        trace(tracer, EventType.ofCode(call & 3));
                    }
                });
                all[i].setUncaughtExceptionHandler((who, e) -> failure.set(e));
                all[i].start();
            }
            await(running);
            tracer.close();
            for (Thread thread : all) {
                join(thread);
            }
            assertEquals(null, failure.get());
            TracerStats stats = tracer.stats();
            assertEquals(threads * calls, stats.total(TypeStats::observed));
            assertTrue(stats.isBalanced(), stats::toString);
        }
    }

    @Test
    void shouldStartNoCollectorBeforeSomethingIsTraced() {
        AtomicInteger started = new AtomicInteger();
        CollectorFactory factory = (source, config) -> {
            started.incrementAndGet();
            return collector(() -> { });
        };
        try (CognitiveTracer tracer = CognitiveTracer.start(TracingConfig.disabled(), factory)) {
            assertEquals(0, started.get());
            tracer.setEnabled(EventType.PRIMING, false);
            tracer.setSampleRate(EventType.PRIMING, 0.5);
            assertEquals(0, started.get());
            tracer.setEnabled(EventType.PRIMING, true);
            tracer.setEnabled(EventType.FALSE_MEMORY, true);
            assertEquals(1, started.get());
        }
    }

    @Test
    void shouldFreeEverythingWhenTheCollectorDoesNotStart() {
        IllegalArgumentException refusal = new IllegalArgumentException("no");
        assertEquals(refusal, assertThrows(IllegalArgumentException.class,
                () -> CognitiveTracer.start(TracingConfig.development(), (source, config) -> {
                    throw refusal;
                })));
    }

    @Test
    void shouldNotBeSwitchedOffByItself() {
        assertFalse(CognitiveTracer.isSwitchedOff());
    }

    private static long rejected(TracerStats stats, EventType type, RejectReason reason) {
        return stats.of(type).rejected().get(reason);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
