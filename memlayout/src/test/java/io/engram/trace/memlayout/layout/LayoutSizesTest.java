// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.layout;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.UnionLayout;
import org.junit.jupiter.api.Test;

class LayoutSizesTest {
    private static final long PREFETCH_PAIR_BYTES = 128;

    @Test
    void shouldDeclareTheSizesThatTheLayoutsHave() {
        assertEquals(RecordLayout.RECORD.byteSize(), RecordLayout.RECORD_BYTES);
        assertEquals(64, RecordLayout.RECORD.byteAlignment());
        assertEquals(RingLayout.HEADER.byteSize(), RingLayout.HEADER_BYTES);
        assertEquals(TraceFileLayout.HEAD.byteSize(), TraceFileLayout.HEAD_BYTES);
    }

    @Test
    void shouldFillTheRecordWithEachMemberOfTheUnion() {
        UnionLayout data = RecordLayout.DATA;
        assertEquals(RecordLayout.EVENT_TYPES, data.memberLayouts().size());
        for (MemoryLayout member : data.memberLayouts()) {
            assertEquals(32, member.byteSize(), member.toString());
        }
    }

    @Test
    void shouldTakeTenThousandRecordsAndAHeaderForTenThousandSlots() {
        assertEquals(640_000 + RingLayout.HEADER.byteSize(), RingLayout.lengthBytes(10_000));
        assertTrue(RingLayout.lengthBytes(10_000) < 1_000_000);
        assertTrue(RingLayout.HEADER_BYTES <= 16_384);
    }

    @Test
    void shouldTakeNoMoreThanSixteenKibibytesBesideTheRecords() {
        for (int capacity : new int[] {1, 63, 64, 80, 4_095, 4_096, 10_000, 1 << 24}) {
            long beside = RingSpans.endOffset(capacity) - capacity * RecordLayout.RECORD_BYTES;
            assertTrue(beside <= 16_384, capacity + " slots: " + beside);
            assertEquals(RingLayout.HEADER_BYTES + RingSpans.places(capacity) * RingSpans.PLACE_BYTES, beside);
        }
        assertEquals(4, RingSpans.places(1));
        assertEquals(5, RingSpans.places(80));
        assertEquals(256, RingSpans.places(10_000));
    }

    @Test
    void shouldKeepProducerReaderAndFirstSlotOnSeparatePairsOfCacheLines() {
        // From the end of what one side writes to the start of what the other side writes.
        long readOnly = end("capacity");
        long producer = start("head");
        long producerEnd = Math.max(end("head"), end("rates"));
        long reader = start("reader");
        long readerEnd = end("reader");
        // Two fields lie on different pairs of lines if no aligned pair contains bytes of both.
        assertTrue(pair(readOnly - 1) < pair(producer), "capacity and producer");
        assertTrue(pair(producerEnd - 1) < pair(reader), "producer and reader");
        assertTrue(pair(readerEnd - 1) < pair(RingLayout.HEADER_BYTES), "reader and slot 0");
        // The words that both sides hammer are the ones that must not even be prefetched together.
        assertTrue(start("reader") - start("head") >= PREFETCH_PAIR_BYTES, "head and cursor");
        assertTrue(RingLayout.slotOffset(0, 1) - start("reader") >= PREFETCH_PAIR_BYTES, "cursor and slot 0");
        assertTrue(RingLayout.slotOffset(0, 1) - start("head") >= PREFETCH_PAIR_BYTES, "head and slot 0");
        assertEquals(0, RingLayout.HEADER_BYTES % RecordLayout.RECORD.byteAlignment());
        assertEquals(0, RingLayout.ALIGNMENT_BYTES % PREFETCH_PAIR_BYTES);
    }

    @Test
    void shouldRefuseACapacityThatDoesNotFit() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ring = arena.allocate(RingLayout.lengthBytes(3), RingLayout.ALIGNMENT_BYTES);
            for (long bad : new long[] {0, -1, 4}) {
                String message = assertThrows(IllegalArgumentException.class, () -> RingLayout.initialize(ring, bad))
                        .getMessage();
                assertEquals("capacity " + bad + " does not fit a ring of 4288 bytes: give 1 to 3", message);
            }
            RingLayout.initialize(ring, 3);
            assertEquals(3, RingLayout.capacity(ring));
        }
    }

    @Test
    void shouldTellRatesFromSwitches() {
        for (double rate : new double[] {0.0, -0.0, Double.MIN_VALUE, 0.01, 1.0}) {
            assertTrue(SamplingWord.of(rate) >= 0, "word of " + rate);
            assertEquals(rate + 0.0, SamplingWord.rate(SamplingWord.of(rate)));
        }
        assertEquals(0.0, SamplingWord.rate(SamplingWord.DISABLED));
        assertEquals(0.0, SamplingWord.rate(SamplingWord.CLOSED));
        assertTrue(SamplingWord.DISABLED < 0 && SamplingWord.CLOSED < 0);
    }

    @Test
    void shouldKeepEachTotalOfTheHeadInItsOwnWord() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment head = arena.allocate(TraceFileLayout.HEAD_BYTES, 64);
            assertEquals(0, TraceFileLayout.versionAcquire(head));
            TraceFileLayout.initialize(head, 4711, 1_000, 10_000, 16, 11_000_000, 1_000_000_000);
            assertEquals(TraceFileLayout.VERSION, TraceFileLayout.versionAcquire(head));
            long next = 1;
            for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
                ControlBlock.setSamplingOpaque(head, type, next++);
                TraceFileLayout.addExported(head, type, next++);
                for (int reason = 0; reason < TraceFileLayout.DISCARD_REASONS; reason++) {
                    TraceFileLayout.addDiscarded(head, reason, type, next++);
                }
                for (int reason = 0; reason < TraceFileLayout.REJECT_REASONS; reason++) {
                    for (long i = next++; i > 0; i--) {
                        TraceFileLayout.countRejected(head, reason, type);
                    }
                }
            }
            next = 1;
            for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
                assertEquals(next++, ControlBlock.samplingOpaque(head, type));
                assertEquals(next++, TraceFileLayout.exportedAcquire(head, type));
                for (int reason = 0; reason < TraceFileLayout.DISCARD_REASONS; reason++) {
                    assertEquals(next++, TraceFileLayout.discardedAcquire(head, reason, type));
                }
                for (int reason = 0; reason < TraceFileLayout.REJECT_REASONS; reason++) {
                    assertEquals(next++, TraceFileLayout.rejected(head, reason, type));
                }
            }
            assertEquals(TraceFileLayout.VERSION, TraceFileLayout.versionAcquire(head), "nothing wrote over the version");
        }
    }

    private static long start(String field) {
        return RingLayout.HEADER.byteOffset(groupElement(field));
    }

    private static long end(String field) {
        return start(field) + RingLayout.HEADER.select(groupElement(field)).byteSize();
    }

    private static long pair(long offset) {
        return offset / PREFETCH_PAIR_BYTES;
    }
}
