// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.tracefile.RingCopier.Condition;
import io.engram.trace.core.spi.TracedThread;
import java.io.IOException;
import java.util.List;
import java.util.function.ObjLongConsumer;

/** Follows one ring: every position from its start on becomes an event or a loss, once. */
final class RingTail {
    private final long offset;
    private final ObjLongConsumer<TracedThread> lost;
    private final RingEvents events = new RingEvents();
    private final Losses losses = new Losses() {
        @Override
        public void overwritten(TracedThread thread) {
            lost.accept(thread, 1);
        }

        @Override
        public void undecodable(TracedThread thread) {
            lost.accept(thread, 1);
        }
    };
    // Null until the ring is known to be a shared one.
    private SharedRingTail shared;
    private long cursor;
    private boolean isDrained;

    /** Follows the ring at an offset of its file, from position 0, and tells what is lost. */
    RingTail(long offset, ObjLongConsumer<TracedThread> lost) {
        this.offset = offset;
        this.lost = lost;
    }

    /** Leaves out what was written before, but for what is in the ring if that is wanted. */
    void skip(RingCopier copier, boolean fromOldest) throws IOException {
        if (copier.begin(offset) != Condition.IN_USE) {
            return;
        }
        if (copier.isShared()) {
            shared = new SharedRingTail(copier.capacity(), lost, losses);
            shared.skip(copier, fromOldest);
        } else {
            cursor = fromOldest ? copier.oldest() : copier.head();
        }
    }

    /** Whether the last look took all that there was when it began. */
    boolean isDrained() {
        return isDrained;
    }

    /**
     * Takes what comes next.
     *
     * @return how many positions became an event or, in a ring of one thread, a loss
     */
    int take(RingCopier copier, TickScale scale, int max, List<CognitiveEvent> taken) throws IOException {
        isDrained = true;
        if (copier.begin(offset) != Condition.IN_USE) {
            return 0;
        }
        if (copier.isShared()) {
            if (shared == null) {
                shared = new SharedRingTail(copier.capacity(), lost, losses);
            }
            int took = shared.take(copier, scale, max, taken);
            isDrained = shared.isDrained();
            return took;
        }
        long from = Math.max(cursor, copier.oldest());
        int count = copier.copy(from, max);
        if (count > 0) {
            events.decode(copier, count, scale, taken, losses);
            // After that its owners are known.
            events.owners().split(cursor, from, lost);
            cursor = from + count;
            isDrained = cursor == copier.head();
        }
        return count;
    }
}
