// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of every event type comes out of the ring bit for bit as it went in. */
class RingRoundTripTest {
    private static final long UNSIGNED = 0xFEDC_BA98_7654_3210L;
    private static final long[] IDS = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, UNSIGNED};

    private final Arena arena = Arena.ofConfined();
    private final TestRing ring = new TestRing(arena, 4);
    private final RingWriter writer = new RingWriter(ring.memory);
    private final RingReader reader = new RingReader(ring.memory);
    private final MemorySegment copy = ring.scratch;

    @AfterEach
    void free() {
        arena.close();
    }

    private void readOne() {
        assertEquals(1, reader.read(copy, 4));
    }

    /** Records go to whole lines of 64 bytes: anywhere else they would miss the ring. */
    @Test
    void shouldRefuseARingThatLiesAcrossLines() {
        long length = ring.memory.byteSize();
        MemorySegment aside = arena.allocate(length + RecordLayout.RECORD_BYTES, RingLayout.ALIGNMENT_BYTES)
                .asSlice(Long.BYTES, length);
        RingLayout.initialize(aside, 4);
        String refusal = assertThrows(IllegalArgumentException.class, () -> new RingWriter(aside)).getMessage();
        assertEquals("the ring is at address " + aside.address() + ": allocate native memory aligned to 64 bytes", refusal);
        MemorySegment onHeap = MemorySegment.ofArray(new long[(int) length / Long.BYTES]);
        RingLayout.initialize(onHeap, 4);
        assertThrows(IllegalArgumentException.class, () -> new RingWriter(onHeap));
    }

    @Test
    void shouldKeepEveryFieldOfPriming() {
        for (long id : IDS) {
            writer.writePriming(id ^ 1, (byte) 2, 0.25f, id ^ 2, id ^ 3, id ^ 4);
            readOne();
            assertEquals(id ^ 1, RecordLayout.ticks(copy, 0));
            assertEquals(RecordLayout.PRIMING, RecordLayout.eventType(copy, 0));
            assertEquals(2, RecordLayout.subtype(copy, 0));
            assertEquals(0, RecordLayout.itemCount(copy, 0));
            assertEquals(0.25f, RecordLayout.intensity(copy, 0));
            assertEquals(id ^ 2, RecordLayout.correlationId(copy, 0));
            assertEquals(id ^ 3, RecordLayout.primingSourceNode(copy, 0));
            assertEquals(id ^ 4, RecordLayout.primingTargetNode(copy, 0));
        }
    }

    @Test
    void shouldKeepEveryFieldOfInterference() {
        for (long id : IDS) {
            writer.writeInterference(id ^ 1, (byte) 1, -0.0f, id ^ 2, id ^ 3, 7, id ^ 4, id ^ 5, id ^ 6);
            readOne();
            assertEquals(id ^ 1, RecordLayout.ticks(copy, 0));
            assertEquals(RecordLayout.INTERFERENCE, RecordLayout.eventType(copy, 0));
            assertEquals(1, RecordLayout.subtype(copy, 0));
            assertEquals(7, RecordLayout.itemCount(copy, 0));
            assertEquals(Float.floatToRawIntBits(-0.0f), Float.floatToRawIntBits(RecordLayout.intensity(copy, 0)));
            assertEquals(id ^ 2, RecordLayout.correlationId(copy, 0));
            assertEquals(id ^ 3, RecordLayout.interferenceTargetNode(copy, 0));
            assertEquals(id ^ 4, RecordLayout.competingNode(copy, 0, 0));
            assertEquals(id ^ 5, RecordLayout.competingNode(copy, 0, 1));
            assertEquals(id ^ 6, RecordLayout.competingNode(copy, 0, 2));
        }
    }

    @Test
    void shouldKeepEveryFieldOfReconsolidation() {
        for (long id : IDS) {
            writer.writeReconsolidation(id ^ 1, id ^ 2, id ^ 3, 0.5f, 9, id ^ 4, Float.NEGATIVE_INFINITY);
            readOne();
            assertEquals(id ^ 1, RecordLayout.ticks(copy, 0));
            assertEquals(RecordLayout.RECONSOLIDATION, RecordLayout.eventType(copy, 0));
            assertEquals(0, RecordLayout.subtype(copy, 0));
            assertEquals(9, RecordLayout.itemCount(copy, 0));
            assertEquals(Float.NEGATIVE_INFINITY, RecordLayout.intensity(copy, 0));
            assertEquals(id ^ 2, RecordLayout.correlationId(copy, 0));
            assertEquals(id ^ 3, RecordLayout.reconsolidationNode(copy, 0));
            assertEquals(0.5f, RecordLayout.windowPosition(copy, 0));
            assertEquals(id ^ 4, RecordLayout.modifiedFields(copy, 0));
        }
    }

    @Test
    void shouldKeepEveryFieldOfFalseMemory() {
        for (long id : IDS) {
            writer.writeFalseMemory(id ^ 1, id ^ 2, id ^ 3, Float.MIN_VALUE, 15, id ^ 4, id ^ 5, id ^ 6);
            readOne();
            assertEquals(id ^ 1, RecordLayout.ticks(copy, 0));
            assertEquals(RecordLayout.FALSE_MEMORY, RecordLayout.eventType(copy, 0));
            assertEquals(0, RecordLayout.subtype(copy, 0));
            assertEquals(15, RecordLayout.itemCount(copy, 0));
            assertEquals(Float.MIN_VALUE, RecordLayout.intensity(copy, 0));
            assertEquals(id ^ 2, RecordLayout.correlationId(copy, 0));
            assertEquals(id ^ 3, RecordLayout.criticalLure(copy, 0));
            assertEquals(id ^ 4, RecordLayout.sourceNode(copy, 0, 0));
            assertEquals(id ^ 5, RecordLayout.sourceNode(copy, 0, 1));
            assertEquals(id ^ 6, RecordLayout.sourceNode(copy, 0, 2));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7FC0_0000, 0x7FC0_1234, 0xFFC0_0001, 0x7F80_0000, 0x8000_0000, 1})
    void shouldKeepEveryBitOfAFloat(int bits) {
        float value = Float.intBitsToFloat(bits);
        writer.writePriming(0, (byte) 0, value, 0, 0, 0);
        writer.writeReconsolidation(0, 0, 0, value, 0, 0, value);
        assertEquals(2, reader.read(copy, 4));
        assertEquals(bits, Float.floatToRawIntBits(RecordLayout.intensity(copy, ring.record(0))));
        assertEquals(bits, Float.floatToRawIntBits(RecordLayout.intensity(copy, ring.record(1))));
        assertEquals(bits, Float.floatToRawIntBits(RecordLayout.windowPosition(copy, ring.record(1))));
    }

    @Test
    void shouldSaturateCountsAtWhatTheFieldHolds() {
        int[] counts = {0, 1, 3, 65_534, 65_535, 65_536, Integer.MAX_VALUE};
        for (int count : counts) {
            writer.writeInterference(0, (byte) 0, 0, 0, 0, count, 0, 0, 0);
            writer.writeReconsolidation(0, 0, 0, 0, count, 0, 0);
            writer.writeFalseMemory(0, 0, 0, 0, count, 0, 0, 0);
            assertEquals(3, reader.read(copy, 4));
            for (int i = 0; i < 3; i++) {
                assertEquals(Math.min(count, 65_535), RecordLayout.itemCount(copy, ring.record(i)), "count " + count);
            }
        }
    }

    @Test
    void shouldLeaveNothingOfAnEarlierRecordInASlot() {
        for (int i = 0; i < 4; i++) {
            writer.writeFalseMemory(-1, -1, -1, -1, 65_535, -1, -1, -1);
        }
        reader.read(copy, 4);
        writer.writeInterference(1, (byte) 0, 0, 0, 2, 0, 0, 0, 0);
        readOne();
        assertEquals(0, RecordLayout.itemCount(copy, 0));
        assertEquals(0, RecordLayout.correlationId(copy, 0));
        for (int i = 0; i < RecordLayout.INLINE_NODES; i++) {
            assertEquals(0, RecordLayout.competingNode(copy, 0, i));
        }
    }
}
