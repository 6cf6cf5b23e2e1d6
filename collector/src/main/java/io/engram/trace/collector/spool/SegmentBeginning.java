// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/**
 * What a segment file says of itself.
 *
 * @param createdUnixNanos nanoseconds since 1970; segments of one slot are in this order
 * @param resource attributes of the process that wrote it
 * @param blocksOffset where the first block begins
 * @param acknowledgedOffset before where all blocks were delivered, at least {@code blocksOffset}
 */
record SegmentBeginning(long createdUnixNanos, Map<String, String> resource, long blocksOffset,
        long acknowledgedOffset) {
    /** The beginning of a new segment. */
    static MemorySegment encode(long createdUnixNanos, byte[] resource, int resourceCount, StagingBuffer staging) {
        MemorySegment beginning = staging.ofBytes(SegmentLayout.blocksOffset(resource.length)).fill((byte) 0);
        MemorySegment.copy(resource, 0, beginning, JAVA_BYTE, SegmentLayout.HEADER_BYTES, resource.length);
        SegmentLayout.initialize(beginning, createdUnixNanos, resourceCount, resource.length);
        return beginning;
    }

    /**
     * Reads a beginning.
     *
     * @return null if it is damaged, of another version or of another byte order
     */
    static SegmentBeginning read(SegmentFile file, StagingBuffer staging) throws IOException {
        if (file.length() < SegmentLayout.HEADER_BYTES || file.length() > Integer.MAX_VALUE) {
            return null;
        }
        MemorySegment header = staging.ofBytes(SegmentLayout.HEADER_BYTES);
        if (!file.read(0, header) || !SegmentLayout.isOfThisVersion(header)) {
            return null;
        }
        int resourceBytes = SegmentLayout.resourceBytes(header);
        int resourceCount = SegmentLayout.resourceCount(header);
        if (resourceBytes < 0 || resourceBytes > ResourceText.MAX_BYTES
                || SegmentLayout.blocksOffset(resourceBytes) > file.length()) {
            return null;
        }
        MemorySegment beginning = staging.ofBytes(SegmentLayout.blocksOffset(resourceBytes));
        if (!file.read(0, beginning) || !SegmentLayout.isIntact(beginning)) {
            return null;
        }
        Map<String, String> resource = ResourceText.decode(
                beginning.asSlice(SegmentLayout.HEADER_BYTES, resourceBytes), resourceCount);
        return resource == null ? null : new SegmentBeginning(SegmentLayout.createdUnixNanos(beginning), resource,
                beginning.byteSize(), acknowledged(beginning, file.length()));
    }

    // Rather deliver twice than not at all.
    private static long acknowledged(MemorySegment beginning, long fileLength) {
        long offset = SegmentLayout.acknowledgedOffset(SegmentLayout.acknowledgedWord(beginning));
        return offset >= beginning.byteSize() && offset <= fileLength
                && (offset == fileLength || Alignment.isAligned(offset)) ? offset : beginning.byteSize();
    }
}
