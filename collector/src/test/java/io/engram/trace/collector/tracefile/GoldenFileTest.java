// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import static io.engram.trace.collector.tracefixture.TraceFileFixture.TICK_ZERO_EPOCH_NANOS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.tracefixture.FixtureRing;
import io.engram.trace.collector.tracefixture.KeyedEvents;
import io.engram.trace.collector.tracefixture.TraceFileFixture;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.memlayout.ring.RingWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trace files as they were written once: whatever changes in the layout, files of these versions stay readable.
 *
 * <p>They were written by {@link #main} on a little-endian machine, {@code version-1.trace} by that of version 1, which had
 * no shared rings in it. None is ever to be written anew; a layout that changes gets another version and another file.
 */
class GoldenFileTest {
    private static final TracedThread MAIN = new TracedThread(1, "main");
    private static final TracedThread WORKER = new TracedThread(31, "worker-\u00e4\u20ac");
    private static final TracedThread SHARED = new TracedThread(0, "shared");
    private static final TracedThread NEXT = new TracedThread(1L << 40, "");

    @TempDir
    private Path folder;

    /** Writes the file that is given. */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]));
    }

    private static void write(Path path) throws IOException {
        try (TraceFileFixture fixture = TraceFileFixture.ofEnded(path, 8, 8)) {
            fixture.beat();
            RingWriter main = fixture.addRing(MAIN).writer();
            main.writePriming(100, PrimingType.REPETITION.code(), -0.5f, 7, -1, Long.MIN_VALUE);
            main.writeInterference(103, InterferenceType.FAN.code(), 0.25f, -7, 11, 70_000, 12, 13, 14);
            main.writeReconsolidation(106, 0, 21, 0.75f, 3, 0x8000_0000_0000_0001L, Float.MAX_VALUE);
            main.writeFalseMemory(109, 8, 31, 1f, 2, 32, 33, 0);
            FixtureRing shared = fixture.addRing(WORKER);
            for (int i = 0; i < 9; i++) {
                shared.writer().writePriming(101 + i, PrimingType.SEMANTIC.code(), i, 0, i, i + 1);
            }
            shared.own(NEXT);
            shared.changeRate(EventType.INTERFERENCE, 0.5);
            shared.writer().writeInterference(110, InterferenceType.PROACTIVE.code(), 0f, 9, 41, 0, 0, 0, 0);
            shared.publish();
            fixture.addRing(NEXT);
            fixture.addRingOutside();
            // In the room of 8 records: 5 slots, and 4.
            fixture.addSharedRing().write(81, 200, 7);
            fixture.addSharedRingWithSpans().write(1L << 50, 300, 7);
            FixtureRing spans = fixture.addRing(MAIN);
            for (int i = 0; i < 6; i++) {
                spans.changeSpan(1_000).replaceSpan(400 + i).write(400 + 2 * i, 2);
            }
            spans.publish();
        }
    }

    private static List<CognitiveEvent> events() {
        return List.of(
                new PrimingEvent(time(100), MAIN, 0, 1.0, 7, PrimingType.REPETITION, -0.5f, -1, Long.MIN_VALUE),
                new InterferenceEvent(time(103), MAIN, 1, 1.0, -7, InterferenceType.FAN, 0.25f, 11,
                        NodeIds.of(12, 13, 14), 65_535),
                priming(2),
                priming(3),
                priming(4),
                new ReconsolidationEvent(time(106), MAIN, 2, 1.0, 0, 21, 0.75f, 3, 0x8000_0000_0000_0001L,
                        Float.MAX_VALUE),
                priming(5),
                priming(6),
                priming(7),
                new FalseMemoryEvent(time(109), MAIN, 3, 1.0, 8, 31, NodeIds.of(32, 33), 2, 1f),
                priming(8),
                new InterferenceEvent(time(110), NEXT, 0, 0.5, 9, InterferenceType.PROACTIVE, 0f, 41, NodeIds.NONE, 0));
    }

    private static List<CognitiveEvent> eventsOfVersion2() {
        List<CognitiveEvent> events = new ArrayList<>(events());
        for (int i = 2; i < 7; i++) {
            events.add(KeyedEvents.event(200 + i, time(200 + i), new TracedThread(81, ""), i, 1.0));
        }
        for (int i = 3; i < 7; i++) {
            events.add(KeyedEvents.event(300 + i, time(300 + i), new TracedThread(1L << 50, ""), i, 1.0,
                    KeyedEvents.span(300 + i)));
        }
        // Of six changes four are kept, and as many records are within the last four of them.
        for (int i = 4; i < 12; i++) {
            events.add(KeyedEvents.event(400 + i, time(400 + i), MAIN, i, 1.0, KeyedEvents.span(400 + i / 2)));
        }
        return events;
    }

    private static PrimingEvent priming(int i) {
        return new PrimingEvent(time(101 + i), WORKER, i, 1.0, 0, PrimingType.SEMANTIC, i, i, i + 1);
    }

    private static long time(long ticks) {
        return TICK_ZERO_EPOCH_NANOS + ticks;
    }

    private static byte[] golden(int version) throws IOException {
        Assumptions.assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
        try (InputStream stream = GoldenFileTest.class.getResourceAsStream("version-" + version + ".trace")) {
            return stream.readAllBytes();
        }
    }

    @Test
    void shouldReadAFileOfVersion1() throws IOException {
        Path path = Files.write(folder.resolve("1.trace"), golden(1));
        try (TraceFile file = TraceFile.open(path)) {
            assertEquals(OwnerState.ENDED, file.ownerState());
            Snapshot snapshot = file.snapshot(EventFilter.ALL);
            assertEquals(events(), snapshot.events());
            TraceFileStats stats = snapshot.stats();
            assertEquals(List.of(MAIN, NEXT, NEXT), stats.rings().stream().map(RingStats::thread).toList());
            assertEquals(1, stats.ringsOutside());
            assertEquals(2, stats.of(EventType.INTERFERENCE).recorded());
            assertEquals(14, stats.total(TypeStats::recorded));
            assertEquals(2, stats.total(TypeStats::overwritten));
            assertEquals("com.example.Main", file.info().mainClass());
            assertEquals("memory-model", file.info().resource().get("service.name"));
        }
    }

    @Test
    void shouldReadAFileOfVersion2() throws IOException {
        Path path = Files.write(folder.resolve("1.trace"), golden(2));
        try (TraceFile file = TraceFile.open(path)) {
            assertEquals(OwnerState.ENDED, file.ownerState());
            Snapshot snapshot = file.snapshot(EventFilter.ALL);
            assertEquals(eventsOfVersion2(), snapshot.events());
            TraceFileStats stats = snapshot.stats();
            assertEquals(List.of(MAIN, NEXT, NEXT, SHARED, SHARED, MAIN),
                    stats.rings().stream().map(RingStats::thread).toList());
            assertEquals(1, stats.ringsOutside());
            assertEquals(40, stats.total(TypeStats::recorded));
            assertEquals(11, stats.total(TypeStats::overwritten));
        }
    }

    @Test
    void shouldStillWriteVersion2ByteForByte() throws IOException {
        Path path = folder.resolve("1.trace");
        write(path);
        assertArrayEquals(golden(2), Files.readAllBytes(path));
    }
}
