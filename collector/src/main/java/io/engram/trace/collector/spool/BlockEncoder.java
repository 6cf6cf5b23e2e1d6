// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.record.RecordEncoder;
import io.engram.trace.memlayout.layout.RecordLayout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Turns events into a block. */
final class BlockEncoder {
    private BlockEncoder() {
    }

    /**
     * Encodes a block.
     *
     * @param events 1 to {@link BlockLayout#MAX_EVENTS}
     * @param staging where it is written
     * @param maxBytes how long it may be
     * @return the block
     * @throws IOException if it would be longer
     * @throws IllegalArgumentException if an event does not fit a record
     */
    static MemorySegment encode(List<CognitiveEvent> events, StagingBuffer staging, long maxBytes)
            throws IOException {
        ContextTable contexts = new ContextTable();
        int[] indexes = events.stream().mapToInt(contexts::indexOf).toArray();
        long contextBytes = contexts.lengthBytes();
        long length = BlockLayout.lengthBytes(contextBytes, indexes.length);
        if (length > maxBytes) {
            throw new IOException("a block of " + indexes.length + " events takes " + length + " bytes of " + maxBytes
                    + ": append fewer events at once or raise the spool's size");
        }
        MemorySegment block = staging.ofBytes(length).fill((byte) 0);
        contexts.writeTo(block);
        long record = BlockLayout.records(contextBytes, indexes.length);
        for (int i = 0; i < indexes.length; i++) {
            BlockLayout.setContextIndex(block, contextBytes, i, indexes[i]);
            RecordEncoder.encode(events.get(i), block, record);
            record += RecordLayout.RECORD_BYTES;
        }
        BlockLayout.initialize(block, indexes.length, contexts.size(), (int) contextBytes);
        return block;
    }
}
