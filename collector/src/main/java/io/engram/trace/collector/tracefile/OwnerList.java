// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingOwners;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * The owners of one ring, as far as they are known: those that its header has, and those that it had at an earlier
 * look.
 *
 * <p>Assumptions: headers are given in the order they were read, each settled, as
 * {@link RingCopier#ownersAndRates} gives them.
 */
final class OwnerList {
    // A ring keeps the last few; a reader that looks often gathers more. Records older than these have no known owner.
    private static final int MAX_OWNERS = 64;
    private static final long MAX_NUMBER = 1L << 60;

    // By number and by first position.
    private final List<Owner> owners = new ArrayList<>();

    /** Adds the owners in a header that were not known. */
    void update(MemorySegment header) {
        long taken = RingOwners.takenAcquire(header);
        if (taken < 0 || taken > MAX_NUMBER) {
            return;
        }
        long known = owners.isEmpty() ? -1 : owners.getLast().number();
        // One more than there were: its entry may be complete before it is counted.
        for (long number = Math.max(known + 1, taken - RingOwners.KEPT); number <= taken; number++) {
            if (number >= 0 && RingOwners.stampAcquire(header, number) == RecordLayout.completeStamp(number)) {
                add(header, number);
            }
        }
    }

    private void add(MemorySegment header, long number) {
        long first = RingOwners.firstPosition(header, number);
        long least = owners.isEmpty() ? 0 : owners.getLast().firstPosition();
        if (first >= least && first <= RingCopier.MAX_HEAD) {
            if (owners.size() == MAX_OWNERS) {
                owners.removeFirst();
            }
            owners.add(new Owner(number, first, new TracedThread(RingOwners.threadId(header, number),
                    RingOwners.threadName(header, number))));
        }
    }

    /** The owner of a position; {@link Owner#UNKNOWN} where it cannot be told. */
    Owner of(long position) {
        for (int i = owners.size() - 1; i >= 0; i--) {
            Owner owner = owners.get(i);
            if (owner.firstPosition() <= position) {
                // Where the next one is missing, the position may be that one's.
                return isFollowedByNext(i) ? owner : Owner.UNKNOWN;
            }
        }
        return Owner.UNKNOWN;
    }

    private boolean isFollowedByNext(int i) {
        return i == owners.size() - 1 || owners.get(i + 1).number() == owners.get(i).number() + 1;
    }

    /** The first position from which on a later owner than that of a position may have written. */
    long endOf(long position) {
        for (Owner owner : owners) {
            if (owner.firstPosition() > position) {
                return owner.firstPosition();
            }
        }
        return Long.MAX_VALUE;
    }

    /** The last owner. */
    Owner last() {
        return owners.isEmpty() ? Owner.UNKNOWN : owners.getLast();
    }

    /** Tells how many of some positions each thread wrote. */
    void split(long from, long to, ObjLongConsumer<TracedThread> consumer) {
        long position = from;
        while (position < to) {
            long end = Math.min(to, endOf(position));
            consumer.accept(of(position).thread(), end - position);
            position = end;
        }
    }
}
