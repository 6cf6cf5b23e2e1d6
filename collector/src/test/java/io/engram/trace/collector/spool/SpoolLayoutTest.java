// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.memlayout.diagram.LayoutDiagram;
import io.engram.trace.memlayout.layout.RecordLayout;
import java.io.IOException;
import java.lang.foreign.StructLayout;
import org.junit.jupiter.api.Test;

class SpoolLayoutTest {
    @Test
    void shouldShowTheSegmentHeaderAsItIs() throws IOException {
        assertDiagram(SegmentLayout.class, SegmentLayout.HEADER);
    }

    @Test
    void shouldShowTheBlockHeaderAsItIs() throws IOException {
        assertDiagram(BlockLayout.class, BlockLayout.HEADER);
    }

    @Test
    void shouldShowTheContextAsItIs() throws IOException {
        assertDiagram(ContextLayout.class, ContextLayout.CONTEXT);
    }

    @Test
    void shouldAlignWhateverARecordIsAlignedTo() {
        assertEquals(RecordLayout.RECORD.byteAlignment(), Alignment.BYTES);
        for (long contextBytes = 56; contextBytes < 300; contextBytes += 8) {
            for (int events : new int[] {1, 2, 31, 32, 33, BlockLayout.MAX_EVENTS}) {
                long records = BlockLayout.records(contextBytes, events);
                assertEquals(0, records % 64);
                assertEquals(records + 64L * events, BlockLayout.lengthBytes(contextBytes, events));
                assertTrue(BlockLayout.contextIndex(contextBytes, events) <= records);
            }
        }
    }

    @Test
    void shouldTellAcknowledgedOffsetsFromOtherWords() {
        for (long offset : new long[] {0, 64, 4_096, Integer.MAX_VALUE}) {
            assertEquals(offset, SegmentLayout.acknowledgedOffset(SegmentLayout.acknowledgedWord(offset)));
            for (int bit = 0; bit < Long.SIZE; bit++) {
                assertEquals(-1, SegmentLayout.acknowledgedOffset(SegmentLayout.acknowledgedWord(offset) ^ 1L << bit));
            }
        }
        assertEquals(-1, SegmentLayout.acknowledgedOffset(0));
        assertEquals(-1, SegmentLayout.acknowledgedOffset(-1));
    }

    @Test
    void shouldTellHeadersFromRecords() {
        // Stamps of complete records are even.
        assertEquals(1, BlockLayout.MAGIC & 1);
        assertNotEquals(BlockLayout.MAGIC, Long.reverseBytes(BlockLayout.MAGIC));
    }

    private static void assertDiagram(Class<?> owner, StructLayout layout) throws IOException {
        assertEquals(String.join("\n", LayoutDiagram.of(layout)), String.join("\n", LayoutDiagram.inJavadocOf(owner)));
    }
}
