// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import io.engram.trace.memlayout.layout.RecordLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Native memory in which a block stands between its file and its events; it grows to the longest block.
 *
 * <p>It is not on the heap because records are aligned, and because a channel would copy what is.
 */
final class StagingBuffer {
    private MemorySegment memory = MemorySegment.NULL;

    /** As many bytes, with whatever is in them. They are overwritten when somebody asks for others. */
    MemorySegment ofBytes(long lengthBytes) {
        if (memory.byteSize() < lengthBytes) {
            memory = Arena.ofAuto().allocate(lengthBytes, RecordLayout.RECORD_BYTES);
        }
        return memory.asSlice(0, lengthBytes);
    }
}
