// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.Collector;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million threads cost what a few do, and all their events are accounted for. */
class VirtualThreadsTest {
    private static final int THREADS = 1_000_000;
    private static final int EVENTS = 10;
    // So many at a time: unfinished threads take heap themselves.
    private static final int AT_ONCE = 10_000;

    /** Looks at each event, and keeps none. */
    private static final class Checking implements EventExporter {
        private final AtomicLong events = new AtomicLong();
        private final AtomicReference<CognitiveEvent> wrong = new AtomicReference<>();

        @Override
        public String name() {
            return "checking";
        }

        @Override
        public void export(EventBatch batch) {
            for (CognitiveEvent event : batch.events()) {
                events.getAndIncrement();
                PrimingEvent priming = (PrimingEvent) event;
                if (priming.sourceNode() != event.thread().id() || priming.targetNode() != ~event.correlationId()
                        || priming.targetNode() < 0 || priming.targetNode() >= EVENTS) {
                    wrong.set(event);
                }
            }
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    }

    private static void trace(CognitiveTracer tracer) {
        long id = Thread.currentThread().threadId();
        for (int i = 0; i < EVENTS; i++) {
            tracer.tracePriming(~(long) i, PrimingType.SEMANTIC, 1, id, i);
        }
    }

    private static void run(CognitiveTracer tracer, int threads, AtomicReference<Throwable> failure) {
        Semaphore running = new Semaphore(AT_ONCE);
        for (int t = 0; t < threads; t++) {
            running.acquireUninterruptibly();
            Thread.startVirtualThread(() -> {
                try {
                    trace(tracer);
                } catch (Throwable e) {
                    failure.set(e);
                } finally {
                    running.release();
                }
            });
        }
        running.acquireUninterruptibly(AT_ONCE);
    }

    private static long usedHeapBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    @Test
    @Timeout(300)
    void shouldAccountForAMillionThreadsWithinTheLimit() {
        TracingConfig config = TracingConfig.development().toBuilder().traceFile(false).build();
        Checking checking = new Checking();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CognitiveTracer tracer = CognitiveTracer.start(config, Collector.exportingTo(checking));
        run(tracer, AT_ONCE, failure);
        assertTrue(tracer.flush(Duration.ofMinutes(1)).complete());
        long before = usedHeapBytes();

        run(tracer, THREADS - AT_ONCE, failure);
        assertEquals(null, failure.get());
        TracerStats busy = tracer.stats();
        assertTrue(busy.memoryBytes() <= config.memoryLimitBytes(), busy::toString);
        assertTrue(busy.rings() <= Math.min(Runtime.getRuntime().availableProcessors(), 4), busy::toString);
        assertTrue(tracer.flush(Duration.ofMinutes(1)).complete());
        long grown = usedHeapBytes() - before;
        assertTrue(grown < 2L * THREADS, grown + " bytes of heap for " + THREADS + " threads");

        TypeStats stats = tracer.stats().of(EventType.PRIMING);
        assertTrue(stats.isBalanced(), stats::toString);
        assertEquals((long) THREADS * EVENTS, stats.observed());
        assertEquals(stats.observed() - stats.recorded(), stats.rejected().get(RejectReason.CONTENDED));
        assertEquals(stats.recorded(), stats.exported() + stats.overwritten());
        assertEquals(stats.overwritten(), tracer.stats().foundOverwritten());
        assertEquals(checking.events.get(), stats.exported());
        assertEquals(null, checking.wrong.get());
        assertTrue(stats.exported() > 0);
        tracer.close();
        assertEquals(stats, tracer.stats().of(EventType.PRIMING), "close has nothing left to do");
    }
}
