// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

/**
 * How large a spool and its files may become.
 *
 * @param maxBytes all segment files together
 * @param segmentBytes one of them, unless a single block takes more
 */
record SpoolLimits(long maxBytes, long segmentBytes) {
    private static final long LEAST_SEGMENT_BYTES = 256 << 10;
    private static final long MOST_SEGMENT_BYTES = 16 << 20;
    // Making room drops about so large a part of what waits.
    private static final long SEGMENTS = 8;

    static SpoolLimits of(long maxBytes) {
        return new SpoolLimits(maxBytes,
                Math.max(LEAST_SEGMENT_BYTES, Math.min(MOST_SEGMENT_BYTES, maxBytes / SEGMENTS)));
    }

    /** How long a block may be in a segment of its own. */
    long maxBlockBytes(long beginningBytes) {
        // Offsets in a segment are 32-bit numbers.
        return Math.min(maxBytes, Integer.MAX_VALUE) - beginningBytes;
    }
}
