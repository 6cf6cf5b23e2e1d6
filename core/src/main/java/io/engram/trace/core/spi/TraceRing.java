// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.spi;

import java.lang.foreign.MemorySegment;

/** A ring, of one thread or of many, as the collector sees it. */
public interface TraceRing {
    /**
     * Whether many threads write the ring, so that it is laid out by {@code SharedRingLayout}. Then each record tells
     * the thread's id and the span, and nothing the thread's name; the ring has no owner and is never orphaned.
     *
     * @return false if one thread at a time does
     */
    boolean isShared();

    /**
     * The ring's memory, laid out by {@code RingLayout}; valid until the collector is closed.
     *
     * @return header and slots
     */
    MemorySegment memory();

    /**
     * The thread that wrote the records now in the ring. Ask after the head was read: a ring gets a new owner only
     * when all records of the last one were taken.
     *
     * @return the owner; id 0 and no name if the ring is shared
     */
    TracedThread owner();

    /**
     * The ring's position when {@link #owner} took it: what was written below is its predecessors'.
     *
     * @return position in the ring
     */
    long firstPosition();

    /**
     * The span within which a record was written. Ask for positions in the ring, not the owner's, in rising order, and
     * only for records that were read.
     *
     * @param position in the ring
     * @return span, or null for none, or if it is not known; always null if the ring is shared
     */
    ActiveSpan spanAt(long position);

    /**
     * Whether the owner has ended, so that nothing more comes from it. If so, and the ring is drained after this
     * answer, the ring should be recycled.
     *
     * @return true if the owner is gone
     */
    boolean isOrphaned();

    /** Gives a drained, orphaned ring to the next thread that needs one. */
    void recycle();
}
