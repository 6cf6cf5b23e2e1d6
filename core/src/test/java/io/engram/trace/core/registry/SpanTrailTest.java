// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.engram.trace.core.spi.ActiveSpan;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.RingSpans;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class SpanTrailTest {
    private static final ActiveSpan A = span(1);
    private static final ActiveSpan B = span(2);

    private static final int CAPACITY = 160;

    private final MemorySegment ring = Arena.ofAuto().allocate(RingSpans.endOffset(CAPACITY),
            RingLayout.ALIGNMENT_BYTES);
    private final SpanTrail trail = newTrail();

    private SpanTrail newTrail() {
        RingLayout.initialize(ring, CAPACITY);
        return new SpanTrail(ring);
    }

    private static ActiveSpan span(long id) {
        return new ActiveSpan(7, 8, id, 1);
    }

    @Test
    void shouldTellTheSpanThatHeldWhenARecordWasWritten() {
        trail.add(0, A);
        trail.add(2, null);
        trail.add(5, B);
        assertEquals(A, trail.at(0));
        assertEquals(A, trail.at(1));
        assertNull(trail.at(2));
        assertNull(trail.at(4));
        assertEquals(B, trail.at(5));
        assertEquals(B, trail.at(1_000));
        trail.add(2_000, A);
        assertEquals(B, trail.at(1_999));
        assertEquals(A, trail.at(2_000));
    }

    @Test
    void shouldForgetSpansWithoutRecords() {
        trail.add(0, A);
        // As many as would otherwise fill it twice.
        for (int i = 0; i < 2_000; i++) {
            trail.add(1, span(100 + i));
        }
        trail.add(1, B);
        assertEquals(A, trail.at(0));
        assertEquals(B, trail.at(1));
    }

    @Test
    void shouldNotKnowTheSpanRatherThanTellAWrongOne() {
        int spans = 5_000;
        for (int i = 0; i < spans; i++) {
            trail.add(i, span(i + 1));
        }
        for (int i = 0; i < spans; i++) {
            assertEquals(i < spans - 1_024 ? null : span(i + 1), trail.at(i), "record " + i);
        }
    }

    /** Each replaced one, too, leaves no word of itself. */
    @Test
    void shouldWriteTheLastOnesBehindTheRingsRecords() {
        int spans = 100;
        for (int i = 0; i < spans; i++) {
            trail.add(10 * i, span(-1));
            trail.add(10 * i, i % 3 == 2 ? null : new ActiveSpan(i, ~i, i + 1, 0x100 + i));
        }
        assertEquals(spans, RingSpans.changesAcquire(ring));
        int places = RingSpans.places(CAPACITY);
        assertEquals(10, places);
        MemorySegment copy = ring.asSlice(RingSpans.offset(CAPACITY));
        for (int i = spans - places; i < spans; i++) {
            int index = i % places;
            boolean isNone = i % 3 == 2;
            assertEquals(RecordLayout.completeStamp(2 * i + 1), RingSpans.stamp(copy, index), "stamp of " + i);
            assertEquals(i, RingSpans.number(copy, index));
            assertEquals(10 * i, RingSpans.position(copy, index));
            assertEquals(isNone ? 0 : i, RingSpans.traceIdHigh(copy, index));
            assertEquals(isNone ? 0 : ~i, RingSpans.traceIdLow(copy, index));
            assertEquals(isNone ? 0 : i + 1, RingSpans.spanId(copy, index));
            assertEquals(isNone ? 0 : i, RingSpans.flags(copy, index));
        }
    }

    /** The reader was lapped in the middle of its way. */
    @Test
    void shouldGoOnAfterALap() {
        for (int i = 0; i < 10; i++) {
            trail.add(i, span(i + 1));
        }
        assertEquals(span(4), trail.at(3));
        for (int i = 10; i < 3_000; i++) {
            trail.add(i, span(i + 1));
        }
        assertNull(trail.at(4));
        assertEquals(span(3_000), trail.at(2_999));
    }
}
