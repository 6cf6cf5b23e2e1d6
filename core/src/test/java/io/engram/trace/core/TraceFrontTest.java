// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.memory.AnonymousMemory;
import io.engram.trace.core.recording.Recorder;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SamplingWord;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TraceFrontTest {
    private static final int CAPACITY = 100;
    private static final int THREADS = 5;
    // Often enough for each thread to become one of the two several times.
    private static final int EVENTS = 500_000;

    private final Recorder recorder = new Recorder(config(), TraceClock.system(), new AnonymousMemory(CAPACITY));
    private final Front front = new Front(recorder);

    /** Nothing but what a tracer inherits. */
    private static final class Front extends TraceFront {
        Front(Recorder recorder) {
            super(recorder);
            WeakFront.attach(this, recorder);
        }

        void trace(long node) {
            priming(primingWord(), 0, PrimingType.SEMANTIC, 1, node, node);
        }

        long word(EventType type) {
            return switch (type) {
                case PRIMING -> primingWord();
                case INTERFERENCE -> interferenceWord();
                case RECONSOLIDATION -> reconsolidationWord();
                case FALSE_MEMORY -> falseMemoryWord();
            };
        }
    }

    private static TracingConfig config() {
        return TracingConfig.disabled().toBuilder().ringCapacity(CAPACITY).memoryLimitBytes(64 << 20)
                .enable(EventType.PRIMING, 1.0).build();
    }

    /** Lets all threads trace at once. */
    private void traceByAll() throws Exception {
        CyclicBarrier all = new CyclicBarrier(THREADS);
        List<Future<Integer>> ends = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            Callable<Integer> work = () -> {
                long id = Thread.currentThread().threadId();
                all.await();
                for (int i = 0; i < EVENTS; i++) {
                    front.trace(id);
                }
                return all.await();
            };
            for (int i = 0; i < THREADS; i++) {
                ends.add(threads.submit(work));
            }
            for (Future<Integer> end : ends) {
                end.get();
            }
        }
    }

    @Test
    void shouldRecordEachThreadsEventsInItsOwnRingWhicheverAreKnown() throws Exception {
        traceByAll();
        Set<Long> owners = new HashSet<>();
        for (TraceRing ring : recorder.rings()) {
            MemorySegment memory = ring.memory();
            assertEquals(EVENTS, RingLayout.headAcquire(memory));
            for (int slot = 0; slot < CAPACITY; slot++) {
                long record = RingLayout.slotOffset(slot, CAPACITY);
                assertEquals(ring.owner().id(), RecordLayout.primingSourceNode(memory, record));
            }
            owners.add(ring.owner().id());
        }
        assertEquals(THREADS, owners.size());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.5})
    void shouldCountWhatIsSampledOutOfEachThreadsEvents(double rate) throws Exception {
        recorder.setSampling(EventType.PRIMING, true, rate);
        traceByAll();
        long recorded = recorder.stats().of(EventType.PRIMING).recorded();
        long sampledOut = recorder.stats().of(EventType.PRIMING).sampledOut();
        assertEquals((long) THREADS * EVENTS, recorded + sampledOut);
        // Six standard deviations.
        double deviation = 6 * Math.sqrt(THREADS * EVENTS * rate * (1 - rate));
        assertEquals(THREADS * EVENTS * rate, recorded, deviation);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFollowEachSwitch(EventType type) {
        recorder.setSampling(type, true, 0.25);
        for (EventType other : EventType.values()) {
            long before = other == EventType.PRIMING ? SamplingWord.of(1.0) : SamplingWord.DISABLED;
            assertEquals(other == type ? SamplingWord.of(0.25) : before, front.word(other));
        }
        recorder.setSampling(type, false, 0.25);
        assertEquals(SamplingWord.DISABLED, front.word(type));
    }

    @Test
    void shouldFindTheGateShut() {
        front.trace(1);
        recorder.shutGate();
        assertEquals(SamplingWord.CLOSED, front.primingWord());
        assertEquals(SamplingWord.DISABLED, front.interferenceWord(), "was off, and stays so");
        front.refuse(RecordLayout.PRIMING, front.primingWord());
        front.refuse(RecordLayout.INTERFERENCE, front.interferenceWord());
        assertEquals(1L, recorder.stats().of(EventType.PRIMING).rejected().get(RejectReason.CLOSED));
        assertEquals(0L, recorder.stats().of(EventType.INTERFERENCE).rejected().get(RejectReason.CLOSED));
    }

    /** One that read the switch before the gate was shut. */
    @Test
    void shouldRejectACallThatComesLate() {
        front.trace(1);
        long word = front.primingWord();
        recorder.shutGate();
        front.priming(word, 0, PrimingType.SEMANTIC, 1, 2, 2);
        assertTrue(recorder.settle(System.nanoTime()));
        recorder.free();
        front.priming(word, 0, PrimingType.SEMANTIC, 1, 3, 3);
        assertEquals(1, recorder.stats().of(EventType.PRIMING).recorded());
        assertEquals(2L, recorder.stats().of(EventType.PRIMING).rejected().get(RejectReason.CLOSED));
    }

    @Test
    void shouldLetGoOfThreadsWhoseRingWasRecycled() throws Exception {
        WeakReference<Thread> ended = traceAndEnd();
        TraceRing ring = recorder.rings().get(0);
        assertTrue(ring.isOrphaned());
        ring.recycle();
        awaitCleared(ended);
    }

    @Test
    void shouldLetGoOfThreadsWhenClosed() throws Exception {
        WeakReference<Thread> ended = traceAndEnd();
        recorder.shutGate();
        recorder.free();
        awaitCleared(ended);
    }

    private WeakReference<Thread> traceAndEnd() throws InterruptedException {
        Thread thread = new Thread(() -> front.trace(1));
        thread.start();
        thread.join();
        return new WeakReference<>(thread);
    }

    private static void awaitCleared(WeakReference<Thread> thread) {
        while (thread.get() != null) {
            System.gc();
        }
    }
}
