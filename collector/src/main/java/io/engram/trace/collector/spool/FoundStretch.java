// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * A stretch of a segment file: a block whose header is intact and which is all there, or everything up to the next one.
 *
 * @param start offset, bytes
 * @param end offset of what follows, bytes
 * @param events how many it holds, -1 if that cannot be told
 * @param isDamaged whether it is no block
 * @param isAcknowledged whether it is a block that was delivered
 */
record FoundStretch(long start, long end, long events, boolean isDamaged, boolean isAcknowledged) {
    private static final long UNKNOWN = -1;
    // Searching reads so much at once.
    private static final long CHUNK_BYTES = 1 << 16;

    /** The stretch at an offset before the file's end. */
    static FoundStretch at(long start, SegmentFile file, StagingBuffer staging) throws IOException {
        long left = file.length() - start;
        if (left < BlockLayout.HEADER_BYTES) {
            return damaged(start, file.length(), UNKNOWN);
        }
        MemorySegment header = staging.ofBytes(BlockLayout.HEADER_BYTES);
        if (!file.read(start, header)) {
            return damaged(start, file.length(), UNKNOWN);
        }
        if (!BlockLayout.isHeader(header, 0)) {
            return damaged(start, nextHeader(start + Alignment.BYTES, file, staging), UNKNOWN);
        }
        long length = BlockLayout.lengthBytes(header, 0);
        int events = BlockLayout.eventCount(header, 0);
        // The process that wrote it was killed, or the disk was full.
        return length > left ? damaged(start, file.length(), events)
                : new FoundStretch(start, start + length, events, false, BlockLayout.isAcknowledged(header, 0));
    }

    private static FoundStretch damaged(long start, long end, long events) {
        return new FoundStretch(start, end, events, true, false);
    }

    private static long nextHeader(long from, SegmentFile file, StagingBuffer staging) throws IOException {
        long offset = from;
        while (file.length() - offset >= BlockLayout.HEADER_BYTES) {
            long length = Math.min(CHUNK_BYTES, file.length() - offset) & -Alignment.BYTES;
            MemorySegment chunk = staging.ofBytes(length);
            if (!file.read(offset, chunk)) {
                break;
            }
            for (long i = 0; i < length; i += Alignment.BYTES) {
                if (BlockLayout.isHeader(chunk, i)) {
                    return offset + i;
                }
            }
            offset += length;
        }
        return file.length();
    }
}
