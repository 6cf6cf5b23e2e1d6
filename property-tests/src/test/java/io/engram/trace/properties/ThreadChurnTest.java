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
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Threads that come and go, more than there are rings: memory is flat, and what each recorded last arrives under its
 * own name. {@code -Dengram.test.churn-threads=1000000} for the full number.
 */
class ThreadChurnTest {
    private static final int THREADS = Integer.getInteger("engram.test.churn-threads", 20_000);
    private static final int WAVE = 20;
    private static final int EVENTS = 3;

    /** Ticks off each thread's events: its number is in the event and, where it could be told, in its name. */
    private static final class TickingOff implements EventExporter {
        private final BitSet events = new BitSet(THREADS * EVENTS);
        private final AtomicReference<String> wrong = new AtomicReference<>();
        private long fromOwnRings;

        @Override
        public String name() {
            return "ticking-off";
        }

        @Override
        public synchronized void export(EventBatch batch) {
            for (CognitiveEvent event : batch.events()) {
                PrimingEvent priming = (PrimingEvent) event;
                int number = (int) priming.sourceNode();
                int index = number * EVENTS + (int) priming.targetNode();
                String name = event.thread().name();
                boolean isNamed = name.equals("churn-" + number);
                // An owner's positions begin with 0, those of a ring that is shared go on.
                fromOwnRings += isNamed && event.position() == priming.targetNode() ? 1 : 0;
                if (events.get(index) || !isNamed && !name.isEmpty() || event.thread().id() != priming.correlationId()) {
                    wrong.compareAndSet(null, event.toString());
                }
                events.set(index);
            }
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    }

    private static Thread start(CognitiveTracer tracer, int number) {
        return Thread.ofPlatform().name("churn-" + number).start(() -> {
            long id = Thread.currentThread().threadId();
            for (int i = 0; i < EVENTS; i++) {
                tracer.tracePriming(id, PrimingType.SEMANTIC, 1, number, i);
            }
        });
    }

    @Test
    @Timeout(1_800)
    void shouldDeliverTheLastEventsOfEveryThread() throws InterruptedException {
        TracingConfig.Builder builder = TracingConfig.development().toBuilder().traceFile(false);
        TracingConfig config = builder.memoryLimitBytes(TracingConfig.fixedBytes() + 8 * builder.build().ringBytes())
                .build();
        TickingOff exporter = new TickingOff();
        CognitiveTracer tracer = CognitiveTracer.start(config, Collector.exportingTo(exporter));
        Thread[] wave = new Thread[WAVE];
        for (int t = 0; t < THREADS; t += WAVE) {
            for (int i = 0; i < WAVE; i++) {
                wave[i] = start(tracer, t + i);
            }
            for (Thread thread : wave) {
                thread.join();
            }
            if (t % 1_000 == 0) {
                TracerStats stats = tracer.stats();
                assertTrue(stats.rings() <= 8 && stats.memoryBytes() <= config.memoryLimitBytes(), stats::toString);
            }
        }
        tracer.close(Duration.ofMinutes(1));
        TypeStats stats = tracer.stats().of(EventType.PRIMING);
        assertTrue(stats.isBalanced(), stats::toString);
        assertEquals((long) THREADS * EVENTS, stats.observed());
        assertEquals(stats.recorded(), stats.exported(), "the rings never fill up");
        assertEquals(null, exporter.wrong.get());
        synchronized (exporter) {
            assertEquals(stats.exported(), exporter.events.cardinality());
            assertTrue(exporter.fromOwnRings > WAVE * EVENTS, "rings go from thread to thread");
        }
    }
}
