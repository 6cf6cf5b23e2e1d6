// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.filetests.Logged;
import io.engram.trace.core.filetests.TraceFiles;
import io.engram.trace.core.memory.FileMemory;
import io.engram.trace.core.recording.Recorder;
import io.engram.trace.core.spi.CollectorFactory;
import io.engram.trace.core.spi.DrainReport;
import io.engram.trace.core.spi.TraceCollector;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.memlayout.layout.ControlBlock;
import io.engram.trace.memlayout.layout.Pulse;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.RingOwners;
import io.engram.trace.memlayout.layout.SamplingWord;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tracer whose rings lie in a file, seen through the file. */
@Timeout(120)
class TraceFileTest {
    private static final long UNCHANGED = ControlBlock.UNCHANGED;
    private static final long ON = ControlBlock.ON;
    private static final int CAPACITY = 100;
    private static final long PID = ProcessHandle.current().pid();

    @TempDir
    private Path temporary;

    private Path folder() {
        return temporary.resolve("traces");
    }

    private TracingConfig.Builder config() {
        return TracingConfig.development().toBuilder().ringCapacity(CAPACITY).traceFileFolder(folder());
    }

    private static Path file(CognitiveTracer tracer) {
        return tracer.traceFile().orElseThrow();
    }

    private static void trace(CognitiveTracer tracer, long node) {
        tracer.tracePriming(PrimingType.SEMANTIC, 0.5f, node, node + 1);
    }

    private static CollectorFactory collector(DrainReport report, Map<String, String> resource) {
        return (source, config) -> new TraceCollector() {
            @Override
            public DrainReport flush(Duration timeout) {
                return report;
            }

            @Override
            public DrainReport close(Duration timeout) {
                return report;
            }

            @Override
            public Map<String, String> resource() {
                return resource;
            }
        };
    }

    private static CollectorFactory delivering(boolean complete) {
        return collector(new DrainReport(complete, 0, 0), Map.of());
    }

    @Test
    void shouldWriteWhatItRecordsIntoTheFile() throws InterruptedException {
        long before = TraceClock.system().epochNanos();
        CognitiveTracer tracer = CognitiveTracer.start(config().build());
        for (int i = 0; i < 3; i++) {
            trace(tracer, 10 + i);
        }
        Thread second = new Thread(() -> tracer.traceFalseMemory(77, 0.25f, new long[] {1, 2}, 2), "second thread");
        second.start();
        second.join();

        MemorySegment file = TraceFiles.map(file(tracer));
        assertEquals(TraceFileLayout.VERSION, TraceFileLayout.versionAcquire(file));
        assertEquals(TraceFileLayout.MAGIC, TraceFileLayout.magic(file));
        assertEquals(PID, TraceFileLayout.pid(file));
        assertTrue(TraceFileLayout.startEpochNanos(file) >= before);
        assertEquals(CAPACITY, TraceFileLayout.ringCapacity(file));
        assertEquals(16, TraceFileLayout.maxRings(file));
        assertEquals(config().build().memoryLimitBytes(), TraceFileLayout.memoryLimitBytes(file));
        assertEquals(config().build().toString(), TraceFileLayout.config(file));
        assertEquals(2, TraceFileLayout.ringsAcquire(file));
        assertEquals(Pulse.OPEN, Pulse.stateAcquire(file));

        MemorySegment ring = TraceFiles.ring(file, 0);
        assertEquals(3, RingLayout.headAcquire(ring));
        for (int position = 0; position < 3; position++) {
            long record = RingLayout.slotOffset(position, CAPACITY);
            assertEquals(RecordLayout.completeStamp(position), RecordLayout.stampAcquire(ring, record));
            assertEquals(RecordLayout.PRIMING, RecordLayout.eventType(ring, record));
            assertEquals(10 + position, RecordLayout.primingSourceNode(ring, record));
            assertEquals(11 + position, RecordLayout.primingTargetNode(ring, record));
        }
        assertEquals(1, RingOwners.takenAcquire(ring));
        assertEquals(Thread.currentThread().threadId(), RingOwners.threadId(ring, 0));
        MemorySegment other = TraceFiles.ring(file, 1);
        assertEquals("second thread", RingOwners.threadName(other, 0));
        assertEquals(77, RecordLayout.criticalLure(other, RingLayout.slotOffset(0, CAPACITY)));

        TraceFiles.await(() -> RingLayout.recorded(ring, EventType.PRIMING.code()) == 3
                && RingLayout.recorded(other, EventType.FALSE_MEMORY.code()) == 1);
        tracer.close();
        assertEquals(Pulse.CLOSED, Pulse.stateAcquire(file));
        int shutdown = DiscardReason.SHUTDOWN.ordinal();
        assertEquals(3, TraceFileLayout.discardedAcquire(file, shutdown, EventType.PRIMING.code()));
        trace(tracer, 1);
        assertEquals(1, TraceFileLayout.rejected(file, RejectReason.CLOSED.ordinal(), EventType.PRIMING.code()));
        assertEquals(4, tracer.stats().of(EventType.PRIMING).observed());
    }

    @Test
    void shouldNoteEachOwnerOfARecycledRing() throws IOException, InterruptedException {
        TracingConfig config = config().build();
        FileMemory memory = FileMemory.create(config);
        Recorder recorder = new Recorder(config, TraceClock.system(), memory);
        for (int owner = 0; owner < 6; owner++) {
            Thread thread = new Thread(() -> {
                for (int event = 0; event < 2; event++) {
                    recorder.find(RecordLayout.PRIMING).priming(Recorder.NO_TICKS, 0,
                            PrimingType.SEMANTIC.code(), 1, 1, 1);
                }
            }, "owner " + owner);
            thread.start();
            thread.join();
            TraceRing ring = recorder.rings().get(0);
            assertTrue(ring.isOrphaned());
            ring.recycle();
        }
        MemorySegment ring = TraceFiles.ring(TraceFiles.map(memory.file().orElseThrow()), 0);
        assertEquals(6, RingOwners.takenAcquire(ring));
        for (int owner = 2; owner < 6; owner++) {
            assertEquals(RecordLayout.completeStamp(owner), RingOwners.stampAcquire(ring, owner));
            assertEquals("owner " + owner, RingOwners.threadName(ring, owner));
            assertEquals(2 * owner, RingOwners.firstPosition(ring, owner));
        }
        memory.close(false);
    }

    @Test
    void shouldGiveEachTracerAFile() {
        try (CognitiveTracer first = CognitiveTracer.start(config().build());
                CognitiveTracer second = CognitiveTracer.start(config().build())) {
            trace(first, 1);
            trace(second, 2);
            assertEquals(folder().resolve(PID + ".trace"), file(first));
            assertEquals(folder().resolve(PID + "-2.trace"), file(second));
            assertEquals(1, RecordLayout.primingSourceNode(TraceFiles.ring(TraceFiles.map(file(first)), 0),
                    RingLayout.slotOffset(0, CAPACITY)));
            assertEquals(2, RecordLayout.primingSourceNode(TraceFiles.ring(TraceFiles.map(file(second)), 0),
                    RingLayout.slotOffset(0, CAPACITY)));
        }
    }

    @Test
    void shouldRecordWithoutAFileWhereThereCanBeNone() throws IOException {
        Files.createFile(folder());
        try (Logged logged = new Logged(); CognitiveTracer tracer = CognitiveTracer.start(config().build())) {
            trace(tracer, 1);
            assertEquals(Optional.empty(), tracer.traceFile());
            assertEquals(1, tracer.stats().of(EventType.PRIMING).recorded());
            assertEquals(1, logged.messages().size());
        }
    }

    @Test
    void shouldHaveNoFileUnlessAskedTo() {
        try (CognitiveTracer tracer = CognitiveTracer.start(config().traceFile(false).build())) {
            trace(tracer, 1);
            assertEquals(Optional.empty(), tracer.traceFile());
        }
        assertFalse(Files.exists(folder()));
    }

    @Test
    void shouldRemoveTheFileOnlyIfToldToAndEverythingWasDelivered() {
        for (boolean keep : new boolean[] {true, false}) {
            for (boolean complete : new boolean[] {true, false}) {
                CognitiveTracer tracer = CognitiveTracer.start(config().keepTraceFile(keep).build(),
                        delivering(complete));
                trace(tracer, 1);
                assertTrue(Files.exists(file(tracer)));
                tracer.close(Duration.ZERO);
                assertEquals(keep || !complete, Files.exists(file(tracer)), "keep " + keep + ", complete " + complete);
                assertEquals(1, tracer.stats().of(EventType.PRIMING).recorded(), "the accounts stay");
            }
        }
    }

    @Test
    void shouldLeaveNoFileWhenTheCollectorDoesNotStart() {
        assertThrows(IllegalStateException.class, () -> CognitiveTracer.start(config().build(), (source, config) -> {
            throw new IllegalStateException("no");
        }));
        assertEquals(List.of(), TraceFiles.names(folder()));
    }

    @Test
    void shouldTellTheAttributesOfItsExports() {
        Map<String, String> resource = Map.of("service.name", "a b", "service.version", "1");
        try (CognitiveTracer tracer = CognitiveTracer.start(config().build(),
                collector(new DrainReport(true, 0, 0), resource))) {
            MemorySegment file = TraceFiles.map(file(tracer));
            assertEquals("service.name=a b\nservice.version=1\n", TraceFileLayout.resource(file));
        }
    }

    @Test
    void shouldSwitchTypesThatAnotherProcessAsksFor() {
        AtomicInteger started = new AtomicInteger();
        CollectorFactory factory = (source, config) -> {
            started.incrementAndGet();
            return delivering(true).start(source, config);
        };
        TracingConfig disabled = TracingConfig.disabled().toBuilder().traceFile(true).traceFileFolder(folder())
                .sampleRate(EventType.PRIMING, 0.5).build();
        CognitiveTracer tracer = CognitiveTracer.start(disabled, factory);
        MemorySegment file = TraceFiles.map(file(tracer));
        assertEquals(0, started.get());
        TraceFiles.request(file(tracer), 1, UNCHANGED, SamplingWord.of(1.0), UNCHANGED, ON);
        TraceFiles.await(() -> ControlBlock.followedAcquire(file) == 1);
        assertEquals(1, started.get());
        assertEquals(SamplingWord.DISABLED, ControlBlock.samplingOpaque(file, EventType.PRIMING.code()));
        assertEquals(SamplingWord.of(1.0), ControlBlock.samplingOpaque(file, EventType.INTERFERENCE.code()));
        tracer.traceInterference(InterferenceType.FAN, 1, 1);
        trace(tracer, 1);
        assertEquals(1, tracer.stats().of(EventType.INTERFERENCE).recorded());
        assertEquals(0, tracer.stats().of(EventType.PRIMING).observed());

        // The rate that was configured, and the one that was asked for, are those that switching on goes back to.
        TraceFiles.request(file(tracer), 2, ON, SamplingWord.of(0.25), SamplingWord.DISABLED, UNCHANGED);
        TraceFiles.await(() -> ControlBlock.followedAcquire(file) == 2);
        assertEquals(SamplingWord.of(0.5), ControlBlock.samplingOpaque(file, EventType.PRIMING.code()));
        tracer.setEnabled(EventType.INTERFERENCE, false);
        assertEquals(SamplingWord.DISABLED, ControlBlock.samplingOpaque(file, EventType.INTERFERENCE.code()));
        tracer.setEnabled(EventType.INTERFERENCE, true);
        assertEquals(SamplingWord.of(0.25), ControlBlock.samplingOpaque(file, EventType.INTERFERENCE.code()));
        assertEquals(1, started.get());

        tracer.close();
        long closed = SamplingWord.CLOSED;
        assertEquals(closed, ControlBlock.samplingOpaque(file, EventType.PRIMING.code()));
        TraceFiles.request(file(tracer), 3, ON, ON, ON, ON);
        TraceFiles.await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("engram-trace-file")));
        assertEquals(2, ControlBlock.followedAcquire(file));
        assertEquals(closed, ControlBlock.samplingOpaque(file, EventType.PRIMING.code()));
        assertEquals(SamplingWord.DISABLED, ControlBlock.samplingOpaque(file, EventType.RECONSOLIDATION.code()));
    }

    @Test
    void shouldSwitchOffWhatItCanThoughNoCollectorStarts() {
        TracingConfig disabled = config().enabled(EventType.PRIMING, false).enabled(EventType.INTERFERENCE, false)
                .enabled(EventType.RECONSOLIDATION, false).enabled(EventType.FALSE_MEMORY, false).build();
        AtomicInteger tries = new AtomicInteger();
        CollectorFactory factory = (source, config) -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalArgumentException("not yet");
            }
            return delivering(true).start(source, config);
        };
        try (Logged logged = new Logged(); CognitiveTracer tracer = CognitiveTracer.start(disabled, factory)) {
            MemorySegment file = TraceFiles.map(file(tracer));
            TraceFiles.request(file(tracer), 1, ON, SamplingWord.DISABLED, ON, UNCHANGED);
            TraceFiles.await(() -> ControlBlock.followedAcquire(file) == 1);
            assertEquals(SamplingWord.DISABLED, ControlBlock.samplingOpaque(file, EventType.PRIMING.code()));
            assertEquals(SamplingWord.of(1.0), ControlBlock.samplingOpaque(file, EventType.RECONSOLIDATION.code()));
            TraceFiles.await(() -> logged.messages().size() == 1);
        }
    }

    /** Its life is told by the pulse, also while closing takes long. */
    @Test
    void shouldBeatWhileTheCollectorIsClosed() throws InterruptedException {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CognitiveTracer tracer = CognitiveTracer.start(config().build(), (source, config) -> new TraceCollector() {
            @Override
            public DrainReport flush(Duration timeout) {
                return new DrainReport(true, 0, 0);
            }

            @Override
            public DrainReport close(Duration timeout) {
                closing.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return new DrainReport(true, 0, 0);
            }
        });
        MemorySegment file = TraceFiles.map(file(tracer));
        Thread closer = new Thread(tracer::close);
        closer.start();
        closing.await();
        TraceFiles.request(file(tracer), 1, ON, ON, ON, ON);
        long before = Pulse.sequenceAcquire(file);
        TraceFiles.await(() -> Pulse.sequenceAcquire(file) >= before + 4);
        assertEquals(0, ControlBlock.followedAcquire(file));
        assertNotEquals(Pulse.CLOSED, Pulse.stateAcquire(file));
        goOn.countDown();
        closer.join();
        assertEquals(Pulse.CLOSED, Pulse.stateAcquire(file));
        assertEquals(0, ControlBlock.followedAcquire(file));
    }
}
