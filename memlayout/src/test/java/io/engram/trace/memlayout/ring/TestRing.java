// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** An initialised ring, and scratch memory to read it into. */
final class TestRing {
    final MemorySegment memory;
    final MemorySegment scratch;
    private final int scratchRecords;

    TestRing(Arena arena, int capacity) {
        this(arena, capacity, 0);
    }

    /** A ring in the state it has after {@code position} records, all taken; only the last lap of stamps is missing. */
    TestRing(Arena arena, int capacity, long position) {
        memory = arena.allocate(RingLayout.lengthBytes(capacity), RingLayout.ALIGNMENT_BYTES);
        RingLayout.initialize(memory, capacity);
        RingLayout.setHeadRelease(memory, 0, position);
        RingLayout.setCursorRelease(memory, position, 0);
        scratchRecords = capacity + 1;
        scratch = arena.allocate(scratchRecords * RecordLayout.RECORD_BYTES, RecordLayout.RECORD_BYTES);
    }

    /** Reads everything and tells the positions that came out. */
    List<Long> readPositions(RingReader reader) {
        List<Long> positions = new ArrayList<>();
        int count = reader.read(scratch, scratchRecords);
        for (int i = 0; i < count; i++) {
            positions.add(position(i));
        }
        return positions;
    }

    long position(int i) {
        return RecordLayout.position(RecordLayout.stampOpaque(scratch, record(i)));
    }

    long record(int i) {
        return i * RecordLayout.RECORD_BYTES;
    }

    /** Writes a record whose every word follows from its position. */
    static void write(RingWriter writer) {
        long position = writer.position();
        writer.writePriming(position * 3, (byte) (position % 3), position, ~position, position + 1, -position);
    }

    boolean holdsWhatWasWritten(int i) {
        long record = record(i);
        long position = position(i);
        return RecordLayout.eventType(scratch, record) == RecordLayout.PRIMING
                && RecordLayout.ticks(scratch, record) == position * 3
                && RecordLayout.subtype(scratch, record) == position % 3
                && RecordLayout.itemCount(scratch, record) == 0
                && RecordLayout.intensity(scratch, record) == position
                && RecordLayout.correlationId(scratch, record) == ~position
                && RecordLayout.primingSourceNode(scratch, record) == position + 1
                && RecordLayout.primingTargetNode(scratch, record) == -position;
    }
}
