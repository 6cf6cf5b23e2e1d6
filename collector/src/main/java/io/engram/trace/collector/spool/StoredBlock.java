// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

/**
 * A block of a segment, or a stretch of damage in it.
 *
 * @param <T> the tag's type
 */
final class StoredBlock<T> {
    private final Segment<T> segment;
    private final long start;
    private final long end;
    private final long events;
    private final T tag;
    private final boolean damaged;
    private boolean settled;

    private StoredBlock(Segment<T> segment, long start, long end, long events, T tag, boolean damaged,
            boolean settled) {
        this.segment = segment;
        this.start = start;
        this.end = end;
        this.events = events;
        this.tag = tag;
        this.damaged = damaged;
        this.settled = settled;
    }

    static <T> StoredBlock<T> written(Segment<T> segment, long start, long end, int events, T tag) {
        return new StoredBlock<>(segment, start, end, events, tag, false, false);
    }

    static <T> StoredBlock<T> found(Segment<T> segment, FoundStretch stretch) {
        return new StoredBlock<>(segment, stretch.start(), stretch.end(), stretch.events(), null, stretch.isDamaged(),
                stretch.isAcknowledged());
    }

    Segment<T> segment() {
        return segment;
    }

    /** Offset in the file. */
    long start() {
        return start;
    }

    /** Offset of what follows. */
    long end() {
        return end;
    }

    /** How many it holds, -1 if that cannot be told. */
    long events() {
        return events;
    }

    T tag() {
        return tag;
    }

    /** Whether it is already known that it cannot be read. */
    boolean isDamaged() {
        return damaged;
    }

    /** Whether nobody needs it any more. */
    boolean isSettled() {
        return settled;
    }

    void settle() {
        settled = true;
    }
}
