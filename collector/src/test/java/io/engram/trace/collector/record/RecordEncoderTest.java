// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.record;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RecordLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordEncoderTest {
    private static final TracedThread THREAD = new TracedThread(7, "t");

    private final MemorySegment memory = Arena.ofAuto().allocate(3 * RecordLayout.RECORD_BYTES,
            RecordLayout.RECORD_BYTES);

    private CognitiveEvent decode(CognitiveEvent original, long record) {
        long position = RecordLayout.position(RecordLayout.stampOpaque(memory, record));
        return RecordDecoder.decode(memory, record, RecordLayout.ticks(memory, record), original.thread(), position,
                original.sampleRate(), original.spanContext());
    }

    @Test
    void shouldEncodeWhatDecodesToTheSameBits() {
        long record = RecordLayout.RECORD_BYTES;
        Set<EventType> seen = EnumSet.noneOf(EventType.class);
        for (CognitiveEvent event : new RandomEvents(42).next(20_000, -1)) {
            // What another event left there must not show.
            memory.fill((byte) 0x5A);
            RecordEncoder.encode(event, memory, record);
            assertEquals(EventBits.of(event), EventBits.of(decode(event, record)));
            assertEquals(0x5A, memory.get(JAVA_BYTE, record - 1));
            assertEquals(0x5A, memory.get(JAVA_BYTE, 2 * record));
            seen.add(event.eventType());
        }
        assertEquals(EnumSet.allOf(EventType.class), seen);
    }

    @Test
    void shouldStampTheRecordAsComplete() {
        CognitiveEvent event = new ReconsolidationEvent(-5, THREAD, 41, 1, 0, 1, 0, 0, 0, 0);
        RecordEncoder.encode(event, memory, 0);
        assertEquals(RecordLayout.completeStamp(41), RecordLayout.stampOpaque(memory, 0));
        assertEquals(-5, RecordLayout.ticks(memory, 0));
    }

    @Test
    void shouldRefuseItemsThatDoNotFitARecord() {
        assertRefused("item count 65536 is out of range: give 0 to 65535",
                new ReconsolidationEvent(0, THREAD, 0, 1, 0, 1, 0, 65_536, 0, 0));
        assertRefused("item count -1 is out of range: give 0 to 65535",
                new ReconsolidationEvent(0, THREAD, 0, 1, 0, 1, 0, -1, 0, 0));
        assertRefused("2 node ids do not match an item count of 4: give 3",
                new InterferenceEvent(0, THREAD, 0, 1, 0, InterferenceType.FAN, 0, 1, NodeIds.of(1, 2), 4));
        assertRefused("1 node ids do not match an item count of 0: give 0",
                new FalseMemoryEvent(0, THREAD, 0, 1, 0, 1, NodeIds.of(1), 0, 0));
    }

    private void assertRefused(String message, CognitiveEvent event) {
        assertEquals(message, assertThrows(IllegalArgumentException.class,
                () -> RecordEncoder.encode(event, memory, 0)).getMessage());
    }
}
