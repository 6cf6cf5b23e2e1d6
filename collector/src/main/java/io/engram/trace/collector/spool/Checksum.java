// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/** CRC-32C (Castagnoli, 1993) of parts of a segment. */
final class Checksum {
    private final CRC32C crc = new CRC32C();

    /** Goes on with the bytes from {@code from} to before {@code to}. */
    Checksum add(MemorySegment segment, long from, long to) {
        crc.update(segment.asSlice(from, to - from).asByteBuffer());
        return this;
    }

    int value() {
        return (int) crc.getValue();
    }
}
