// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTallyTest {
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void shouldCountNothingInANewRing() {
        TestRing ring = new TestRing(arena, 3);
        RingTally tally = RingTally.of(ring.memory, new RingWriter(ring.memory));
        long[] none = new long[RecordLayout.EVENT_TYPES];
        assertArrayEquals(none, tally.recorded());
        assertArrayEquals(none, tally.delivered());
        assertArrayEquals(none, tally.overwritten());
        assertArrayEquals(none, tally.inRing());
        assertEquals(0, tally.foundOverwritten());
    }

    /** Against a model that remembers every record's type: which types were overwritten is stored nowhere. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 101})
    void shouldCountEachTypeExactlyAlsoWhenLapped(int capacity) {
        TestRing ring = new TestRing(arena, capacity);
        RingWriter writer = new RingWriter(ring.memory);
        RingReader reader = new RingReader(ring.memory);
        Random random = new Random(capacity);
        Deque<Integer> waiting = new ArrayDeque<>();
        long[] recorded = new long[RecordLayout.EVENT_TYPES];
        long[] delivered = new long[RecordLayout.EVENT_TYPES];
        long[] overwritten = new long[RecordLayout.EVENT_TYPES];
        for (int round = 0; round < 2_000; round++) {
            for (int i = random.nextInt(random.nextInt(8) == 0 ? 3 * capacity + 1 : 4); i > 0; i--) {
                int type = random.nextInt(RecordLayout.EVENT_TYPES);
                write(writer, type);
                recorded[type]++;
                waiting.addLast(type);
                if (waiting.size() > capacity) {
                    overwritten[waiting.removeFirst()]++;
                }
            }
            if (random.nextInt(16) == 0) {
                // Another one goes on where this one has stopped.
                writer = new RingWriter(writer);
            }
            if (random.nextInt(3) == 0) {
                int count = reader.read(ring.scratch, random.nextInt(capacity + 1));
                for (int i = 0; i < count; i++) {
                    int type = RecordLayout.eventType(ring.scratch, ring.record(i));
                    RingLayout.countDelivered(ring.memory, type);
                    assertEquals(waiting.removeFirst(), type);
                    delivered[type]++;
                }
                reader.publish();
            }
            RingTally tally = RingTally.of(ring.memory, writer);
            long[] inRing = new long[RecordLayout.EVENT_TYPES];
            waiting.forEach(type -> inRing[type]++);
            assertArrayEquals(recorded, tally.recorded());
            assertArrayEquals(delivered, tally.delivered());
            assertArrayEquals(inRing, tally.inRing());
            assertArrayEquals(overwritten, tally.overwritten());
            assertEquals(reader.overwritten(), tally.foundOverwritten());
        }
    }

    private static void write(RingWriter writer, int type) {
        switch (type) {
            case RecordLayout.PRIMING -> writer.writePriming(0, (byte) 0, 0, 0, 0, 0);
            case RecordLayout.INTERFERENCE -> writer.writeInterference(0, (byte) 0, 0, 0, 0, 0, 0, 0, 0);
            case RecordLayout.RECONSOLIDATION -> writer.writeReconsolidation(0, 0, 0, 0, 0, 0, 0);
            default -> writer.writeFalseMemory(0, 0, 0, 0, 0, 0, 0, 0);
        }
    }
}
