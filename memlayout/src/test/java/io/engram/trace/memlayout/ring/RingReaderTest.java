// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingReaderTest {
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void shouldFindNothingInANewRing() {
        TestRing ring = new TestRing(arena, 3);
        RingReader reader = new RingReader(ring.memory);
        assertEquals(List.of(), ring.readPositions(reader));
        assertTrue(reader.isDrained());
        assertEquals(0, reader.overwritten());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 10_000})
    void shouldKeepExactlyAsManyRecordsAsItHasSlots(int capacity) {
        TestRing ring = new TestRing(arena, capacity);
        RingWriter writer = new RingWriter(ring.memory);
        write(writer, capacity);
        RingReader reader = new RingReader(ring.memory);
        assertEquals(positions(0, capacity), ring.readPositions(reader));
        assertEquals(0, reader.overwritten());

        RingReader late = new RingReader(ring.memory);
        write(writer, 1);
        assertEquals(positions(1, capacity + 1), ring.readPositions(late));
        assertEquals(1, late.overwritten());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void shouldGoOnAtTheOldestIntactRecordWhenLapped(int capacity) {
        TestRing ring = new TestRing(arena, capacity);
        RingWriter writer = new RingWriter(ring.memory);
        RingReader reader = new RingReader(ring.memory);
        write(writer, 1);
        assertEquals(positions(0, 1), ring.readPositions(reader));
        int laps = 5;
        write(writer, laps * capacity + 1);
        long end = 2 + (long) laps * capacity;
        assertEquals(positions(end - capacity, end), ring.readPositions(reader));
        assertEquals(end - capacity - 1, reader.overwritten());
        assertEquals(end, reader.cursor());
        assertTrue(reader.isDrained());
    }

    @Test
    void shouldCopyWhatWasWrittenForThatPosition() {
        TestRing ring = new TestRing(arena, 5);
        RingWriter writer = new RingWriter(ring.memory);
        RingReader reader = new RingReader(ring.memory);
        for (int round = 0; round < 20; round++) {
            write(writer, round);
            int count = ring.readPositions(reader).size();
            assertEquals(Math.min(round, 5), count);
            for (int i = 0; i < count; i++) {
                assertTrue(ring.holdsWhatWasWritten(i), "position " + ring.position(i));
            }
        }
    }

    @Test
    void shouldTakeNoMoreThanAskedFor() {
        TestRing ring = new TestRing(arena, 10);
        write(new RingWriter(ring.memory), 10);
        RingReader reader = new RingReader(ring.memory);
        assertEquals(4, reader.read(ring.scratch, 4));
        assertFalse(reader.isDrained());
        assertEquals(3, ring.position(3));
        assertEquals(0, RecordLayout.stampOpaque(ring.scratch, ring.record(4)), "nothing behind the fourth");
        assertEquals(0, reader.read(ring.scratch, 0));
        assertEquals(positions(4, 10), ring.readPositions(reader));
    }

    @Test
    void shouldLeaveOutARecordThatIsBeingOverwritten() {
        TestRing ring = new TestRing(arena, 3);
        write(new RingWriter(ring.memory), 3);
        RecordLayout.setStampOpaque(ring.memory, RingLayout.slotOffset(0, 3), RecordLayout.writingStamp(3));
        RingReader reader = new RingReader(ring.memory);
        assertEquals(positions(1, 3), ring.readPositions(reader));
        assertEquals(1, reader.overwritten());
    }

    @Test
    void shouldNotTakeALaterLapForTheRecordItLooksFor() {
        TestRing ring = new TestRing(arena, 3);
        write(new RingWriter(ring.memory), 3);
        // The slot already holds the next lap's record, complete, while the head does not show it yet.
        RecordLayout.setStampOpaque(ring.memory, RingLayout.slotOffset(1, 3), RecordLayout.completeStamp(4));
        RingReader reader = new RingReader(ring.memory);
        assertEquals(List.of(0L, 2L), ring.readPositions(reader));
        assertEquals(1, reader.overwritten());
    }

    @Test
    void shouldGoOnWhereTheCollectorPublished() {
        TestRing ring = new TestRing(arena, 4);
        RingWriter writer = new RingWriter(ring.memory);
        write(writer, 6);
        RingReader first = new RingReader(ring.memory);
        first.read(ring.scratch, 1);
        assertEquals(0, RingLayout.cursorAcquire(ring.memory), "reading writes nothing into the ring");
        first.publish();
        RingReader second = new RingReader(ring.memory);
        assertEquals(3, second.cursor());
        assertEquals(2, second.overwritten());
        assertEquals(positions(3, 6), ring.readPositions(second));
    }

    @Test
    void shouldLetTwoReadersReadTheSame() {
        TestRing ring = new TestRing(arena, 4);
        RingReader first = new RingReader(ring.memory);
        RingReader second = new RingReader(ring.memory);
        write(new RingWriter(ring.memory), 4);
        assertEquals(ring.readPositions(first), ring.readPositions(second));
    }

    @Test
    void shouldGoOnWhereTheLastWriterStopped() {
        TestRing ring = new TestRing(arena, 4);
        write(new RingWriter(ring.memory), 6);
        RingWriter next = new RingWriter(ring.memory);
        assertEquals(6, next.position());
        write(next, 1);
        assertEquals(positions(3, 7), ring.readPositions(new RingReader(ring.memory)));
    }

    // 2^62 is where the stamp's sign changes; nobody records for 4,000 years, but nothing breaks either.
    @ParameterizedTest
    @ValueSource(longs = {(1L << 31) - 5, (1L << 32) - 5, (1L << 53) - 5, (1L << 62) - 5, Long.MAX_VALUE - 50})
    void shouldCountOnAtVeryLargePositions(long start) {
        for (int capacity : new int[] {1, 3, 4, 7}) {
            TestRing ring = new TestRing(arena, capacity, start);
            RingWriter writer = new RingWriter(ring.memory);
            RingReader reader = new RingReader(ring.memory);
            for (int i = 0; i < 10; i++) {
                write(writer, 1);
                assertEquals(positions(start + i, start + i + 1), ring.readPositions(reader));
                assertTrue(ring.holdsWhatWasWritten(0), "position " + (start + i));
            }
            assertEquals(0, reader.overwritten());
            write(writer, 2 * capacity);
            long end = start + 10 + 2 * capacity;
            assertEquals(positions(end - capacity, end), ring.readPositions(reader));
            assertEquals(capacity, reader.overwritten());
        }
    }

    private static void write(RingWriter writer, int records) {
        for (int i = 0; i < records; i++) {
            TestRing.write(writer);
        }
    }

    private static List<Long> positions(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
