// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.engram.trace.core.spi.ActiveSpan;
import org.junit.jupiter.api.Test;

class SpanTrailTest {
    private static final ActiveSpan A = span(1);
    private static final ActiveSpan B = span(2);

    private final SpanTrail trail = new SpanTrail();

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
