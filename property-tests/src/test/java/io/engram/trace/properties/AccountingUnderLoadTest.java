// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.Collector;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.load.TracedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is lost, invented, changed or reordered unnoticed while everything runs at once. */
class AccountingUnderLoadTest {
    private static final int THREADS = 4;

    // Rings that hold all, rings that lap, the smallest ring; all kept, and sampled.
    @ParameterizedTest
    @CsvSource({"200000, 100000, 1.0", "64, 200000, 1.0", "1, 100000, 1.0", "1000, 300000, 0.25"})
    void shouldAccountForEveryCall(int capacity, int calls, double rate) throws InterruptedException {
        TracingConfig.Builder builder = TracingConfig.development().toBuilder().ringCapacity(capacity)
                .exportInterval(Duration.ofMillis(5)).exportBatchSize(500);
        for (EventType type : EventType.values()) {
            builder.sampleRate(type, rate);
        }
        Received received = new Received();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CognitiveTracer tracer = CognitiveTracer.start(builder.build(), Collector.exportingTo(received));
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int id = t;
            threads.add(start(TracedCall.threadName(t), failure, () -> {
                for (int i = 0; i < calls; i++) {
                    TracedCall.make(tracer, id, i);
                }
            }));
        }
        AtomicBoolean stop = new AtomicBoolean();
        Thread meddler = start("meddler", failure, () -> meddle(tracer, stop, (long) THREADS * calls));
        for (Thread thread : threads) {
            thread.join();
        }
        stop.set(true);
        meddler.join();
        assertEquals(null, failure.get());

        TracerStats rest = tracer.stats();
        assertTrue(tracer.flush(Duration.ofMinutes(1)).complete());
        TracerStats flushed = tracer.stats();
        assertTrue(flushed.isBalanced(), flushed::toString);
        assertEquals(0, flushed.total(TypeStats::inRing) + flushed.total(TypeStats::inCollector));
        assertEquals(rest.total(TypeStats::recorded), flushed.total(TypeStats::recorded));
        assertEquals(flushed.foundOverwritten(), flushed.total(TypeStats::overwritten));
        tracer.close();
        TracerStats stats = tracer.stats();
        assertTrue(stats.isBalanced(), stats::toString);
        assertEquals(flushed.byType(), stats.byType(), "close has nothing left to do");

        long[] observed = observedCalls(calls);
        for (EventType type : EventType.values()) {
            TypeStats of = stats.of(type);
            assertEquals(observed[type.ordinal()], of.observed(), type + " calls");
            assertEquals(of.observed(), of.recorded() + of.sampledOut() + of.rejectedTotal());
            assertEquals(0, of.rejectedTotal());
            assertEquals(0, of.discardedTotal());
            assertEquals(received.count(type), of.exported(), type + " received");
            // What the call counter says was made and nobody received: all of it is told, and as the right kind.
            assertEquals(observed[type.ordinal()] - received.count(type), of.sampledOut() + of.overwritten());
        }
        if (rate == 1.0) {
            assertEquals(0, stats.total(TypeStats::sampledOut));
        }
        if (capacity > calls) {
            assertEquals(0, stats.total(TypeStats::overwritten));
        } else if (capacity == 64) {
            assertTrue(stats.total(TypeStats::overwritten) > 0, "this load must lap the ring");
        }
        assertReceived(received, rate);
    }

    private static void assertReceived(Received received, double rate) {
        Map<String, Long> lastPosition = new HashMap<>();
        Map<String, Integer> lastCall = new HashMap<>();
        Map<String, Long> lastTime = new HashMap<>();
        for (CognitiveEvent event : received.events()) {
            assertTrue(TracedCall.isMadeBy(event), () -> "not what was traced: " + event);
            String thread = event.thread().name();
            int call = TracedCall.call(event);
            Long position = lastPosition.put(thread, event.position());
            Integer before = lastCall.put(thread, call);
            Long time = lastTime.put(thread, event.timeUnixNano());
            if (position != null) {
                assertTrue(event.position() > position, () -> "position goes back: " + event);
                assertTrue(call > before, () -> "order is not that of the calls: " + event);
                assertTrue(event.timeUnixNano() >= time, () -> "time goes back: " + event);
            }
            if (rate == 1.0) {
                assertEquals(call, event.position(), "every call took the next position");
            }
            assertEquals(rate, event.sampleRate());
        }
    }

    private static long[] observedCalls(int calls) {
        long[] observed = new long[EventType.values().length];
        for (int t = 0; t < THREADS; t++) {
            for (int i = 0; i < calls; i++) {
                observed[TracedCall.type(t, i).ordinal()]++;
            }
        }
        return observed;
    }

    /** Looks at the accounts and flushes at random while they change. */
    private static void meddle(CognitiveTracer tracer, AtomicBoolean stop, long allCalls) {
        Random random = new Random(1);
        long lastFound = 0;
        while (!stop.get()) {
            TracerStats stats = tracer.stats();
            for (TypeStats of : stats.byType().values()) {
                assertTrue(of.observed() <= allCalls && of.recorded() <= of.observed() && of.recorded() >= of.exported(),
                        of::toString);
            }
            assertTrue(stats.foundOverwritten() >= lastFound);
            lastFound = stats.foundOverwritten();
            if (random.nextInt(4) == 0) {
                tracer.flush(Duration.ofMillis(random.nextInt(20)));
            }
        }
    }

    private static Thread start(String name, AtomicReference<Throwable> failure, Runnable what) {
        Thread thread = new Thread(what, name);
        thread.setUncaughtExceptionHandler((who, e) -> failure.compareAndSet(null, e));
        thread.start();
        return thread;
    }
}
