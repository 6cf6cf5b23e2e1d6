// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Reads the intact records of a ring in order and counts those it came too late for.
 *
 * <p><b>Assumptions.</b> One thread at a time calls a reader. Any number of readers, in any process, may read a ring.
 *
 * <p><b>Guarantees.</b> Every position from the reader's start to its cursor was either copied out intact, once, or
 * counted as overwritten, once. Copied records are never torn. A lapped reader goes on at the oldest record that may
 * still be intact. Nothing is written into the ring; {@link #publish} is for its one collector.
 *
 * <p><b>Progress.</b> Wait-free: a call looks at each position at most once and none that was published after it began,
 * except where it was lapped.
 *
 * <p><b>Who owns the memory.</b> The caller.
 */
public final class RingReader {
    private final MemorySegment ring;
    private final long capacity;
    private long cursor;
    private long overwritten;

    /**
     * Makes a reader that goes on where the ring's collector stopped.
     *
     * @param ring an initialised ring
     */
    public RingReader(MemorySegment ring) {
        this.ring = ring;
        this.capacity = RingLayout.capacity(ring);
        this.cursor = RingLayout.cursorAcquire(ring);
        this.overwritten = RingLayout.overwritten(ring);
    }

    /**
     * The position that is read next.
     *
     * @return position, from 0
     */
    public long cursor() {
        return cursor;
    }

    /**
     * Records this reader came too late for, since the ring was made.
     *
     * @return records
     */
    public long overwritten() {
        return overwritten;
    }

    /**
     * Whether everything published so far was read.
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
     * @param maxRecords at most so many
     * @return records copied; less than {@code maxRecords} means that the head of the call's start was reached
     */
    public int read(MemorySegment scratch, int maxRecords) {
        long head = RingLayout.headAcquire(ring);
        int count = 0;
        skipLapped(head);
        long record = RingLayout.slotOffset(cursor, capacity);
        long end = RingLayout.lengthBytes(capacity);
        while (count < maxRecords && cursor < head) {
            if (copyIntact(record, scratch, count * RecordLayout.RECORD_BYTES)) {
                count++;
                cursor++;
                record += RecordLayout.RECORD_BYTES;
                if (record == end) {
                    record = RingLayout.HEADER_BYTES;
                }
            } else {
                overwritten++;
                cursor++;
                // Overtaken: the producer is a lap ahead. Its head tells where the oldest intact record is now.
                head = RingLayout.headAcquire(ring);
                skipLapped(head);
                record = RingLayout.slotOffset(cursor, capacity);
            }
        }
        return count;
    }

    /**
     * Lets everyone see the cursor and counts in the ring's header. Only the ring's collector may call this, after it
     * has counted what it took.
     */
    public void publish() {
        RingLayout.setCursorRelease(ring, cursor, overwritten);
    }

    private void skipLapped(long head) {
        long oldest = head - capacity;
        if (oldest > cursor) {
            overwritten += oldest - cursor;
            cursor = oldest;
        }
    }

    private boolean copyIntact(long record, MemorySegment scratch, long target) {
        long complete = RecordLayout.completeStamp(cursor);
        // Partner: setStampRelease in RingWriter. The copy must not move above this load, or it would read what the
        // slot held before the record was complete.
        if (RecordLayout.stampAcquire(ring, record) != complete) {
            return false;
        }
        RecordLayout.copyPayload(ring, record, scratch, target);
        // Partner: the storeStoreFence of RingWriter. Keeps the copy above the second look at the stamp: if any word
        // of the copy came from a later record, that record's writing stamp is seen below. An acquire load alone
        // would let the copy's loads sink under it.
        VarHandle.acquireFence();
        // The whole 64-bit stamp is compared: a parity or a short counter would take a later lap for this one.
        if (RecordLayout.stampOpaque(ring, record) != complete) {
            return false;
        }
        RecordLayout.setStampOpaque(scratch, target, complete);
        return true;
    }
}
