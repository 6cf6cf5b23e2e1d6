// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.DrainReport;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.TypeStats;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class FailingExporterTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Logger LOGGER = Logger.getLogger("io.engram.trace.export");

    private final List<LogRecord> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
            synchronized (logged) {
                logged.add(logRecord);
            }
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    @BeforeEach
    void capture() {
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void release() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
    }

    private static TracingConfig config() {
        return TracingConfig.development().toBuilder().ringCapacity(1_000).exportBatchSize(10).build();
    }

    private static void trace(CognitiveTracer tracer, int count) {
        for (int i = 0; i < count; i++) {
            tracer.tracePriming(PrimingType.SEMANTIC, 0, i, 0);
        }
    }

    private static TypeStats priming(CognitiveTracer tracer) {
        return tracer.stats().of(EventType.PRIMING);
    }

    private static long failed(CognitiveTracer tracer) {
        return priming(tracer).discarded().get(DiscardReason.EXPORT_FAILED);
    }

    private enum Failure {
        CHECKED(i -> new IOException("disk full")),
        RUNTIME(i -> new IllegalStateException("bug")),
        ERROR(i -> new AssertionError("bad bug")),
        OUT_OF_MEMORY(i -> new OutOfMemoryError("simulated")),
        WITHOUT_MESSAGE(i -> new NullPointerException());

        private final IntFunction<Throwable> make;

        Failure(IntFunction<Throwable> make) {
            this.make = make;
        }
    }

    /** Throws what compilers would not let it throw. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    private static class Throwing extends RecordingExporter {
        private final IntFunction<Throwable> failure;
        private int exports;

        Throwing(IntFunction<Throwable> failure) {
            this.failure = failure;
        }

        @Override
        public String name() {
            return "throwing";
        }

        @Override
        public void export(EventBatch batch) throws IOException {
            Throwable next = failure.apply(exports++);
            if (next != null) {
                FailingExporterTest.<RuntimeException>sneak(next);
            }
            super.export(batch);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnWhateverTheExporterThrows(Failure failure) {
        Throwing exporter = new Throwing(failure.make);
        try (CognitiveTracer tracer = CognitiveTracer.start(config(), Collector.exportingTo(exporter))) {
            for (int round = 1; round <= 5; round++) {
                trace(tracer, 25);
                assertEquals(new DrainReport(true, 0, 0), tracer.flush(LONG));
                assertEquals(25 * round, failed(tracer));
                assertEquals(0, priming(tracer).exported());
                assertTrue(tracer.stats().isBalanced());
            }
        }
        assertEquals("close", exporter.calls().getLast());
        assertEquals(1, logged.size(), "logged once");
        LogRecord one = logged.getFirst();
        assertTrue(one.getMessage().contains("throwing failed to export"), one.getMessage());
        assertEquals(failure.make.apply(0).getClass(), one.getThrown().getClass());
    }

    @Test
    void shouldGoOnAfterAStackOverflow() {
        RecordingExporter exporter = new RecordingExporter() {
            @Override
            public void export(EventBatch batch) throws IOException {
                export(new EventBatch(batch.events()));
            }
        };
        try (CognitiveTracer tracer = CognitiveTracer.start(config(), Collector.exportingTo(exporter))) {
            trace(tracer, 10);
            assertTrue(tracer.flush(LONG).complete());
            trace(tracer, 10);
            assertTrue(tracer.flush(LONG).complete());
            assertEquals(20, failed(tracer));
        }
        assertEquals(1, logged.size());
        assertEquals(StackOverflowError.class, logged.getFirst().getThrown().getClass());
    }

    @Test
    void shouldExportWhatTheExporterTakesWhenItFailsEverySecondTime() {
        Throwing exporter = new Throwing(i -> i % 2 == 0 ? new IOException("flaky") : null);
        try (CognitiveTracer tracer = CognitiveTracer.start(config(), Collector.exportingTo(exporter))) {
            for (int round = 0; round < 10; round++) {
                trace(tracer, 10);
                tracer.flush(LONG);
            }
            assertEquals(50, failed(tracer));
            assertEquals(50, priming(tracer).exported());
            assertTrue(tracer.stats().isBalanced());
        }
        assertEquals(50, exporter.events().size());
        assertEquals(1, logged.size());
    }

    @Test
    void shouldLogEachCauseOnceButNotWithoutEnd() {
        Throwing exporter = new Throwing(i -> new IOException("cause " + i));
        try (CognitiveTracer tracer = CognitiveTracer.start(config(), Collector.exportingTo(exporter))) {
            for (int round = 0; round < 200; round++) {
                trace(tracer, 1);
                tracer.flush(LONG);
            }
            assertEquals(200, failed(tracer));
        }
        assertEquals(100, logged.size());
    }

    @Test
    void shouldGiveTheOtherExportersWhatOneRefuses() {
        RecordingExporter good = new RecordingExporter();
        Throwing bad = new Throwing(i -> new IOException("no"));
        try (CognitiveTracer tracer = CognitiveTracer.start(config(), Collector.exportingTo(bad, good))) {
            trace(tracer, 10);
            tracer.flush(LONG);
            assertEquals(10, failed(tracer));
        }
        assertEquals(10, good.events().size());
        assertEquals("close", bad.calls().getLast());
        assertEquals("close", good.calls().getLast());
    }

    /** Describing a failure runs the exporter's code too. */
    @Test
    void shouldGoOnWhenEvenTheDescriptionOfAFailureFails() {
        Throwing exporter = new Throwing(i -> new IOException() {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no message");
            }
        });
        RecordingExporter nameless = new RecordingExporter() {
            @Override
            public String name() {
                throw new IllegalStateException("no name");
            }

            @Override
            public void export(EventBatch batch) throws IOException {
                throw new IOException("no");
            }
        };
        try (CognitiveTracer tracer = CognitiveTracer.start(config(), Collector.exportingTo(exporter, nameless))) {
            trace(tracer, 10);
            assertTrue(tracer.flush(LONG).complete());
            trace(tracer, 10);
            assertTrue(tracer.flush(LONG).complete());
            assertEquals(20, failed(tracer));
        }
    }

    @Test
    void shouldGoOnWhenFlushOrCloseFails() {
        AtomicInteger calls = new AtomicInteger();
        RecordingExporter exporter = new RecordingExporter() {
            @Override
            public synchronized void flush() {
                calls.incrementAndGet();
                throw new IllegalStateException("flush");
            }

            @Override
            public synchronized void close() {
                calls.incrementAndGet();
                throw new IllegalStateException("close");
            }
        };
        CognitiveTracer tracer = CognitiveTracer.start(config(), Collector.exportingTo(exporter));
        trace(tracer, 5);
        assertTrue(tracer.flush(LONG).complete());
        trace(tracer, 5);
        assertTrue(tracer.close(LONG).complete());
        assertEquals(2, calls.get());
        assertEquals(10, priming(tracer).exported());
        assertEquals(2, logged.size());
    }

    /** Memory may run out in the collector's own code; a clock that it reads plays the part. */
    @Test
    void shouldGoOnWhenItsOwnMemoryRunsOut() {
        FakeClock clock = new FakeClock();
        AtomicInteger failures = new AtomicInteger();
        TraceClock failing = new TraceClock() {
            @Override
            public long ticks() {
                return clock.ticks();
            }

            @Override
            public long epochNanos() {
                if (Thread.currentThread().getName().equals("engram-trace-collector")
                        && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new OutOfMemoryError("simulated");
                }
                return clock.epochNanos();
            }
        };
        RecordingExporter exporter = new RecordingExporter();
        try (CognitiveTracer tracer = CognitiveTracer.start(config(), Collector.exportingTo(exporter), failing)) {
            for (int round = 1; round <= 20; round++) {
                trace(tracer, 15);
                failures.set(2);
                assertTrue(tracer.flush(LONG).complete());
                assertEquals(15 * round, priming(tracer).exported());
                assertTrue(tracer.stats().isBalanced());
            }
        }
        assertEquals(300, exporter.events().size());
        assertEquals(1, logged.size());
        assertEquals(OutOfMemoryError.class, logged.getFirst().getThrown().getClass());
    }

    /** Blocks in export until released; interrupts do not help. */
    private static final class Hanging extends RecordingExporter {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private final AtomicReference<Boolean> interruptedAtClose = new AtomicReference<>();

        @Override
        public void export(EventBatch batch) throws IOException {
            entered.countDown();
            boolean interrupted = false;
            while (release.getCount() > 0) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            super.export(batch);
        }

        @Override
        public synchronized void close() {
            interruptedAtClose.set(Thread.currentThread().isInterrupted());
            super.close();
            closed.countDown();
        }
    }

    @Test
    void shouldCloseInTimeThoughAnExporterHangs() throws InterruptedException {
        Hanging exporter = new Hanging();
        CognitiveTracer tracer = CognitiveTracer.start(config(), Collector.exportingTo(exporter));
        trace(tracer, 10);
        exporter.entered.await();
        trace(tracer, 33);
        assertFalse(tracer.flush(Duration.ofMillis(20)).complete());
        long before = System.nanoTime();
        DrainReport report = tracer.close(Duration.ofMillis(100));
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        assertTrue(took >= 100 && took < 5_000, took + " ms");
        assertFalse(report.complete());
        assertEquals(43, report.leftInRings() + report.leftInCollector());
        TypeStats stats = priming(tracer);
        assertEquals(43, stats.recorded());
        assertEquals(43, stats.discarded().get(DiscardReason.SHUTDOWN));
        assertEquals(0, stats.exported());
        assertEquals(0, stats.inRing() + stats.inCollector());
        assertEquals(0, tracer.stats().memoryBytes(), "released");
        assertTrue(tracer.stats().isBalanced());

        // What it brings back at last is not heard.
        Thread thread = exportThread();
        exporter.release.countDown();
        exporter.closed.await();
        thread.join();
        assertEquals(List.of("export 10", "close"), exporter.calls());
        assertEquals(false, exporter.interruptedAtClose.get(), "an interrupt would break the file it closes");
        assertEquals(0, priming(tracer).exported(), "nobody would have heard of it");
        assertTrue(tracer.stats().isBalanced());
        assertEquals(List.of(), logged);
    }

    private static Thread exportThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("engram-trace-export-recording")).findFirst().orElseThrow();
    }

    @Test
    void shouldBreakOffAnExporterThatHeedsInterrupts() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        EventExporter exporter = new RecordingExporter() {
            @Override
            public void export(EventBatch batch) throws IOException {
                entered.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw new IOException("interrupted", e);
                }
            }
        };
        CognitiveTracer tracer = CognitiveTracer.start(config(), Collector.exportingTo(exporter));
        trace(tracer, 10);
        entered.await();
        tracer.close(Duration.ZERO);
        interrupted.await();
        assertEquals(10, priming(tracer).discarded().get(DiscardReason.SHUTDOWN));
        assertTrue(tracer.stats().isBalanced());
    }

    @Test
    void shouldNotWaitForItselfWhenAnExporterFlushesOrClosesItsTracer() {
        AtomicReference<CognitiveTracer> tracer = new AtomicReference<>();
        AtomicInteger flushes = new AtomicInteger();
        RecordingExporter exporter = new RecordingExporter() {
            @Override
            public void export(EventBatch batch) throws IOException {
                super.export(batch);
                tracer.get().flush(Duration.ofHours(1));
                tracer.get().stats();
                flushes.incrementAndGet();
            }

            @Override
            public synchronized void close() {
                // While the tracer's close waits for this.
                tracer.get().flush(Duration.ofHours(1));
                super.close();
            }
        };
        tracer.set(CognitiveTracer.start(config(), Collector.exportingTo(exporter)));
        trace(tracer.get(), 15);
        long before = System.nanoTime();
        assertTrue(tracer.get().close(LONG).complete());
        assertTrue(System.nanoTime() - before < LONG.toNanos() / 2);
        assertEquals(15, exporter.events().size());
        assertTrue(flushes.get() > 0);
        assertTrue(tracer.get().stats().isBalanced());
    }

    @Test
    void shouldCloseInOrderWhenTheClosingThreadIsInterrupted() {
        RecordingExporter exporter = new RecordingExporter();
        CognitiveTracer tracer = CognitiveTracer.start(config(), Collector.exportingTo(exporter));
        trace(tracer, 10);
        tracer.flush(LONG);
        Thread.currentThread().interrupt();
        tracer.close(LONG);
        assertTrue(Thread.interrupted(), "still interrupted");
        assertEquals(0, tracer.stats().memoryBytes());
        assertTrue(tracer.stats().isBalanced());
    }
}
