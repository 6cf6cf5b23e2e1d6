// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.spi.TracedThread;
import java.io.IOException;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * Follows a shared ring: every position from its start on is settled once, as an event or as missed. One that is
 * claimed and not written stays open; later ones do not wait for it.
 *
 * <p>What is missed may have been overwritten, and is lost, or dropped, and was counted as rejected: the ring's counts
 * of claims tell how many of all positions were not written. So losses are told when they are certain, which all are
 * once the ring's producers rest.
 */
final class SharedRingTail {
    private final int capacity;
    private final ObjLongConsumer<TracedThread> lost;
    private final Losses losses;
    private final RingEvents events = new RingEvents();
    // By slot: the last position that was settled, plus 1.
    private final long[] settled;
    private long cursor;
    private long missed;
    private long droppedBefore;
    private long toldLost;
    private boolean isDrained;

    SharedRingTail(int capacity, ObjLongConsumer<TracedThread> lost, Losses losses) {
        this.capacity = capacity;
        this.lost = lost;
        this.losses = losses;
        this.settled = new long[capacity];
    }

    /** Leaves out what was claimed before, but for what is in the ring if that is wanted. */
    void skip(RingCopier copier, boolean fromOldest) throws IOException {
        cursor = fromOldest ? copier.oldest() : copier.head();
        droppedBefore = Math.max(0, copier.dropped() - incompleteFrom(copier, cursor));
    }

    private long incompleteFrom(RingCopier copier, long first) throws IOException {
        long incomplete = 0;
        long position = first;
        int count = copier.copy(position, RingCopier.CHUNK_SLOTS);
        while (count > 0) {
            for (int i = 0; i < count; i++) {
                incomplete += copier.wasComplete(i) ? 0 : 1;
            }
            position += count;
            count = copier.copy(position, RingCopier.CHUNK_SLOTS);
        }
        return incomplete;
    }

    boolean isDrained() {
        return isDrained;
    }

    /** Takes what comes next, and tells how many positions became an event. */
    int take(RingCopier copier, TickScale scale, int max, List<CognitiveEvent> taken) throws IOException {
        isDrained = true;
        if (copier.capacity() != capacity) {
            // A tracer never changes it.
            return 0;
        }
        skipLapped(copier.oldest());
        events.begin(scale);
        int before = taken.size();
        long position = cursor;
        int room = max;
        int count = copier.copy(position, room);
        while (count > 0) {
            for (int i = 0; i < count; i++) {
                settle(copier, i, taken);
            }
            position += count;
            room = max - (taken.size() - before);
            count = room > 0 ? copier.copy(position, room) : 0;
        }
        while (cursor < position && isSettled(cursor)) {
            cursor++;
        }
        // With room left it was the head that ended it, or the file.
        isDrained = room > 0 || position == copier.head();
        tellLost(copier.notWritten());
        return taken.size() - before;
    }

    private void settle(RingCopier copier, int i, List<CognitiveEvent> taken) {
        long position = copier.position(i);
        if (isSettled(position)) {
            return;
        }
        if (copier.isIntact(i)) {
            events.decodeShared(copier, i, taken, losses);
            setSettled(position);
        } else if (copier.isMissed(i)) {
            missed++;
            setSettled(position);
        }
    }

    private void skipLapped(long oldest) {
        // What is settled above the cursor lies less than a lap above it.
        long end = Math.min(oldest, cursor + capacity);
        while (cursor < end) {
            missed += isSettled(cursor) ? 0 : 1;
            cursor++;
        }
        if (oldest > cursor) {
            missed += oldest - cursor;
            cursor = oldest;
        }
    }

    private void tellLost(long notWritten) {
        long certain = missed - Math.max(0, notWritten - droppedBefore);
        if (certain > toldLost) {
            lost.accept(Owner.SHARED, certain - toldLost);
            toldLost = certain;
        }
    }

    private boolean isSettled(long position) {
        return settled[(int) (position % capacity)] == position + 1;
    }

    private void setSettled(long position) {
        settled[(int) (position % capacity)] = position + 1;
    }
}
