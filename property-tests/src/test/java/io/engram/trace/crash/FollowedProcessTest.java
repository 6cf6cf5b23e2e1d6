// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.tracefile.OwnerState;
import io.engram.trace.collector.tracefile.RingStats;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.json.JsonEventReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who follows a process gets every event or is told that it is lost, whenever it began, and however the process ends.
 */
class FollowedProcessTest {
    private static final int THREADS = 2;
    private static final int CALLS = 300_000;

    @TempDir
    private Path folder;

    /** Rings that are lapped all the time, and rings that hold all. */
    @ParameterizedTest
    @CsvSource({"64, close, CLOSED", "1000, exit, CLOSED", "1000, halt, ENDED", "400000, close, CLOSED",
        "400000, halt, ENDED"})
    void shouldAccountForEveryCallUntilTheProcessIsDone(int capacity, String end, OwnerState ended) throws Exception {
        try (TracedChild child = TracedChild.start(folder, "-Dengram.trace.ring.capacity=" + capacity);
                Follower follower = new Follower(child.open(), true)) {
            child.go(THREADS, CALLS, 0);
            child.jvm().tell("join");
            child.jvm().tell(end);
            assertEquals(ended, follower.pollUntilEnd());
            long[] calls = child.joined();
            if (capacity > CALLS) {
                follower.receipt().assertComplete(calls);
            } else {
                follower.receipt().assertAccountsFor(calls);
            }
            assertTrue(follower.receipt().received() >= THREADS * Math.min(capacity, CALLS), "what the rings hold");
        }
    }

    @Test
    void shouldAccountForEveryRecordUntilTheProcessIsKilled() throws Exception {
        try (TracedChild child = TracedChild.start(folder, "-Dengram.trace.ring.capacity=5000");
                Follower follower = new Follower(child.open(), true)) {
            child.goOn(THREADS, 0);
            follower.pollUntilReceived(100_000);
            child.jvm().kill();
            assertEquals(OwnerState.ENDED, follower.pollUntilEnd());
            follower.receipt().assertAccountsFor(heads(follower.file()));
        }
    }

    /** What the file says of each thread, each of which has a ring of its own. */
    private static long[] heads(TraceFile file) throws IOException {
        return file.stats().rings().stream().sorted(Comparator.comparing(ring -> ring.thread().name()))
                .mapToLong(RingStats::recorded).toArray();
    }

    @Test
    void shouldFollowAProcessThatHasYetToStart() throws Exception {
        try (TracedChild child = TracedChild.start(folder)) {
            Path file = folder.resolve(child.jvm().pid() + ".trace");
            child.jvm().tell("open");
            // Tries while the file is not there, empty, and half written.
            try (Follower follower = new Follower(file, true)) {
                assertEquals(file.toString(), child.jvm().await("opened"));
                child.go(THREADS, 1_000, 0);
                child.jvm().tell("join");
                child.jvm().tell("close");
                follower.pollUntilEnd();
                follower.receipt().assertComplete(child.joined());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldFollowAProcessThatHasBeenAtItForLong(boolean fromOldest) throws Exception {
        int capacity = 1_000;
        try (TracedChild child = TracedChild.start(folder, "-Dengram.trace.ring.capacity=" + capacity)) {
            Path file = child.open();
            child.goOn(THREADS, 100_000);
            child.pass(2 * capacity);
            try (Follower follower = new Follower(file, fromOldest)) {
                follower.pollUntilReceived(10_000);
                child.jvm().tell("stop");
                child.jvm().tell("close");
                follower.pollUntilEnd();
                long[] calls = child.joined();
                Receipt receipt = follower.receipt();
                for (int thread = 0; thread < THREADS; thread++) {
                    long began = calls[thread] - receipt.received(thread) - receipt.lost(thread);
                    assertTrue(began >= capacity && began <= receipt.first(thread),
                            "began at " + began + ", received from " + receipt.first(thread));
                    assertEquals(calls[thread] - 1, receipt.last(thread));
                }
            }
        }
    }

    /** Readers take nothing away: the process's own exporter still gets every event. */
    @Test
    void shouldLeaveEveryEventToTheProcessItself() throws Exception {
        Path output = folder.resolve("events.ndjson");
        int calls = 100_000;
        try (TracedChild child = TracedChild.start(folder, "-Dengram.trace.ring.capacity=" + calls,
                "-Dengram.trace.export.format=ndjson", "-Dengram.trace.export.output=" + output,
                "-Dengram.trace.export.rotate-bytes=0", "-Dengram.trace.export.interval=5ms");
                Follower follower = new Follower(child.open(), true)) {
            child.go(THREADS, calls, 0);
            child.jvm().tell("join");
            child.jvm().tell("close");
            while (follower.file().ownerState() == OwnerState.RUNNING) {
                follower.poll();
                follower.file().snapshot(EventFilter.ALL);
                follower.file().stats();
            }
            follower.pollUntilEnd();
            long[] made = child.joined();
            assertEquals("true", child.jvm().await("closed"), "everything was delivered");
            Map<EventType, Long> exported = child.figures("exported");
            follower.receipt().assertComplete(made);
            read(output).assertComplete(made);
            for (EventType type : EventType.values()) {
                TypeStats stats = follower.file().stats().of(type);
                assertEquals(exported.get(type), stats.exported());
                assertEquals(exported.get(type), stats.recorded());
                assertTrue(stats.isBalanced(), stats::toString);
            }
            List<CognitiveEvent> left = follower.file().snapshot(EventFilter.ALL).events();
            assertEquals(THREADS * calls, left.size(), "they stay in the file");
        }
    }

    private static Receipt read(Path file) throws IOException {
        Receipt receipt = new Receipt();
        try (JsonEventReader reader = JsonEventReader.open(file)) {
            for (CognitiveEvent event = reader.next(); event != null; event = reader.next()) {
                receipt.add(event);
            }
            assertEquals(Map.of(), reader.lost());
        }
        return receipt;
    }
}
