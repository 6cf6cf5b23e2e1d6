// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import java.lang.foreign.MemorySegment;
import java.util.stream.LongStream;

/**
 * What became of a shared ring's events, per event type, as far as its memory tells.
 *
 * <p>Guarantees: exact whenever no producer is inside a write and the collector is not reading; then {@code written =
 * delivered + overwritten + inRing} for each type, and {@code open} is 0. While they work it is a close estimate.
 *
 * @param written events that got a slot, per type
 * @param dropped events that did not, because another producer was in it, per type
 * @param delivered events taken by the collector, per type
 * @param overwritten events lost to later ones or completed more than a lap late, per type, those included that the
 *     collector has yet to find
 * @param inRing events that wait in the ring, per type
 * @param open claims not accounted for: of producers inside a write, or stopped there
 */
public record SharedRingTally(long[] written, long[] dropped, long[] delivered, long[] overwritten, long[] inRing,
        long open) {
    // Only keeps a caller from racing producers for ever.
    private static final int ROUNDS = 100;

    /**
     * Takes a tally.
     *
     * @param ring an initialised shared ring
     * @return the tally
     */
    public static SharedRingTally of(MemorySegment ring) {
        long capacity = RingLayout.capacity(ring);
        long[] written = new long[RecordLayout.EVENT_TYPES];
        long[] dropped = new long[RecordLayout.EVENT_TYPES];
        long[] delivered = new long[RecordLayout.EVENT_TYPES];
        long[] overwritten = new long[RecordLayout.EVENT_TYPES];
        long[] inRing = new long[RecordLayout.EVENT_TYPES];
        long accounted;
        long head;
        int round = 0;
        boolean consistent;
        do {
            long cursor = RingLayout.cursorAcquire(ring);
            long settled = RingLayout.overwritten(ring);
            for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
                delivered[type] = RingLayout.delivered(ring, type);
                written[type] = SharedRingLayout.writtenAcquire(ring, type);
                dropped[type] = SharedRingLayout.droppedAcquire(ring, type);
                settled += delivered[type];
                inRing[type] = 0;
            }
            accounted = LongStream.of(written).sum() + LongStream.of(dropped).sum();
            head = RingLayout.headAcquire(ring);
            long settledAhead = 0;
            for (long position = cursor; position < Math.min(head, cursor + capacity); position++) {
                settledAhead += SharedRingLayout.isSettled(ring, position, capacity) ? 1 : 0;
            }
            for (long position = Math.max(cursor, head - capacity); position < head; position++) {
                countWaiting(ring, capacity, position, inRing);
            }
            // All of it only rises, so that equal sums before and after are those of one moment.
            consistent = settled == cursor + settledAhead && accounted == SharedRingLayout.accountedAcquire(ring)
                    && head == RingLayout.headAcquire(ring) && cursor == RingLayout.cursorAcquire(ring);
        } while (!consistent && ++round < ROUNDS);
        for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
            // A record is complete, and may be taken, a moment before it is counted.
            overwritten[type] = Math.max(0, written[type] - delivered[type] - inRing[type]);
        }
        return new SharedRingTally(written, dropped, delivered, overwritten, inRing, head - accounted);
    }

    private static void countWaiting(MemorySegment ring, long capacity, long position, long[] inRing) {
        long record = RingLayout.slotOffset(position, capacity);
        if (!SharedRingLayout.isSettled(ring, position, capacity)
                && RecordLayout.stampAcquire(ring, record) == RecordLayout.completeStamp(position)) {
            inRing[RecordLayout.eventType(ring, record) & RecordLayout.EVENT_TYPES - 1]++;
        }
    }
}
