// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * What became of the events of one ring, per event type, as far as a file tells: the same as
 * {@link io.engram.trace.memlayout.ring.RingTally} finds out within the process.
 *
 * <p>The producer publishes its counts per type only now and then. Those of records written since are counted in the
 * ring, as far as they are still there; the collector's counts tell of some of the others.
 *
 * @param index which ring
 * @param thread its last owner
 * @param owners how many it has had
 * @param recordedTotal records written, of all types
 * @param recorded records written, per type; those of unknown type are missing
 * @param sampledOut events sampled out, per type
 * @param delivered records that the collector took, per type
 * @param overwritten records lost to later ones, per type
 * @param inRing records that wait for the collector, per type
 * @param overwrittenTotal records lost to later ones, of all types
 * @param waiting records that wait for the collector, of all types
 * @param waitingFrom the oldest position that does, if any does
 * @param capacity slots
 */
record RingAccount(int index, TracedThread thread, long owners, long recordedTotal, long[] recorded, long[] sampledOut,
        long[] delivered, long[] overwritten, long[] inRing, long overwrittenTotal, long waiting, long waitingFrom,
        int capacity) {

    /** Takes the account of the ring that a copier has just turned to. */
    static RingAccount take(RingCopier copier, int index) throws IOException {
        return copier.isShared() ? takeShared(copier, index) : takeOwned(copier, index);
    }

    // Its producers count what they write, by type, in the ring.
    private static RingAccount takeShared(RingCopier copier, int index) throws IOException {
        MemorySegment header = copier.counts();
        long[] sampledOut = perType(header, RingLayout::sampledOut);
        long[] recorded = perType(header, SharedRingLayout::writtenAcquire);
        long[] delivered = perType(header, RingLayout::delivered);
        long[] inRing = new long[RecordLayout.EVENT_TYPES];
        long[] overwritten = new long[RecordLayout.EVENT_TYPES];
        long waitingFrom = copier.head();
        long position = copier.oldest();
        int copied = copier.copy(position, RingCopier.CHUNK_SLOTS);
        while (copied > 0) {
            for (int i = 0; i < copied; i++) {
                if (copier.isIntact(i) && !copier.isSettled(i)) {
                    inRing[RecordLayout.eventType(copier.slots(), copier.record(i)) & RecordLayout.EVENT_TYPES - 1]++;
                    waitingFrom = Math.min(waitingFrom, position + i);
                }
            }
            position += copied;
            copied = copier.copy(position, RingCopier.CHUNK_SLOTS);
        }
        for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
            // A record is complete, and may be taken, a moment before it is counted.
            recorded[type] = Math.max(recorded[type], delivered[type] + inRing[type]);
            overwritten[type] = recorded[type] - delivered[type] - inRing[type];
        }
        return new RingAccount(index, Owner.SHARED, 0, sum(recorded), recorded, sampledOut, delivered, overwritten,
                inRing, sum(overwritten), sum(inRing), waitingFrom, copier.capacity());
    }

    private static RingAccount takeOwned(RingCopier copier, int index) throws IOException {
        OwnerList owners = new OwnerList();
        owners.update(copier.ownersAndRates());
        MemorySegment header = copier.counts();
        long[] recorded = perType(header, RingLayout::recorded);
        long[] sampledOut = perType(header, RingLayout::sampledOut);
        long[] delivered = perType(header, RingLayout::delivered);
        long head = copier.head();
        long found = Math.clamp(RingLayout.overwritten(header), 0, head);
        // Where the collector ended within a take, its counts are ahead of its cursor.
        long cursor = Math.clamp(Math.max(RingLayout.cursorAcquire(header), sum(delivered) + found), 0, head);
        long waitingFrom = Math.max(cursor, copier.oldest());
        long lost = found + waitingFrom - cursor;
        long published = Math.min(sum(recorded), head);

        long[] inRing = new long[RecordLayout.EVENT_TYPES];
        long[] overwritten = new long[RecordLayout.EVENT_TYPES];
        boolean isAllKnown = published >= copier.oldest();
        long countFrom = Math.max(published, copier.oldest());
        if (lost == 0 && isAllKnown) {
            count(copier, countFrom, countFrom, recorded, head, inRing);
            for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
                inRing[type] = Math.max(0, recorded[type] - delivered[type]);
            }
        } else {
            count(copier, Math.min(countFrom, waitingFrom), countFrom, recorded, waitingFrom, inRing);
            for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
                // More than those were written, whatever was published.
                recorded[type] = Math.max(recorded[type], delivered[type] + inRing[type]);
                overwritten[type] = recorded[type] - delivered[type] - inRing[type];
            }
        }
        return new RingAccount(index, owners.last().thread(), owners.last().number() + 1, head, recorded, sampledOut,
                delivered, overwritten, inRing, lost, head - waitingFrom, waitingFrom, copier.capacity());
    }

    private static long[] perType(MemorySegment header, CountOfType figure) {
        long[] counts = new long[RecordLayout.EVENT_TYPES];
        for (int type = 0; type < counts.length; type++) {
            counts[type] = Math.clamp(figure.of(header, type), 0, RingCopier.MAX_HEAD);
        }
        return counts;
    }

    // Counts the types of records from two positions on.
    private static void count(RingCopier copier, long from, long recordedFrom, long[] recorded, long waitingFrom,
            long[] inRing) throws IOException {
        long position = from;
        int copied = copier.copy(position, RingCopier.CHUNK_SLOTS);
        while (copied > 0) {
            for (int i = 0; i < copied; i++) {
                if (copier.isIntact(i)) {
                    int type = RecordLayout.eventType(copier.slots(), copier.record(i)) & RecordLayout.EVENT_TYPES - 1;
                    recorded[type] += position + i >= recordedFrom ? 1 : 0;
                    inRing[type] += position + i >= waitingFrom ? 1 : 0;
                }
            }
            position += copied;
            copied = copier.copy(position, RingCopier.CHUNK_SLOTS);
        }
    }

    /** Records that count for no type. */
    long unknownType() {
        return Math.max(0, recordedTotal - sum(recorded));
    }

    RingStats stats() {
        return new RingStats(index, thread, owners, recordedTotal, sum(sampledOut), overwrittenTotal, sum(delivered),
                waiting, capacity);
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
