// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.engram.trace.memlayout.layout.RecordLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * A block of a segment file: a header of 64 bytes, the table of contexts ({@link ContextLayout}), for each record the
 * index of its context as an unsigned 16-bit number, padding to 64 bytes, then the records ({@link RecordLayout}).
 *
 * <pre>
 * offset size field
 *      0    8 magic
 *      8    4 lengthBytes
 *     12    4 eventCount
 *     16    4 contextCount
 *     20    4 contextBytes
 *     24   24 (padding)
 *     48    4 bodyCrc
 *     52    4 headerCrc
 *     56    8 acknowledged
 * </pre>
 *
 * <p>{@code lengthBytes} is that of the whole block, a multiple of 64. {@code headerCrc} is of what stands before it,
 * so that a length can be trusted before the block is read, and damage in one block hides no other; {@code bodyCrc} is
 * of all that follows the header. {@code acknowledged} is 0, or {@link #ACKNOWLEDGED_WORD} in a block that was
 * delivered while an older one of its segment was not yet. {@code magic} is odd, and so no complete record looks like a
 * header.
 */
final class BlockLayout {
    /** Length of the header, bytes. */
    static final long HEADER_BYTES = 64;
    /** Events of one block at most. */
    static final int MAX_EVENTS = 4096;
    /** {@code "ENGRMBLK"} read as a big-endian number. */
    static final long MAGIC = 0x454E_4752_4D42_4C4BL;
    /** {@code "ENGRMACK"} read as a big-endian number. */
    static final long ACKNOWLEDGED_WORD = 0x454E_4752_4D41_434BL;

    /** The header. Everything else in this class is derived from it. */
    static final StructLayout HEADER = structLayout(
            JAVA_LONG.withName("magic"),
            JAVA_INT.withName("lengthBytes"),
            JAVA_INT.withName("eventCount"),
            JAVA_INT.withName("contextCount"),
            JAVA_INT.withName("contextBytes"),
            paddingLayout(24),
            JAVA_INT.withName("bodyCrc"),
            JAVA_INT.withName("headerCrc"),
            JAVA_LONG.withName("acknowledged"))
            .withName("blockHeader");

    /** Where the word that changes lies. */
    static final long ACKNOWLEDGED = offset("acknowledged");
    /** Where the table of contexts begins. */
    static final long CONTEXTS = HEADER_BYTES;

    private static final long MAGIC_OFFSET = offset("magic");
    private static final long LENGTH_BYTES = offset("lengthBytes");
    private static final long EVENT_COUNT = offset("eventCount");
    private static final long CONTEXT_COUNT = offset("contextCount");
    private static final long CONTEXT_BYTES = offset("contextBytes");
    private static final long BODY_CRC = offset("bodyCrc");
    private static final long HEADER_CRC = offset("headerCrc");

    static {
        if (HEADER.byteSize() != HEADER_BYTES) {
            throw new AssertionError("block header is " + HEADER.byteSize() + " bytes, not " + HEADER_BYTES);
        }
    }

    private BlockLayout() {
    }

    private static long offset(String field) {
        return HEADER.byteOffset(groupElement(field));
    }

    /** Where the index of a record's context lies. */
    static long contextIndex(long contextBytes, int event) {
        return CONTEXTS + contextBytes + (long) event * Short.BYTES;
    }

    /** Where the records begin. */
    static long records(long contextBytes, int eventCount) {
        return Alignment.up(contextIndex(contextBytes, eventCount));
    }

    /** How long a block is. */
    static long lengthBytes(long contextBytes, int eventCount) {
        return records(contextBytes, eventCount) + eventCount * RecordLayout.RECORD_BYTES;
    }

    /** Completes a block, whose body stands already behind the zeroed header. */
    static void initialize(MemorySegment block, int eventCount, int contextCount, int contextBytes) {
        block.set(JAVA_LONG, MAGIC_OFFSET, MAGIC);
        block.set(JAVA_INT, LENGTH_BYTES, (int) block.byteSize());
        block.set(JAVA_INT, EVENT_COUNT, eventCount);
        block.set(JAVA_INT, CONTEXT_COUNT, contextCount);
        block.set(JAVA_INT, CONTEXT_BYTES, contextBytes);
        block.set(JAVA_INT, BODY_CRC, bodyCrc(block));
        block.set(JAVA_INT, HEADER_CRC, headerCrc(block, 0));
    }

    /** Whether an intact header lies at an offset; it does not tell whether all of its block is there. */
    static boolean isHeader(MemorySegment segment, long header) {
        if (segment.get(JAVA_LONG, header + MAGIC_OFFSET) != MAGIC
                || segment.get(JAVA_INT, header + HEADER_CRC) != headerCrc(segment, header)) {
            return false;
        }
        int events = eventCount(segment, header);
        int contexts = contextCount(segment, header);
        int contextBytes = contextBytes(segment, header);
        return events >= 1 && events <= MAX_EVENTS && contexts >= 1 && contexts <= events
                && contextBytes % Long.BYTES == 0 && contextBytes >= contexts * ContextLayout.CONTEXT_BYTES
                && lengthBytes(segment, header) == lengthBytes(contextBytes, events);
    }

    /** Whether what follows the header is as it was written. */
    static boolean isBodyIntact(MemorySegment block) {
        return block.get(JAVA_INT, BODY_CRC) == bodyCrc(block);
    }

    private static int headerCrc(MemorySegment segment, long header) {
        return new Checksum().add(segment, header, header + HEADER_CRC).value();
    }

    private static int bodyCrc(MemorySegment block) {
        return new Checksum().add(block, HEADER_BYTES, block.byteSize()).value();
    }

    static int lengthBytes(MemorySegment segment, long header) {
        return segment.get(JAVA_INT, header + LENGTH_BYTES);
    }

    static int eventCount(MemorySegment segment, long header) {
        return segment.get(JAVA_INT, header + EVENT_COUNT);
    }

    static int contextCount(MemorySegment segment, long header) {
        return segment.get(JAVA_INT, header + CONTEXT_COUNT);
    }

    static int contextBytes(MemorySegment segment, long header) {
        return segment.get(JAVA_INT, header + CONTEXT_BYTES);
    }

    static boolean isAcknowledged(MemorySegment segment, long header) {
        return segment.get(JAVA_LONG, header + ACKNOWLEDGED) == ACKNOWLEDGED_WORD;
    }

    static int contextIndexOf(MemorySegment block, long contextBytes, int event) {
        return Short.toUnsignedInt(block.get(JAVA_SHORT, contextIndex(contextBytes, event)));
    }

    static void setContextIndex(MemorySegment block, long contextBytes, int event, int index) {
        block.set(JAVA_SHORT, contextIndex(contextBytes, event), (short) index);
    }
}
