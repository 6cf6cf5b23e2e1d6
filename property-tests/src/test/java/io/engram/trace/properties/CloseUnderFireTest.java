// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.Collector;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A tracer is closed while many threads record: nobody notices but by the accounts. {@code
 * -Dengram.test.close-rounds=10000} for more rounds.
 */
class CloseUnderFireTest {
    private static final int ROUNDS = Integer.getInteger("engram.test.close-rounds", 1_000);
    private static final int THREADS = 64;
    // Platform threads and virtual ones; rings for each thread, and fewer; once with sampling.
    private static final int KINDS = 4;

    /** Counts what it is given. */
    private static final class Counting implements EventExporter {
        private long events;

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public synchronized void export(EventBatch batch) {
            events += batch.events().size();
        }

        synchronized long events() {
            return events;
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    }

    private final AtomicReference<CognitiveTracer> current = new AtomicReference<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicBoolean firing = new AtomicBoolean();
    private final AtomicLong calls = new AtomicLong();
    private volatile CountDownLatch warm;

    /** Records until told to stop. */
    private void fire(CognitiveTracer tracer) {
        try {
            long made = 0;
            do {
                tracer.tracePriming(PrimingType.SEMANTIC, 1, made, 2);
                made++;
                if (made == 1) {
                    warm.countDown();
                }
                if (made % 64 == 0) {
                    // Everybody has a turn, also where there are two processors. Virtual threads that only yield keep
                    // others from starting.
                    LockSupport.parkNanos(1);
                }
            } while (firing.get());
            calls.addAndGet(made);
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            warm.countDown();
        }
    }

    private static TracingConfig config(int kind) {
        TracingConfig.Builder builder = TracingConfig.development().toBuilder().traceFile(false).ringCapacity(64)
                .exportInterval(Duration.ofMillis(1));
        if (kind % 2 == 0) {
            builder.memoryLimitBytes(TracingConfig.fixedBytes() + 2 * THREADS * builder.build().ringBytes());
        }
        if (kind == 1) {
            builder.sampleRate(EventType.PRIMING, 0.5);
        }
        return builder.build();
    }

    @Test
    @Timeout(600)
    void shouldBalanceAndThrowNothing() throws InterruptedException {
        Phaser rounds = new Phaser(1);
        List<Thread> platform = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            rounds.register();
            platform.add(Thread.ofPlatform().daemon().start(() -> {
                while (!rounds.isTerminated()) {
                    rounds.arriveAndAwaitAdvance();
                    CognitiveTracer tracer = current.get();
                    if (tracer != null && !rounds.isTerminated()) {
                        fire(tracer);
                    }
                    rounds.arriveAndAwaitAdvance();
                }
            }));
        }
        for (int round = 0; round < ROUNDS; round++) {
            oneRound(round, rounds);
        }
        rounds.forceTermination();
        for (Thread thread : platform) {
            thread.join();
        }
    }

    private void oneRound(int round, Phaser rounds) throws InterruptedException {
        int kind = round % KINDS;
        boolean virtual = kind >= 2;
        Counting exporter = new Counting();
        CognitiveTracer tracer = CognitiveTracer.start(config(kind), Collector.exportingTo(exporter));
        warm = new CountDownLatch(THREADS / 2);
        calls.set(0);
        firing.set(true);
        List<Thread> volunteers = new ArrayList<>();
        if (virtual) {
            current.set(null);
            for (int t = 0; t < THREADS; t++) {
                volunteers.add(Thread.startVirtualThread(() -> fire(tracer)));
            }
        } else {
            current.set(tracer);
        }
        rounds.arriveAndAwaitAdvance();
        warm.await();
        tracer.close(Duration.ofSeconds(30));
        firing.set(false);
        rounds.arriveAndAwaitAdvance();
        for (Thread thread : volunteers) {
            thread.join();
        }
        assertEquals(null, failure.get());
        TracerStats stats = tracer.stats();
        TypeStats priming = stats.of(EventType.PRIMING);
        assertTrue(stats.isBalanced(), () -> "round " + round + ": " + stats);
        assertEquals(calls.get(), priming.observed(), () -> "round " + round + ": " + stats);
        assertEquals(exporter.events(), priming.exported());
        assertEquals(0, priming.inRing() + priming.inCollector());
        assertEquals(0, stats.memoryBytes());
        assertEquals(0, stats.rings());
        long closed = priming.rejected().get(RejectReason.CLOSED);
        tracer.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
        assertEquals(closed + 1, tracer.stats().of(EventType.PRIMING).rejected().get(RejectReason.CLOSED));
    }
}
