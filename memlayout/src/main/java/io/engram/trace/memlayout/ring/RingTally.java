// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import java.lang.foreign.MemorySegment;

/**
 * What became of a ring's events, per event type, as far as its header and slots tell.
 *
 * <p>Guarantees: exact whenever the producer is outside a trace call and the collector is not reading; then
 * {@code recorded = delivered + overwritten + inRing} for each type. While they work it is a close estimate.
 *
 * @param recorded events written, per type
 * @param delivered events taken by the collector, per type
 * @param overwritten events lost to later ones, per type, those included that the collector has yet to find
 * @param inRing events that wait in the ring, per type
 * @param foundOverwritten records that the collector found overwritten, of all types; exact also while it works
 */
public record RingTally(long[] recorded, long[] delivered, long[] overwritten, long[] inRing,
        long foundOverwritten) {
    // The header is one cache line and the collector publishes at most every few microseconds, so one or two rounds
    // do; the limit only keeps a caller from racing a producer for ever.
    private static final int ROUNDS = 100;

    /**
     * Takes a tally.
     *
     * @param ring an initialised ring
     * @param writer its writer, which has the counts
     * @return the tally
     */
    public static RingTally of(MemorySegment ring, RingWriter writer) {
        long[] recorded = new long[RecordLayout.EVENT_TYPES];
        long[] delivered = new long[RecordLayout.EVENT_TYPES];
        long[] overwritten = new long[RecordLayout.EVENT_TYPES];
        long[] inRing = new long[RecordLayout.EVENT_TYPES];
        long cursor;
        long head;
        long lost;
        int round = 0;
        boolean consistent;
        do {
            // Counts only rise, and those up to an acquired head or cursor are visible: where they add up to it they
            // are exactly the counts at that point.
            cursor = RingLayout.cursorAcquire(ring);
            lost = RingLayout.overwritten(ring);
            long taken = lost;
            for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
                delivered[type] = RingLayout.delivered(ring, type);
                taken += delivered[type];
            }
            head = RingLayout.headAcquire(ring);
            long written = 0;
            for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
                recorded[type] = writer.recorded(type);
                written += recorded[type];
            }
            consistent = taken == cursor && written == head;
        } while (!consistent && ++round < ROUNDS);

        long capacity = RingLayout.capacity(ring);
        long waiting = Math.min(head - cursor, capacity);
        if (lost + (head - cursor - waiting) == 0) {
            for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
                inRing[type] = Math.max(0, recorded[type] - delivered[type]);
            }
        } else {
            countWaiting(ring, capacity, head, waiting, inRing);
            for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
                overwritten[type] = Math.max(0, recorded[type] - delivered[type] - inRing[type]);
            }
        }
        return new RingTally(recorded, delivered, overwritten, inRing, lost);
    }

    // Which types were overwritten is not stored anywhere; it is what is left when those that wait are counted.
    private static void countWaiting(MemorySegment ring, long capacity, long head, long waiting, long[] inRing) {
        for (long position = head - waiting; position < head; position++) {
            long record = RingLayout.slotOffset(position, capacity);
            long complete = RecordLayout.completeStamp(position);
            if (RecordLayout.stampAcquire(ring, record) == complete) {
                inRing[RecordLayout.eventType(ring, record) & RecordLayout.EVENT_TYPES - 1]++;
            }
        }
    }
}
