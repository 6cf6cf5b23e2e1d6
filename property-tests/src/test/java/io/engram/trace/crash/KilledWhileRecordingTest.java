// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.tracefile.OwnerState;
import io.engram.trace.collector.tracefile.RingStats;
import io.engram.trace.collector.tracefile.Snapshot;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.collector.tracefile.TraceFileStats;
import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.load.TracedCall;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process has recorded before {@code kill -9} is all there, and nothing else is. */
class KilledWhileRecordingTest {
    private static final int KILLS = 100;
    private static final int AT_A_TIME = 2;
    private static final int THREADS = 4;
    // The smallest at which a slot is rewritten while others are whole; a small one; the usual one.
    private static final int[] CAPACITIES = {3, 64, 10_000};
    private static final long LATEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    @TempDir
    private Path folder;

    @Test
    void shouldFindAllThatWasRecordedBeforeEachOfAHundredKills() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<?>> kills = new ArrayList<>();
            for (int i = 0; i < KILLS; i++) {
                int number = i;
                kills.add(pool.submit(() -> {
                    killAndRead(CAPACITIES[number % CAPACITIES.length], new Random(number));
                    return null;
                }));
            }
            for (Future<?> kill : kills) {
                kill.get();
            }
        }
    }

    private void killAndRead(int capacity, Random random) throws IOException, InterruptedException {
        Path file;
        try (TracedChild child = TracedChild.start(folder, "-Dengram.trace.ring.capacity=" + capacity)) {
            file = child.open();
            child.goOn(THREADS, 0);
            // Before the rings are full, or after they were filled several times.
            child.pass(random.nextInt(3 * capacity));
            // At any moment: nothing is waited for.
            LockSupport.parkNanos(random.nextLong(LATEST_NANOS));
            child.jvm().kill();
        }
        try (TraceFile trace = TraceFile.open(file)) {
            assertEquals(OwnerState.ENDED, trace.ownerState());
            Snapshot snapshot = trace.snapshot(EventFilter.ALL);
            assertEquals(0, snapshot.undecodable());
            assertEvents(snapshot, capacity);
            assertAccounts(snapshot.stats());
        }
        // A hundred of them take room.
        Files.delete(file);
    }

    private static void assertEvents(Snapshot snapshot, int capacity) {
        Receipt receipt = new Receipt();
        receipt.add(snapshot.events());
        receipt.assertLastSpans();
        long missing = 0;
        assertEquals(THREADS, snapshot.stats().rings().size());
        for (RingStats ring : snapshot.stats().rings()) {
            int thread = number(ring);
            long inRing = Math.min(ring.recorded(), capacity);
            long found = receipt.received(thread);
            assertTrue(found == inRing || found == inRing - 1,
                    () -> found + " of " + inRing + " events of " + ring);
            assertEquals(ring.recorded() - 1, receipt.last(thread), "the last one recorded is there");
            assertEquals(ring.recorded() - found, receipt.first(thread), "none is missing between first and last");
            missing += inRing - found;
        }
        assertEquals(missing, snapshot.overwritten(), "told");
    }

    private static int number(RingStats ring) {
        return Integer.parseInt(ring.thread().name().substring(TracedCall.threadName(0).length() - 1));
    }

    private static void assertAccounts(TraceFileStats stats) {
        long[] calls = new long[EventType.values().length];
        long heads = 0;
        for (RingStats ring : stats.rings()) {
            for (int i = 0; i < ring.recorded(); i++) {
                calls[TracedCall.type(number(ring), i).ordinal()]++;
            }
            heads += ring.recorded();
        }
        assertEquals(heads, stats.total(TypeStats::recorded) + stats.unknownType());
        for (EventType type : EventType.values()) {
            long recorded = stats.of(type).recorded();
            long real = calls[type.ordinal()];
            assertTrue(recorded <= real && recorded >= real - stats.unknownType(),
                    () -> type + ": told " + recorded + ", recorded " + real + ", of unknown type "
                            + stats.unknownType());
        }
    }

    /** The control: a bit that is not as it was written does not pass. */
    @Test
    void shouldNoticeASingleWrongBit() throws IOException, InterruptedException {
        int capacity = 64;
        Path file;
        try (TracedChild child = TracedChild.start(folder, "-Dengram.trace.ring.capacity=" + capacity)) {
            file = child.open();
            child.go(1, 10, 0);
            assertArrayEquals(new long[] {10}, child.join());
            child.jvm().kill();
        }
        long offset = TraceFileLayout.ringOffset(0, capacity) + RingLayout.slotOffset(3, capacity)
                + RecordLayout.RECORD_BYTES / 2;
        new Receipt().add(events(file));
        FilePatch.flipBit(file, offset);
        List<CognitiveEvent> events = events(file);
        assertEquals(10, events.size());
        assertThrows(AssertionError.class, () -> new Receipt().add(events));
    }

    private static List<CognitiveEvent> events(Path file) throws IOException {
        try (TraceFile trace = TraceFile.open(file)) {
            return trace.snapshot(EventFilter.ALL).events();
        }
    }
}
