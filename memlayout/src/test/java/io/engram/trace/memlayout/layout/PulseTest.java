// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.layout;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PulseTest {
    private final MemorySegment head = Arena.ofAuto().allocate(TraceFileLayout.HEAD_BYTES, Long.BYTES);

    private MemorySegment copy() {
        return Arena.ofAuto().allocate(TraceFileLayout.HEAD_BYTES, Long.BYTES).copyFrom(head);
    }

    @Test
    void shouldTellTheLastBeat() {
        Pulse.beat(head, 1, 2, 3, 4);
        Pulse.beat(head, 11, 12, 13, 14);
        assertEquals(4, Pulse.sequenceAcquire(head));
        assertEquals(11, Pulse.ticks(head));
        assertEquals(12, Pulse.epochNanos(head));
        assertEquals(13, Pulse.tickLength(head));
        assertEquals(14, Pulse.collectedEpochNanos(head));
        assertEquals(Pulse.OPEN, Pulse.stateAcquire(head));
        assertTrue(Pulse.sameBeat(head, copy()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequence", "ticks", "epochNanos", "tickLength", "collectedEpochNanos"})
    void shouldTellABeatFromOneOfWhichAnyWordDiffers(String word) {
        Pulse.beat(head, 1, 2, 3, 4);
        MemorySegment other = copy();
        long offset = TraceFileLayout.HEAD.byteOffset(groupElement("pulse"), groupElement(word));
        other.set(ValueLayout.JAVA_LONG, offset, 1_000);
        assertFalse(Pulse.sameBeat(head, other));
        assertFalse(Pulse.sameBeat(other, head));
    }

    @Test
    void shouldNotTakeABeatThatHasNotEnded() {
        head.set(ValueLayout.JAVA_LONG, TraceFileLayout.HEAD.byteOffset(groupElement("pulse")), 3);
        assertFalse(Pulse.sameBeat(head, copy()));
    }
}
