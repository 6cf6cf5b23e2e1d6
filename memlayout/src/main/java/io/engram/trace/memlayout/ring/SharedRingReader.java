// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Reads the intact records of a shared ring and counts the positions that none came from.
 *
 * <p>Each claimed position is settled once: taken, or missed. Missed are positions whose slot shows a later one, those
 * a lap behind the head, and, whenever all claims below the head are accounted for, those that are not complete. The
 * rest are being written, or claimed and not begun, or dropped, which looks the same: the reader goes on to later
 * positions and comes back with each call. Which positions above the cursor are settled is noted in the ring.
 *
 * <p><b>Assumptions.</b> A ring has one reader, its collector, which one thread at a time calls. Producers may stop
 * anywhere and for ever.
 *
 * <p><b>Guarantees.</b> Copied records are never torn, and none is copied twice. One thread's records come in the order
 * in which it wrote them; those that one call copies come in the order of their positions. When producers rest, a call
 * that reaches the head leaves nothing open: then {@code head = taken + missed} and {@code missed = dropped + written -
 * taken}, each exact.
 *
 * <p><b>Progress.</b> Wait-free: a call looks at each position at most once, at no more than {@code capacity} of them,
 * and at none that was claimed after it began.
 *
 * <p><b>Who owns the memory.</b> The caller.
 *
 * <p>The order of accesses is argued in {@code docs/memory-model.md} and checked in {@code docs/model/shared_ring.pml}.
 */
public final class SharedRingReader {
    private final MemorySegment ring;
    private final long capacity;
    private final boolean keepsSpans;
    private final Steps steps;
    private long cursor;
    private long missed;

    /**
     * Makes a reader that goes on where the ring's last one published.
     *
     * @param ring an initialised shared ring
     */
    public SharedRingReader(MemorySegment ring) {
        this(ring, Steps.NONE);
    }

    SharedRingReader(MemorySegment ring, Steps steps) {
        this.ring = ring;
        this.capacity = RingLayout.capacity(ring);
        this.keepsSpans = SharedRingLayout.kind(ring) == SharedRingLayout.WITH_SPANS;
        this.steps = steps;
        if (!SharedRingLayout.isShared(ring)) {
            throw new IllegalArgumentException("a ring of capacity " + capacity + " is not a shared one: "
                    + "use RingReader");
        }
        this.cursor = RingLayout.cursorAcquire(ring);
        this.missed = RingLayout.overwritten(ring);
    }

    /**
     * The first position that is not settled.
     *
     * @return position, from 0
     */
    public long cursor() {
        return cursor;
    }

    /**
     * Positions that were settled without a record: overwritten, dropped, or left unfinished for a lap.
     *
     * @return positions, since the ring was made
     */
    public long missed() {
        return missed;
    }

    /**
     * Whether all positions claimed so far are settled. A producer that stopped may keep this from ever being so.
     *
     * @return true if the cursor has reached the head
     */
    public boolean isDrained() {
        return cursor == RingLayout.headAcquire(ring);
    }

    /**
     * Copies intact records, oldest first. Decode the copy, never the slot: the slot changes under the decoder.
     *
     * @param scratch memory of its own for {@code maxRecords} records, aligned to 8 bytes; record i goes to offset
     *     {@code 64 i}, stamp included
     * @param origins memory of its own for {@code maxRecords} origins, aligned to 8 bytes; record i's becomes element i
     * @param spans the same for spans; element i is set if the ring keeps spans and record i has one
     * @param maxRecords at most so many
     * @return records copied; less than {@code maxRecords} means that the head of the call's start was reached
     */
    public int read(MemorySegment scratch, MemorySegment origins, MemorySegment spans, int maxRecords) {
        // Before the head: counts and head only rise, so that a head that is not ahead of the counts was not ahead of
        // them when it was read. The other way round, later claims could make up for one that is still open.
        long accounted = SharedRingLayout.accountedAcquire(ring);
        steps.after(accounted);
        // Also bounds what is taken: a record claimed later may follow one of the same thread that was passed over.
        long head = RingLayout.headAcquire(ring);
        steps.after(head);
        boolean quiet = accounted == head;
        skipLapped(head);
        int count = 0;
        long position = cursor;
        while (count < maxRecords && position < head) {
            if (!SharedRingLayout.isSettled(ring, position, capacity)
                    && look(position, quiet, scratch, origins, spans, count)) {
                count++;
            }
            position++;
        }
        while (cursor < position && SharedRingLayout.isSettled(ring, cursor, capacity)) {
            cursor++;
        }
        return count;
    }

    /** Lets everyone see the cursor and counts in the ring's header, after the caller has counted what it took. */
    public void publish() {
        RingLayout.setCursorRelease(ring, cursor, missed);
    }

    private void skipLapped(long head) {
        long oldest = head - capacity;
        // What is settled above the cursor lies less than a lap above it.
        long end = Math.min(oldest, cursor + capacity);
        while (cursor < end) {
            if (!SharedRingLayout.isSettled(ring, cursor, capacity)) {
                missed++;
            }
            cursor++;
        }
        if (oldest > cursor) {
            missed += oldest - cursor;
            cursor = oldest;
        }
    }

    /** Settles a position if that can be done; whether its record was copied. */
    private boolean look(long position, boolean quiet, MemorySegment scratch, MemorySegment origins,
            MemorySegment spans, int index) {
        long record = RingLayout.slotOffset(position, capacity);
        long complete = RecordLayout.completeStamp(position);
        // Partner: setStampRelease in SharedRingWriter. The copy must not move above this load.
        long stamp = RecordLayout.stampAcquire(ring, record);
        steps.after(stamp);
        boolean taken = stamp == complete && copyIntact(position, record, scratch, origins, spans, index);
        // Seen complete and then not: overwritten. Seen later: overwritten or dropped. Earlier, and all claims
        // accounted for: dropped. Earlier otherwise: its producer may still come.
        if (stamp - complete >= 0 || quiet) {
            missed += taken ? 0 : 1;
            SharedRingLayout.setSettled(ring, position, capacity);
        }
        return taken;
    }

    private boolean copyIntact(long position, long record, MemorySegment scratch, MemorySegment origins,
            MemorySegment spans, int index) {
        long target = index * RecordLayout.RECORD_BYTES;
        RecordLayout.copyPayload(ring, record, scratch, target);
        steps.after(position);
        SharedRingLayout.copyOrigin(ring, position, capacity, origins, index);
        if (keepsSpans && SharedRingLayout.hasSpan(origins, index)) {
            // Another value than without a span: what follows depends on it.
            steps.after(~SharedRingLayout.threadId(origins, index));
            SharedRingLayout.copySpan(ring, position, capacity, spans, index);
        }
        // Partner: the storeStoreFence of SharedRingWriter. Keeps the copy above the second look at the stamp: if any
        // word of the copy came from a later record, that record's writing stamp is seen below.
        VarHandle.acquireFence();
        steps.after(SharedRingLayout.threadId(origins, index));
        if (RecordLayout.stampOpaque(ring, record) != RecordLayout.completeStamp(position)) {
            return false;
        }
        RecordLayout.setStampOpaque(scratch, target, RecordLayout.completeStamp(position));
        return true;
    }
}
