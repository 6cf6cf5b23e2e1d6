package io.engram.trace.memlayout.ring;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** An initialised shared ring, and scratch memory to read it into. */
final class TestSharedRing {
    final MemorySegment memory;
    final MemorySegment scratch;
    final long[] threadIds;

    TestSharedRing(int capacity) {
        Arena arena = Arena.ofAuto();
        memory = arena.allocate(SharedRingLayout.lengthBytes(capacity), RingLayout.ALIGNMENT_BYTES);
        SharedRingLayout.initialize(memory, capacity);
        threadIds = new long[capacity + 1];
        scratch = arena.allocate(threadIds.length * RecordLayout.RECORD_BYTES, RecordLayout.RECORD_BYTES);
    }

    /** Reads everything, counts it as delivered, and tells the positions that came out. */
    List<Long> readPositions(SharedRingReader reader) {
        List<Long> positions = new ArrayList<>();
        int count = reader.read(scratch, threadIds, threadIds.length);
        for (int i = 0; i < count; i++) {
            long record = i * RecordLayout.RECORD_BYTES;
            if (SharedEvents.numberIfIntact(scratch, record, threadIds[i]) < 0) {
                throw new AssertionError("record " + i + " of thread " + threadIds[i] + " is torn");
            }
            RingLayout.countDelivered(memory, RecordLayout.eventType(scratch, record));
            positions.add(RecordLayout.position(RecordLayout.stampOpaque(scratch, record)));
        }
        reader.publish();
        return positions;
    }
}
