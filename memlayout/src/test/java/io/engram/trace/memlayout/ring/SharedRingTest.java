// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SharedRingTest {
    // Steps of a write: claimed, looked, marked, half written, written, thread written, completed, counted.
    private static final int MARKED = 3;
    private static final int COMPLETED = 7;

    @Test
    void shouldFindNothingInANewRing() {
        TestSharedRing ring = new TestSharedRing(3);
        SharedRingReader reader = new SharedRingReader(ring.memory);
        assertEquals(List.of(), ring.readPositions(reader));
        assertTrue(reader.isDrained());
        assertEquals(0, reader.missed());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 10_000})
    void shouldKeepExactlyAsManyRecordsAsItHasSlots(int capacity) {
        TestSharedRing ring = new TestSharedRing(capacity);
        write(ring, 1, 0, 3 * capacity + 1);
        SharedRingReader reader = new SharedRingReader(ring.memory);
        assertEquals(positions(2L * capacity + 1, 3L * capacity + 1), ring.readPositions(reader));
        assertEquals(2 * capacity + 1, reader.missed());
        assertTrue(reader.isDrained());
        SharedRingTally tally = SharedRingTally.of(ring.memory);
        assertEquals(2 * capacity + 1, LongStream.of(tally.overwritten()).sum());
        assertEquals(0, LongStream.of(tally.dropped()).sum());
    }

    @Test
    void shouldTellWhoseRecordItIs() {
        TestSharedRing ring = new TestSharedRing(4);
        write(ring, 7, 0, 1);
        write(ring, 9, 0, 2);
        assertEquals(List.of(0L, 1L, 2L), ring.readPositions(new SharedRingReader(ring.memory)));
        assertEquals(List.of(7L, 9L, 9L), List.of(ring.threadId(0), ring.threadId(1), ring.threadId(2)));
    }

    /** Also where the slot's last record had a span. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void shouldTellEachRecordsOwnSpanOrNone(int capacity) {
        TestSharedRing ring = new TestSharedRing(capacity, SharedRingLayout.WITH_SPANS);
        SharedRingReader reader = new SharedRingReader(ring.memory);
        for (int number = 0; number < 4 * capacity + 3; number++) {
            write(ring, 5, number, 1);
            assertEquals(List.of((long) number), ring.readPositions(reader));
            assertEquals(number % 2 == 0, SharedRingLayout.hasSpan(ring.origins, 0));
        }
        write(ring, 6, 0, 3 * capacity + 1);
        assertEquals(capacity, ring.readPositions(reader).size());
    }

    @Test
    void shouldKeepAllBitsOfSpanAndThread() {
        TestSharedRing ring = new TestSharedRing(2, SharedRingLayout.WITH_SPANS);
        SharedRingWriter writer = new SharedRingWriter(ring.memory);
        long threadId = (1L << SharedRingLayout.THREAD_ID_BITS) - 1;
        writer.writePriming(writer.claim(), threadId, -1, Long.MIN_VALUE, -2, -3, 0x1FF, 0, (byte) 0, 0, 0, 0, 0);
        writer.writePriming(writer.claim(), threadId, 5, 0, 1, 1, 0, 0, (byte) 0, 0, 0, 0, 0);
        assertEquals(2, new SharedRingReader(ring.memory).read(ring.scratch, ring.origins, ring.spans, 2));
        assertEquals(threadId, ring.threadId(0));
        assertEquals(-1, SharedRingLayout.samplingWord(ring.origins, 0));
        assertTrue(SharedRingLayout.hasSpan(ring.origins, 0));
        assertEquals(0xFF, SharedRingLayout.traceFlags(ring.origins, 0));
        assertEquals(Long.MIN_VALUE, SharedRingLayout.traceIdHigh(ring.spans, 0));
        assertEquals(-2, SharedRingLayout.traceIdLow(ring.spans, 0));
        assertEquals(-3, SharedRingLayout.spanId(ring.spans, 0));
        assertEquals(threadId, ring.threadId(1));
        assertTrue(SharedRingLayout.hasSpan(ring.origins, 1));
        assertEquals(0, SharedRingLayout.traceFlags(ring.origins, 1));
        assertEquals(1, SharedRingLayout.spanId(ring.spans, 1));
    }

    @Test
    void shouldLeaveSpansAloneInARingThatKeepsNone() {
        TestSharedRing ring = new TestSharedRing(1);
        SharedRingWriter writer = new SharedRingWriter(ring.memory);
        writer.writePriming(writer.claim(), 7, 5, 1, 2, 3, 1, 0, (byte) 0, 0, 0, 0, 0);
        assertEquals(1, new SharedRingReader(ring.memory).read(ring.scratch, ring.origins, MemorySegment.NULL, 1));
        assertFalse(SharedRingLayout.hasSpan(ring.origins, 0));
        assertEquals(7, ring.threadId(0));
    }

    @Test
    void shouldTakeNoMoreThanAskedForAndGoOnThere() {
        TestSharedRing ring = new TestSharedRing(10);
        write(ring, 1, 0, 10);
        SharedRingReader reader = new SharedRingReader(ring.memory);
        assertEquals(4, reader.read(ring.scratch, ring.origins, ring.spans, 4));
        assertEquals(4, reader.cursor());
        assertFalse(reader.isDrained());
        reader.publish();
        assertEquals(positions(4, 10), ring.readPositions(new SharedRingReader(ring.memory)));
    }

    @Test
    void shouldGoOnPastAProducerThatStandsInItsSlotAndComeBackForIt() {
        TestSharedRing ring = new TestSharedRing(4);
        SharedRingReader reader = new SharedRingReader(ring.memory);
        try (Actors actors = new Actors()) {
            stand(actors, ring, 5, MARKED);
            write(ring, 1, 0, 2);
            assertEquals(positions(1, 3), ring.readPositions(reader));
            assertEquals(0, reader.cursor());
            assertFalse(reader.isDrained());
            assertEquals(1, SharedRingTally.of(ring.memory).open());
            assertEquals(List.of(), ring.readPositions(reader));

            finish(actors, 0);
            assertEquals(List.of(0L), ring.readPositions(reader), "late, and not twice");
            assertEquals(5, ring.threadId(0));
            assertTrue(reader.isDrained());
            assertEquals(0, reader.missed());
        }
    }

    @Test
    void shouldLeaveOpenWhatWasReadToTheReaderThatComesNext() {
        TestSharedRing ring = new TestSharedRing(4);
        try (Actors actors = new Actors()) {
            write(ring, 1, 0, 1);
            stand(actors, ring, 5, MARKED);
            write(ring, 1, 1, 1);
            assertEquals(List.of(0L, 2L), ring.readPositions(new SharedRingReader(ring.memory)));
            finish(actors, 0);
            write(ring, 1, 2, 1);
            assertEquals(List.of(1L, 3L), ring.readPositions(new SharedRingReader(ring.memory)));
        }
    }

    @Test
    void shouldDropOnlyWhatFallsOnTheSlotOfAProducerThatNeverGoesOn() {
        int capacity = 4;
        int laps = 25;
        TestSharedRing ring = new TestSharedRing(capacity);
        SharedRingReader reader = new SharedRingReader(ring.memory);
        List<Long> taken = new ArrayList<>();
        try (Actors actors = new Actors()) {
            stand(actors, ring, 5, MARKED);
            SharedRingWriter writer = new SharedRingWriter(ring.memory);
            for (int i = 1; i < laps * capacity; i++) {
                assertEquals(i % capacity != 0, SharedEvents.write(writer, 1, i), "event " + i);
                taken.addAll(ring.readPositions(reader));
            }
            assertEquals(LongStream.range(0, laps * capacity).filter(p -> p % capacity != 0).boxed().toList(), taken);
            SharedRingTally tally = SharedRingTally.of(ring.memory);
            assertEquals(laps - 1, LongStream.of(tally.dropped()).sum());
            assertEquals(0, LongStream.of(tally.overwritten()).sum());
            assertEquals(1, tally.open());
            assertTrue(reader.cursor() >= (laps - 1) * capacity, "the reader is a lap behind at most");
        }
    }

    @Test
    void shouldCountAsOverwrittenWhatIsCompletedMoreThanALapLate() {
        TestSharedRing ring = new TestSharedRing(2);
        SharedRingReader reader = new SharedRingReader(ring.memory);
        try (Actors actors = new Actors()) {
            stand(actors, ring, 5, MARKED);
            write(ring, 1, 0, 4);
            assertEquals(List.of(3L), ring.readPositions(reader));
            finish(actors, 0);
            assertEquals(List.of(), ring.readPositions(reader));
            write(ring, 1, 4, 1);
            assertEquals(List.of(5L), ring.readPositions(reader));
            assertTrue(reader.isDrained());
            SharedRingTally tally = SharedRingTally.of(ring.memory);
            // 0 late, 1 overwritten; 2 and 4 met a producer in their slot, but 4 only in the first two laps.
            assertEquals(2, LongStream.of(tally.overwritten()).sum());
            assertEquals(2, LongStream.of(tally.dropped()).sum());
            assertEquals(reader.missed(), 4);
            assertEquals(0, tally.open());
        }
    }

    @Test
    void shouldDropAProducerThatWasLappedBeforeItBegan() {
        TestSharedRing ring = new TestSharedRing(2);
        SharedRingReader reader = new SharedRingReader(ring.memory);
        try (Actors actors = new Actors()) {
            stand(actors, ring, 5, 1);
            write(ring, 1, 0, 3);
            finish(actors, 0);
            assertEquals(List.of(2L, 3L), ring.readPositions(reader));
            assertEquals(1, SharedRingTally.of(ring.memory).dropped()[SharedEvents.type(5, 0)]);
        }
    }

    @Test
    void shouldDropAProducerThatLosesItsSlotBetweenLookAndMark() {
        TestSharedRing ring = new TestSharedRing(1);
        SharedRingReader reader = new SharedRingReader(ring.memory);
        try (Actors actors = new Actors()) {
            stand(actors, ring, 5, 2);
            write(ring, 1, 0, 1);
            finish(actors, 0);
            assertEquals(List.of(1L), ring.readPositions(reader));
            assertEquals(1, SharedRingTally.of(ring.memory).dropped()[SharedEvents.type(5, 0)]);
            assertEquals(1, reader.missed());
        }
    }

    @Test
    void shouldNotTakeAnOpenClaimForDroppedBecauseLaterOnesAreCounted() {
        TestSharedRing ring = new TestSharedRing(4);
        try (Actors actors = new Actors()) {
            stand(actors, ring, 5, 1);
            Actors.Actor reading = actors.add(actor -> {
                SharedRingReader reader = new SharedRingReader(ring.memory, actor);
                assertEquals(List.of(1L), ring.readPositions(reader));
                assertEquals(0, reader.missed());
            });
            actors.step(1);
            // Between the reader's look at the counts and its look at the head.
            write(ring, 1, 0, 1);
            while (!reading.hasEnded()) {
                actors.step(1);
            }
        }
    }

    @Test
    void shouldTakeARecordThatIsCompleteAndNotYetCounted() {
        TestSharedRing ring = new TestSharedRing(4);
        SharedRingReader reader = new SharedRingReader(ring.memory);
        try (Actors actors = new Actors()) {
            stand(actors, ring, 5, COMPLETED);
            assertEquals(List.of(0L), ring.readPositions(reader));
            assertTrue(reader.isDrained());
            finish(actors, 0);
            assertEquals(1, SharedRingTally.of(ring.memory).written()[SharedEvents.type(5, 0)]);
        }
    }

    @Test
    void shouldPassOverAClaimThatWasGivenUp() {
        TestSharedRing ring = new TestSharedRing(4);
        SharedRingWriter writer = new SharedRingWriter(ring.memory);
        SharedEvents.write(writer, 1, 0);
        assertEquals(1, writer.claim());
        SharedRingReader reader = new SharedRingReader(ring.memory);
        assertEquals(List.of(0L), ring.readPositions(reader));
        assertEquals(1, SharedRingTally.of(ring.memory).open());
        writer.drop(RecordLayout.FALSE_MEMORY);
        SharedEvents.write(writer, 1, 1);
        assertEquals(List.of(2L), ring.readPositions(reader));
        assertTrue(reader.isDrained());
        assertEquals(1, reader.missed());
        assertArrayEquals(new long[] {0, 0, 0, 1}, SharedRingTally.of(ring.memory).dropped());
    }

    @Test
    void shouldCountPerType() {
        TestSharedRing ring = new TestSharedRing(8);
        write(ring, 0, 0, 10);
        SharedRingTally before = SharedRingTally.of(ring.memory);
        assertArrayEquals(new long[] {3, 3, 2, 2}, before.written());
        assertArrayEquals(new long[] {2, 2, 2, 2}, before.inRing());
        assertArrayEquals(new long[] {1, 1, 0, 0}, before.overwritten());
        ring.readPositions(new SharedRingReader(ring.memory));
        SharedRingTally after = SharedRingTally.of(ring.memory);
        assertArrayEquals(new long[] {2, 2, 2, 2}, after.delivered());
        assertArrayEquals(new long[] {0, 0, 0, 0}, after.inRing());
        assertArrayEquals(new long[] {1, 1, 0, 0}, after.overwritten());
        assertArrayEquals(new long[] {0, 0, 0, 0}, after.dropped());
    }

    @Test
    void shouldSaturateCounts() {
        TestSharedRing ring = new TestSharedRing(3);
        SharedRingWriter writer = new SharedRingWriter(ring.memory);
        writer.writeInterference(writer.claim(), 1, 0, 0, 0, 0, 0, 0, (byte) 0, 0, 0, 0, 70_000, 0, 0, 0);
        writer.writeReconsolidation(writer.claim(), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0, 0);
        writer.writeFalseMemory(writer.claim(), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, Integer.MAX_VALUE, 0, 0, 0);
        assertEquals(3, new SharedRingReader(ring.memory).read(ring.scratch, ring.origins, ring.spans, 3));
        assertEquals(65_535, RecordLayout.itemCount(ring.scratch, 0));
        assertEquals(0, RecordLayout.itemCount(ring.scratch, RecordLayout.RECORD_BYTES));
        assertEquals(65_535, RecordLayout.itemCount(ring.scratch, 2 * RecordLayout.RECORD_BYTES));
    }

    @Test
    void shouldRefuseARingThatIsNotShared() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ring = new TestRing(arena, 4).memory;
            assertEquals("a ring of capacity 4 is not a shared one: initialize it by SharedRingLayout",
                    assertThrows(IllegalArgumentException.class, () -> new SharedRingWriter(ring)).getMessage());
            assertEquals("a ring of capacity 4 is not a shared one: use RingReader",
                    assertThrows(IllegalArgumentException.class, () -> new SharedRingReader(ring)).getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64, 10_000})
    void shouldTellHowManySlotsFit(int capacity) {
        for (long kind : new long[] {SharedRingLayout.WITHOUT_SPANS, SharedRingLayout.WITH_SPANS}) {
            long lengthBytes = SharedRingLayout.lengthBytes(capacity, kind);
            assertEquals(capacity, SharedRingLayout.capacityWithin(lengthBytes, kind));
            assertEquals(capacity - 1, SharedRingLayout.capacityWithin(lengthBytes - 1, kind));
            assertEquals(0, SharedRingLayout.capacityWithin(RingLayout.HEADER_BYTES - 1, kind));
        }
    }

    @Test
    void shouldRefuseACapacityThatDoesNotFit() {
        TestSharedRing ring = new TestSharedRing(3);
        for (long bad : new long[] {0, -1, 4}) {
            assertEquals("capacity " + bad + " does not fit a shared ring of 4360 bytes: give 1 to 3",
                    assertThrows(IllegalArgumentException.class, () -> SharedRingLayout.initialize(ring.memory, bad,
                            SharedRingLayout.WITHOUT_SPANS))
                            .getMessage());
        }
        MemorySegment cut = ring.memory.asSlice(0, RingLayout.lengthBytes(3));
        assertEquals("a shared ring of capacity 3 does not fit 4288 bytes: give 4360",
                assertThrows(IllegalArgumentException.class, () -> new SharedRingWriter(cut)).getMessage());
    }

    /** Lets a producer of its own thread go so many steps into a write. */
    private static void stand(Actors actors, TestSharedRing ring, long thread, int steps) {
        actors.add(actor -> SharedEvents.write(new SharedRingWriter(ring.memory, actor), thread, 0));
        for (int i = 0; i < steps; i++) {
            actors.step(0);
        }
    }

    private static void finish(Actors actors, int index) {
        while (!actors.get(index).hasEnded()) {
            actors.step(index);
        }
    }

    private static void write(TestSharedRing ring, long thread, long first, int count) {
        SharedRingWriter writer = new SharedRingWriter(ring.memory);
        for (int i = 0; i < count; i++) {
            SharedEvents.write(writer, thread, first + i);
        }
    }

    private static List<Long> positions(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
