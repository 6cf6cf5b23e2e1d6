// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.collector.record.SpanContexts;
import io.engram.trace.memlayout.layout.RingSpans;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The spans of one ring's records, as far as the changes that are kept in the file tell.
 *
 * <p>The places are read three times: what the second time found is a change if its stamp was the same, and complete, the
 * first and the third time. Then the number of changes is read again.
 *
 * <p>Assumptions: one thread uses it. Guarantees: a record that was copied before the update is never said to belong to a
 * span that is not its own; where that cannot be told, it belongs to none.
 */
final class SpanList {
    // No record is there.
    private static final long ABOVE_ALL = Long.MAX_VALUE;

    /** A change that was read whole. */
    private record Change(long number, long position, SpanContext span) {
    }

    private final SpanContexts contexts = new SpanContexts();
    // By number and by position.
    private final List<Change> known = new ArrayList<>();
    // Null until there is a change.
    private MemorySegment before;
    private MemorySegment places;
    private MemorySegment after;
    private long changes;
    private int at;

    /**
     * Reads the changes.
     *
     * @param copier has turned to the ring and copied the records that will be asked for
     * @param header of the ring, read after them
     */
    void update(RingCopier copier, MemorySegment header) throws IOException {
        changes = RingSpans.changesAcquire(header);
        known.clear();
        at = -1;
        if (changes <= 0 || changes > RingCopier.MAX_HEAD) {
            return;
        }
        if (before == null) {
            allocate(copier.spanPlaces());
        }
        if (copier.readSpans(before) && copier.readSpans(places) && copier.readSpans(after)) {
            find(copier.spanPlaces(), copier.readSpanChanges() == changes);
        }
    }

    private void allocate(int count) {
        Arena arena = Arena.ofAuto();
        before = arena.allocate(count * RingSpans.PLACE_BYTES, Long.BYTES);
        places = arena.allocate(count * RingSpans.PLACE_BYTES, Long.BYTES);
        after = arena.allocate(count * RingSpans.PLACE_BYTES, Long.BYTES);
    }

    private void find(int count, boolean isLast) {
        for (long number = Math.max(0, changes - count); number < changes; number++) {
            int index = (int) (number % count);
            long stamp = RingSpans.stamp(before, index);
            boolean isWhole = stamp != 0 && (stamp & 1) == 0 && stamp == RingSpans.stamp(after, index);
            if (isWhole && RingSpans.number(places, index) == number) {
                add(number, index);
            } else if (!isWhole && isLast && number == changes - 1) {
                // Its place was not given to a later one, so that it was about to be replaced, maybe by a thread that was
                // killed then: there was no record at its position yet, nor therefore is there a copied one.
                known.add(new Change(number, ABOVE_ALL, null));
            }
        }
    }

    private void add(long number, int index) {
        long position = RingSpans.position(places, index);
        // As writers have it; in a file of any content the rest is no change.
        if (position > (known.isEmpty() ? -1 : known.getLast().position) && position <= RingCopier.MAX_HEAD) {
            known.add(new Change(number, position, contexts.of(RingSpans.traceIdHigh(places, index),
                    RingSpans.traceIdLow(places, index), RingSpans.spanId(places, index),
                    RingSpans.flags(places, index))));
        }
    }

    /** The span of a copied record, or null; to be asked for in rising order of positions. */
    SpanContext of(long position) {
        while (at + 1 < known.size() && known.get(at + 1).position <= position) {
            at++;
        }
        // Where the next one is missing, the record may be that one's.
        return at >= 0 && isFollowedByNext() ? known.get(at).span : null;
    }

    private boolean isFollowedByNext() {
        long next = known.get(at).number + 1;
        return next == changes || at + 1 < known.size() && known.get(at + 1).number == next;
    }
}
