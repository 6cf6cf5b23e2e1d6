// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import org.junit.jupiter.api.Test;

/** Codes stand in memory that outlives the process: they must not change. */
class EnumCodesTest {
    @Test
    void shouldKeepTheCodesOfEventTypes() {
        assertEquals(RecordLayout.EVENT_TYPES, EventType.values().length);
        assertEquals(0, EventType.PRIMING.code());
        assertEquals(1, EventType.INTERFERENCE.code());
        assertEquals(2, EventType.RECONSOLIDATION.code());
        assertEquals(3, EventType.FALSE_MEMORY.code());
        for (EventType type : EventType.values()) {
            assertEquals(type, EventType.ofCode(type.code()));
            assertEquals(type.ordinal(), type.code());
            assertEquals(type, EventType.ofLabel(type.label()));
        }
        assertEquals(EventType.FALSE_MEMORY, EventType.ofLabel("False-Memory"));
        String message = assertThrows(IllegalArgumentException.class, () -> EventType.ofLabel("dream")).getMessage();
        assertTrue(message.contains("'dream'") && message.contains("false_memory"), message);
    }

    @Test
    void shouldKeepTheCodesOfSubtypes() {
        for (int code = 0; code < 3; code++) {
            assertEquals(code, PrimingType.ofCode(code).code());
            assertEquals(code, InterferenceType.ofCode(code).code());
        }
        assertEquals(PrimingType.SEMANTIC, PrimingType.ofCode(0));
        assertEquals(PrimingType.REPETITION, PrimingType.ofCode(2));
        assertEquals(InterferenceType.PROACTIVE, InterferenceType.ofCode(0));
        assertEquals(InterferenceType.FAN, InterferenceType.ofCode(2));
    }

    @Test
    void shouldHaveRoomForEveryReason() {
        assertTrue(DiscardReason.values().length <= TraceFileLayout.DISCARD_REASONS);
        assertTrue(RejectReason.values().length <= TraceFileLayout.REJECT_REASONS);
        assertEquals(0, DiscardReason.FILTERED.ordinal());
        assertEquals(0, RejectReason.NO_RING.ordinal());
        assertEquals(3, RejectReason.CONTENDED.ordinal());
    }
}
