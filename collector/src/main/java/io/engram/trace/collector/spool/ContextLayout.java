// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.engram.trace.collector.event.SpanContext;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * What records of a block share: an entry of its table of contexts. Behind the table stand the names of threads, in
 * UTF-8, one after the other, padded to 8 bytes.
 *
 * <pre>
 * offset size field
 *      0    8 threadId
 *      8    8 sampleRate
 *     16    8 traceIdHigh
 *     24    8 traceIdLow
 *     32    8 spanId
 *     40    4 spanFlags
 *     44    4 nameOffset
 *     48    4 nameBytes
 *     52    4 (padding)
 * </pre>
 *
 * <p>{@code sampleRate} holds the bits of a double. {@code spanFlags} is -1 where there is no span. {@code nameOffset}
 * is in bytes from the first name: entries of threads of one name share it.
 */
final class ContextLayout {
    /** Length of an entry, bytes. */
    static final long CONTEXT_BYTES = 56;
    /** {@code spanFlags} outside any span. */
    static final int NO_SPAN = -1;

    /** The entry. Everything else in this class is derived from it. */
    static final StructLayout CONTEXT = structLayout(
            JAVA_LONG.withName("threadId"),
            JAVA_LONG.withName("sampleRate"),
            JAVA_LONG.withName("traceIdHigh"),
            JAVA_LONG.withName("traceIdLow"),
            JAVA_LONG.withName("spanId"),
            JAVA_INT.withName("spanFlags"),
            JAVA_INT.withName("nameOffset"),
            JAVA_INT.withName("nameBytes"),
            paddingLayout(4))
            .withName("context");

    private static final long THREAD_ID = offset("threadId");
    private static final long SAMPLE_RATE = offset("sampleRate");
    private static final long TRACE_ID_HIGH = offset("traceIdHigh");
    private static final long TRACE_ID_LOW = offset("traceIdLow");
    private static final long SPAN_ID = offset("spanId");
    private static final long SPAN_FLAGS = offset("spanFlags");
    private static final long NAME_OFFSET = offset("nameOffset");
    private static final long NAME_BYTES = offset("nameBytes");
    private static final int MAX_FLAGS = 0xFF;

    static {
        if (CONTEXT.byteSize() != CONTEXT_BYTES) {
            throw new AssertionError("context is " + CONTEXT.byteSize() + " bytes, not " + CONTEXT_BYTES);
        }
    }

    private ContextLayout() {
    }

    private static long offset(String field) {
        return CONTEXT.byteOffset(groupElement(field));
    }

    /** Where an entry of a block lies. */
    static long entry(int index) {
        return BlockLayout.CONTEXTS + index * CONTEXT_BYTES;
    }

    /** Writes an entry into zeroed memory. */
    static void set(MemorySegment block, long entry, BlockContext context, int nameOffset, int nameBytes) {
        block.set(JAVA_LONG, entry + THREAD_ID, context.thread().id());
        block.set(JAVA_LONG, entry + SAMPLE_RATE, context.sampleRateBits());
        SpanContext span = context.spanContext();
        if (span != null) {
            block.set(JAVA_LONG, entry + TRACE_ID_HIGH, span.traceIdHigh());
            block.set(JAVA_LONG, entry + TRACE_ID_LOW, span.traceIdLow());
            block.set(JAVA_LONG, entry + SPAN_ID, span.spanId());
        }
        block.set(JAVA_INT, entry + SPAN_FLAGS, span == null ? NO_SPAN : span.flags());
        block.set(JAVA_INT, entry + NAME_OFFSET, nameOffset);
        block.set(JAVA_INT, entry + NAME_BYTES, nameBytes);
    }

    static long threadId(MemorySegment block, long entry) {
        return block.get(JAVA_LONG, entry + THREAD_ID);
    }

    static long sampleRateBits(MemorySegment block, long entry) {
        return block.get(JAVA_LONG, entry + SAMPLE_RATE);
    }

    /** Whether the entry has no span, or one with valid ids and flags. */
    static boolean isSpanValid(MemorySegment block, long entry) {
        int flags = block.get(JAVA_INT, entry + SPAN_FLAGS);
        return flags == NO_SPAN || flags >= 0 && flags <= MAX_FLAGS && block.get(JAVA_LONG, entry + SPAN_ID) != 0
                && (block.get(JAVA_LONG, entry + TRACE_ID_HIGH) | block.get(JAVA_LONG, entry + TRACE_ID_LOW)) != 0;
    }

    /** The span, null for none. */
    static SpanContext spanContext(MemorySegment block, long entry) {
        int flags = block.get(JAVA_INT, entry + SPAN_FLAGS);
        return flags == NO_SPAN ? null : new SpanContext(block.get(JAVA_LONG, entry + TRACE_ID_HIGH),
                block.get(JAVA_LONG, entry + TRACE_ID_LOW), block.get(JAVA_LONG, entry + SPAN_ID), flags);
    }

    static int nameOffset(MemorySegment block, long entry) {
        return block.get(JAVA_INT, entry + NAME_OFFSET);
    }

    static int nameBytes(MemorySegment block, long entry) {
        return block.get(JAVA_INT, entry + NAME_BYTES);
    }
}
