// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import static io.engram.trace.collector.tracefixture.KeyedEvents.keys;
import static io.engram.trace.collector.tracefixture.KeyedEvents.range;
import static io.engram.trace.collector.tracefixture.TraceFileFixture.TICK_ZERO_EPOCH_NANOS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.tracefixture.FixtureRing;
import io.engram.trace.collector.tracefixture.KeyedEvents;
import io.engram.trace.collector.tracefixture.TraceFileFixture;
import io.engram.trace.core.spi.TracedThread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailTest {
    private static final TracedThread A = new TracedThread(11, "a");
    private static final TracedThread B = new TracedThread(22, "b");
    private static final TracedThread UNKNOWN = new TracedThread(0, "unknown");
    private static final int CAPACITY = 64;

    @TempDir
    private Path folder;
    private TraceFileFixture fixture;
    private TraceFile file;

    @BeforeEach
    void open() throws IOException {
        fixture = TraceFileFixture.ofRunning(folder.resolve("1.trace"), CAPACITY, 32);
        file = TraceFile.open(fixture.path());
    }

    @AfterEach
    void close() throws IOException {
        file.close();
        fixture.close();
    }

    @Test
    void shouldGiveEachEventOnce() throws IOException {
        FixtureRing ring = fixture.addRing(A).write(0, 10);
        Tail tail = file.tail(true);
        assertEquals(range(0, 10), keys(tail.poll(100)));
        assertEquals(List.of(), tail.poll(100));
        ring.write(10, 20);
        List<CognitiveEvent> events = tail.poll(100);
        assertEquals(range(10, 30), keys(events));
        assertEquals(KeyedEvents.event(15, TICK_ZERO_EPOCH_NANOS + 15, A, 15, 1.0), events.get(5));
        ring.write(30, CAPACITY);
        assertEquals(range(30, 30 + CAPACITY), keys(tail.poll(100)));
        assertEquals(Map.of(), tail.lost());
    }

    @Test
    void shouldBeginWithWhatComesIfThatIsWanted() throws IOException {
        FixtureRing ring = fixture.addRing(A).write(0, 100);
        Tail tail = file.tail(false);
        assertEquals(List.of(), tail.poll(100));
        ring.write(100, 3);
        assertEquals(range(100, 103), keys(tail.poll(100)));
        assertEquals(Map.of(), tail.lost());
    }

    @Test
    void shouldNotCountAsLostWhatWasGoneBeforeItBegan() throws IOException {
        fixture.addRing(A).write(0, 100);
        Tail tail = file.tail(true);
        assertEquals(range(36, 100), keys(tail.poll(100)));
        assertEquals(Map.of(), tail.lost());
    }

    @Test
    void shouldCountWhatItCameTooLateForByThread() throws IOException {
        FixtureRing first = fixture.addRing(A);
        FixtureRing second = fixture.addRing(B);
        Tail tail = file.tail(true);
        first.write(0, 10);
        second.write(1_000, 70);
        assertEquals(74, tail.poll(100).size());
        assertEquals(Map.of(B, 6L), tail.lost());
        first.write(10, 50).own(B).write(60, 40);
        second.writer().writePriming(0, (byte) 99, 0, 0, 0, 0);
        assertEquals(64, tail.poll(100).size());
        assertEquals(Map.of(A, 26L, B, 1L), tail.lost());
        assertEquals(Map.of(), tail.lost());
        for (int owner = 0; owner < 6; owner++) {
            first.own(new TracedThread(owner, "t")).write(100 + owner * 50L, 50);
        }
        assertEquals(range(336, 400), keys(tail.poll(100)));
        // The first two owners are forgotten, with 100 records; the next two are not, with 136 lost ones.
        assertEquals(Map.of(UNKNOWN, 100L, new TracedThread(2, "t"), 50L, new TracedThread(3, "t"), 50L,
                new TracedThread(4, "t"), 36L), tail.lost());
    }

    @Test
    void shouldFollowRingsThatAreTakenLater() throws IOException {
        Tail tail = file.tail(false);
        assertEquals(List.of(), tail.poll(100));
        fixture.addRing(A).write(0, 5);
        assertEquals(range(0, 5), keys(tail.poll(100)));
        fixture.addRingOutside();
        FixtureRing third = fixture.addRing(B).write(5, 5);
        assertEquals(range(5, 10), keys(tail.poll(100)));
        third.own(A).write(10, 5);
        assertEquals(KeyedEvents.event(10, TICK_ZERO_EPOCH_NANOS + 10, A, 0, 1.0), tail.poll(100).getFirst());
    }

    @Test
    void shouldRememberOwnersThatTheRingForgets() throws IOException {
        FixtureRing ring = fixture.addRing(A).write(0, 1);
        Tail tail = file.tail(true);
        tail.poll(1);
        for (int owner = 0; owner < 6; owner++) {
            ring.own(new TracedThread(owner, "t")).write(1 + owner * 2L, 2);
            // One event behind, so that the last one is of an owner before.
            List<CognitiveEvent> events = tail.poll(owner == 0 ? 1 : 2);
            assertEquals(owner, events.getLast().thread().id());
        }
        ring.own(B);
        assertEquals(KeyedEvents.event(12, TICK_ZERO_EPOCH_NANOS + 12, new TracedThread(5, "t"), 1, 1.0),
                tail.poll(2).getFirst());
    }

    @Test
    void shouldMergeByTimeAndGiveEachRingItsTurn() throws IOException {
        int rings = 5;
        for (int ring = 0; ring < rings; ring++) {
            FixtureRing one = fixture.addRing(new TracedThread(ring, "t" + ring));
            for (int i = 0; i < 12; i++) {
                one.write(i * rings + ring, 1);
            }
        }
        Tail all = file.tail(true);
        assertEquals(range(0, 60), keys(all.poll(1_000)));
        assertTrue(all.isDrained());
        Tail few = file.tail(true);
        List<Long> keys = new ArrayList<>();
        int polls = 0;
        while (!few.isDrained()) {
            List<CognitiveEvent> events = few.poll(2);
            assertTrue(events.size() <= 2, events::toString);
            keys.addAll(keys(events));
            polls++;
            if (polls == rings) {
                assertEquals(rings, keys.stream().map(key -> key % rings).distinct().count());
            }
        }
        assertEquals(range(0, 60), keys.stream().sorted().toList());
        for (int ring = 0; ring < rings; ring++) {
            int one = ring;
            List<Long> own = keys.stream().filter(key -> key % rings == one).toList();
            assertEquals(own.stream().sorted().toList(), own);
        }
    }

    @Test
    void shouldHandTheShareOfIdleRingsToBusyOnes() throws IOException {
        FixtureRing busy = fixture.addRing(A);
        for (int ring = 0; ring < 9; ring++) {
            fixture.addRing(B);
        }
        Tail tail = file.tail(true);
        busy.write(0, 60);
        assertEquals(60, tail.poll(60).size() + tail.poll(60).size());
        assertTrue(tail.isDrained());
    }

    @Test
    void shouldNotBeDrainedWhileOnlyWhatCannotBeDecodedWasTaken() throws IOException {
        FixtureRing ring = fixture.addRing(A);
        Tail tail = file.tail(true);
        for (int i = 0; i < 10; i++) {
            ring.writer().writePriming(0, (byte) 99, 0, 0, 0, 0);
        }
        ring.write(0, 1);
        assertEquals(List.of(), tail.poll(5));
        assertFalse(tail.isDrained());
        assertEquals(List.of(0L), keys(tail.poll(10)));
        assertTrue(tail.isDrained());
        assertEquals(Map.of(A, 10L), tail.lost());
    }

    @Test
    void shouldWaitForTheFirstBeatAndDoWithoutItOnceTheProcessHasEnded() throws IOException {
        try (TraceFileFixture young = TraceFileFixture.ofEnded(folder.resolve("2.trace"), CAPACITY, 1);
                TraceFile youngFile = TraceFile.open(young.path())) {
            Tail tail = youngFile.tail(true);
            young.addRing(A).write(500, 2);
            List<CognitiveEvent> events = tail.poll(1);
            assertEquals(TraceFileFixture.START_EPOCH_NANOS, events.getFirst().timeUnixNano());
            young.beat();
            assertEquals(TICK_ZERO_EPOCH_NANOS + 501, tail.poll(1).getFirst().timeUnixNano());
        }
        try (TraceFileFixture young = TraceFileFixture.ofRunning(folder.resolve("3.trace"), CAPACITY, 1);
                TraceFile youngFile = TraceFile.open(young.path())) {
            young.head().asSlice(512, 40).fill((byte) 0);
            Tail tail = youngFile.tail(true);
            young.addRing(A).write(500, 2);
            assertEquals(List.of(), tail.poll(1));
            young.beat();
            assertEquals(TICK_ZERO_EPOCH_NANOS + 500, tail.poll(1).getFirst().timeUnixNano());
        }
    }

    @Test
    void shouldRefuseToPollForNothing() throws IOException {
        Tail tail = file.tail(true);
        assertThrows(IllegalArgumentException.class, () -> tail.poll(0));
    }
}
