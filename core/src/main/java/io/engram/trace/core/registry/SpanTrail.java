// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.registry;

import io.engram.trace.core.spi.ActiveSpan;
import io.engram.trace.memlayout.layout.RingSpans;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * From which position on a ring's records belong to which span. It stands beside the ring: a span that does not change
 * costs a record nothing, and one within which nothing is recorded takes no room. The last changes it also writes behind
 * the ring's records, where other processes find them.
 *
 * <p><b>Assumptions.</b> One thread at a time adds; one reads, in rising order of positions, and only positions below a
 * head that it has acquired.
 *
 * <p><b>Guarantees.</b> A record is never said to belong to a span that is not its own. Where more spans came than are
 * kept before the reader did, the oldest are forgotten, and their records belong to none.
 *
 * <p><b>Progress.</b> Wait-free. Adding allocates.
 */
final class SpanTrail {
    private static final int CAPACITY = 1_024;

    /**
     * One change.
     *
     * @param number of all changes before it
     * @param position of the first record within the span
     * @param span null for none
     */
    private record Change(long number, long position, ActiveSpan span) {
    }

    private final MemorySegment ring;
    private final AtomicReferenceArray<Change> changes = new AtomicReferenceArray<>(CAPACITY);
    // Of the producer.
    private Change last = new Change(-1, -1, null);
    private long sequence;
    // Of the reader.
    private long next;
    private ActiveSpan current;

    /** A trail of a ring that nobody has said anything of. */
    SpanTrail(MemorySegment ring) {
        this.ring = ring;
    }

    /** Says that records from a position on, of which there is none yet, belong to a span; null for none. */
    void add(long position, ActiveSpan span) {
        if (Objects.equals(span, last.span)) {
            return;
        }
        // No record belongs to a change at the same position: it is as if it had not been.
        boolean again = last.position == position;
        last = new Change(again ? last.number : last.number + 1, position, span);
        // Partner: getAcquire in at. The ring's head, released later, brings it to whoever reads a record of the span.
        changes.setRelease(index(last.number), last);
        if (span == null) {
            RingSpans.set(ring, last.number, sequence++, position, 0, 0, 0, 0);
        } else {
            RingSpans.set(ring, last.number, sequence++, position, span.traceIdHigh(), span.traceIdLow(),
                    span.spanId(), span.flags());
        }
    }

    /** The span of the record at a position, or null. */
    ActiveSpan at(long position) {
        while (true) {
            Change change = changes.getAcquire(index(next));
            if (change == null || change.number < next || change.number == next && change.position > position) {
                return current;
            }
            if (change.number == next) {
                current = change.span;
                next++;
            } else {
                // It took the place of the one looked for. The oldest that may still be there is the next one's.
                current = null;
                next = change.number - CAPACITY + 1;
            }
        }
    }

    private static int index(long number) {
        return (int) (number % CAPACITY);
    }
}
