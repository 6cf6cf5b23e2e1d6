// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/** What a {@link RingCopier} has to know of a shared ring's slots beside their records. */
final class SharedSlots {
    private final MemorySegment stamps;
    private final MemorySegment origins;
    private final MemorySegment settled;
    private final MemorySegment spans;
    // By the copied record.
    private final BitSet complete = new BitSet();
    private final BitSet intact = new BitSet();
    private final BitSet overtaken = new BitSet();

    SharedSlots(int chunkSlots) {
        Arena arena = Arena.ofAuto();
        this.stamps = arena.allocate(chunkSlots * RecordLayout.RECORD_BYTES, RecordLayout.RECORD_BYTES);
        this.spans = arena.allocate(chunkSlots * SharedRingLayout.SPAN_BYTES, Long.BYTES);
        this.origins = arena.allocate(chunkSlots * SharedRingLayout.ORIGIN_BYTES, Long.BYTES);
        this.settled = arena.allocate(chunkSlots * SharedRingLayout.SETTLED_BYTES, Long.BYTES);
    }

    /** Takes records of which only the stamps are looked at. */
    MemorySegment stamps() {
        return stamps;
    }

    /** Takes the records' origins. */
    MemorySegment origins() {
        return origins;
    }

    /** Takes the records' spans, of a ring that keeps them. */
    MemorySegment spans() {
        return spans;
    }

    /** Takes the positions that the collector is done with. */
    MemorySegment settled() {
        return settled;
    }

    /** Notes, by the stamps, which records are complete; they are copied next. */
    void noteComplete(long from, int count) {
        complete.clear();
        overtaken.clear();
        for (int i = 0; i < count; i++) {
            long distance = stamp(stamps, i) - RecordLayout.completeStamp(from + i);
            complete.set(i, distance == 0);
            overtaken.set(i, distance > 0);
        }
    }

    /**
     * Notes which records were copied as they were written.
     *
     * @param boundary below it, slots may have been claimed meanwhile, and the stamps were read again
     */
    void noteIntact(MemorySegment slots, long from, int count, long boundary) {
        intact.clear();
        for (int i = 0; i < count; i++) {
            long stamp = RecordLayout.completeStamp(from + i);
            boolean isIntact = complete.get(i) && stamp(slots, i) == stamp
                    && (from + i >= boundary || stamp(stamps, i) == stamp);
            intact.set(i, isIntact);
            if (complete.get(i) && !isIntact) {
                overtaken.set(i);
            }
        }
    }

    private static long stamp(MemorySegment records, int i) {
        return RecordLayout.stampOpaque(records, i * RecordLayout.RECORD_BYTES);
    }

    /** Whether a record was complete before it was copied. */
    boolean wasComplete(int i) {
        return complete.get(i);
    }

    /** Whether a record was copied as it was written. */
    boolean isIntact(int i) {
        return intact.get(i);
    }

    /** Whether a position's record is gone, or that of a later position is where it would be. */
    boolean isOvertaken(int i) {
        return overtaken.get(i);
    }
}
