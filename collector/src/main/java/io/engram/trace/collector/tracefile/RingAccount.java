package io.engram.trace.collector.tracefile;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
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
 * @param owners its threads
 * @param head records written
 * @param recorded records written, per type; those of unknown type are missing
 * @param sampledOut events sampled out, per type
 * @param delivered records that the collector took, per type
 * @param overwritten records lost to later ones, per type
 * @param inRing records that wait for the collector, per type
 * @param overwrittenTotal records lost to later ones, of all types
 * @param waitingFrom the oldest position that waits for the collector; the head if none does
 */
record RingAccount(int index, OwnerList owners, long head, long[] recorded, long[] sampledOut, long[] delivered,
        long[] overwritten, long[] inRing, long overwrittenTotal, long waitingFrom) {

    /** Takes the account of the ring that a copier has just turned to. */
    static RingAccount take(RingCopier copier, int index) throws IOException {
        OwnerList owners = new OwnerList();
        owners.update(copier.ownersAndRates());
        MemorySegment header = copier.counts();
        long[] recorded = new long[RecordLayout.EVENT_TYPES];
        long[] sampledOut = new long[RecordLayout.EVENT_TYPES];
        long[] delivered = new long[RecordLayout.EVENT_TYPES];
        for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
            recorded[type] = Math.clamp(RingLayout.recorded(header, type), 0, RingCopier.MAX_HEAD);
            sampledOut[type] = Math.clamp(RingLayout.sampledOut(header, type), 0, RingCopier.MAX_HEAD);
            delivered[type] = Math.clamp(RingLayout.delivered(header, type), 0, RingCopier.MAX_HEAD);
        }
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
        return new RingAccount(index, owners, head, recorded, sampledOut, delivered, overwritten, inRing, lost,
                waitingFrom);
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
        return Math.max(0, head - sum(recorded));
    }

    RingStats stats(int capacity) {
        return new RingStats(index, owners.last().thread(), owners.last().number() + 1, head, sum(sampledOut),
                overwrittenTotal, sum(delivered), head - waitingFrom, capacity);
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
