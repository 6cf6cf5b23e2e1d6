// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.ByteOrder;

/**
 * The beginning of a segment file: a header of 64 bytes and the resource attributes, padded to 64 bytes. Blocks follow,
 * see {@link BlockLayout}.
 *
 * <pre>
 * offset size field
 *      0    8 magic
 *      8    4 byteOrderMark
 *     12    4 version
 *     16    8 createdUnixNanos
 *     24    4 resourceCount
 *     28    4 resourceBytes
 *     32   20 (padding)
 *     52    4 crc
 *     56    8 acknowledged
 * </pre>
 *
 * <p>{@code magic} is big-endian, everything else is in the byte order of the platform that wrote the file. {@code crc}
 * is of what stands before it and of the resource attributes. {@code acknowledged} is the only field that changes:
 * blocks before that offset were delivered. Its upper half is the complement of the offset in its lower half, so that
 * it is written at once and carries its own check; where that fails, nothing counts as delivered.
 */
final class SegmentLayout {
    /** Length of the header, bytes. */
    static final long HEADER_BYTES = 64;
    /** {@code "ENGRMSPL"} read as a big-endian number. */
    static final long MAGIC = 0x454E_4752_4D53_504CL;
    /** Reads differently in the other byte order. */
    static final int BYTE_ORDER_MARK = 0x0102_0304;
    /** The layout version that this package describes. */
    static final int VERSION = 1;

    /** The header. Everything else in this class is derived from it. */
    static final StructLayout HEADER = structLayout(
            JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN).withName("magic"),
            JAVA_INT.withName("byteOrderMark"),
            JAVA_INT.withName("version"),
            JAVA_LONG.withName("createdUnixNanos"),
            JAVA_INT.withName("resourceCount"),
            JAVA_INT.withName("resourceBytes"),
            paddingLayout(20),
            JAVA_INT.withName("crc"),
            JAVA_LONG.withName("acknowledged"))
            .withName("segmentHeader");

    /** Where the word that changes lies. */
    static final long ACKNOWLEDGED = offset("acknowledged");

    private static final long MAGIC_OFFSET = offset("magic");
    private static final long BYTE_ORDER_MARK_OFFSET = offset("byteOrderMark");
    private static final long VERSION_OFFSET = offset("version");
    private static final long CREATED_UNIX_NANOS = offset("createdUnixNanos");
    private static final long RESOURCE_COUNT = offset("resourceCount");
    private static final long RESOURCE_BYTES = offset("resourceBytes");
    private static final long CRC = offset("crc");
    private static final long OFFSET_MASK = 0xFFFF_FFFFL;

    static {
        if (HEADER.byteSize() != HEADER_BYTES) {
            throw new AssertionError("segment header is " + HEADER.byteSize() + " bytes, not " + HEADER_BYTES);
        }
    }

    private SegmentLayout() {
    }

    private static long offset(String field) {
        return HEADER.byteOffset(groupElement(field));
    }

    /** Where the first block begins. */
    static long blocksOffset(long resourceBytes) {
        return Alignment.up(HEADER_BYTES + resourceBytes);
    }

    /** Completes a segment's zeroed beginning, in which the resource attributes stand already. */
    static void initialize(MemorySegment beginning, long createdUnixNanos, int resourceCount, int resourceBytes) {
        beginning.set(JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN), MAGIC_OFFSET, MAGIC);
        beginning.set(JAVA_INT, BYTE_ORDER_MARK_OFFSET, BYTE_ORDER_MARK);
        beginning.set(JAVA_INT, VERSION_OFFSET, VERSION);
        beginning.set(JAVA_LONG, CREATED_UNIX_NANOS, createdUnixNanos);
        beginning.set(JAVA_INT, RESOURCE_COUNT, resourceCount);
        beginning.set(JAVA_INT, RESOURCE_BYTES, resourceBytes);
        beginning.set(JAVA_INT, CRC, crc(beginning));
        beginning.set(JAVA_LONG, ACKNOWLEDGED, acknowledgedWord(beginning.byteSize()));
    }

    /** Whether the header says that it is of this layout version and of this platform's byte order. */
    static boolean isOfThisVersion(MemorySegment header) {
        return header.get(JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN), MAGIC_OFFSET) == MAGIC
                && header.get(JAVA_INT, BYTE_ORDER_MARK_OFFSET) == BYTE_ORDER_MARK
                && header.get(JAVA_INT, VERSION_OFFSET) == VERSION;
    }

    static boolean isIntact(MemorySegment beginning) {
        return beginning.get(JAVA_INT, CRC) == crc(beginning);
    }

    private static int crc(MemorySegment beginning) {
        return new Checksum().add(beginning, 0, CRC).add(beginning, HEADER_BYTES, beginning.byteSize()).value();
    }

    static long createdUnixNanos(MemorySegment header) {
        return header.get(JAVA_LONG, CREATED_UNIX_NANOS);
    }

    static int resourceCount(MemorySegment header) {
        return header.get(JAVA_INT, RESOURCE_COUNT);
    }

    static int resourceBytes(MemorySegment header) {
        return header.get(JAVA_INT, RESOURCE_BYTES);
    }

    static long acknowledgedWord(MemorySegment header) {
        return header.get(JAVA_LONG, ACKNOWLEDGED);
    }

    /** The word of an offset. */
    static long acknowledgedWord(long offset) {
        return ~offset << Integer.SIZE | offset & OFFSET_MASK;
    }

    /** The offset of a word, -1 if the word is none. */
    static long acknowledgedOffset(long word) {
        long offset = word & OFFSET_MASK;
        return acknowledgedWord(offset) == word ? offset : -1;
    }
}
