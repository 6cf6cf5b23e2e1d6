// SPDX-License-Identifier: Apache-2.0
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
    final MemorySegment origins;
    final MemorySegment spans;
    private final boolean keepsSpans;
    private final int room;

    TestSharedRing(int capacity) {
        this(capacity, SharedRingLayout.WITHOUT_SPANS);
    }

    TestSharedRing(int capacity, long kind) {
        Arena arena = Arena.ofAuto();
        memory = arena.allocate(SharedRingLayout.lengthBytes(capacity, kind), RingLayout.ALIGNMENT_BYTES);
        SharedRingLayout.initialize(memory, capacity, kind);
        room = capacity + 1;
        scratch = arena.allocate(room * RecordLayout.RECORD_BYTES, RecordLayout.RECORD_BYTES);
        origins = arena.allocate(room * SharedRingLayout.ORIGIN_BYTES, Long.BYTES);
        spans = arena.allocate(room * SharedRingLayout.SPAN_BYTES, Long.BYTES);
        keepsSpans = kind == SharedRingLayout.WITH_SPANS;
    }

    /** Reads everything, counts it as delivered, and tells the positions that came out. */
    List<Long> readPositions(SharedRingReader reader) {
        List<Long> positions = new ArrayList<>();
        int count = reader.read(scratch, origins, spans, room);
        for (int i = 0; i < count; i++) {
            long record = i * RecordLayout.RECORD_BYTES;
            if (numberIfIntact(i) < 0) {
                throw new AssertionError("record " + i + " of thread " + threadId(i) + " is torn");
            }
            RingLayout.countDelivered(memory, RecordLayout.eventType(scratch, record));
            positions.add(RecordLayout.position(RecordLayout.stampOpaque(scratch, record)));
        }
        reader.publish();
        return positions;
    }

    private long numberIfIntact(int index) {
        return keepsSpans ? SharedEvents.numberIfIntact(scratch, origins, spans, index)
                : SharedEvents.numberIfIntact(scratch, origins, index);
    }

    /** Whose record came out at a place. */
    long threadId(int index) {
        return SharedRingLayout.threadId(origins, index);
    }
}
