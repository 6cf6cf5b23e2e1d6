// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jcstress;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import io.engram.trace.memlayout.ring.RingWriter;
import io.engram.trace.memlayout.ring.SharedRingWriter;
import java.lang.foreign.MemorySegment;

/** Events that say the same in each of their words. */
public final class Events {
    private static final int BYTE_BITS = 8;
    private static final int FLAGS = 0xFF;

    private Events() {
    }

    /**
     * Writes the event of the writer's position.
     *
     * @param writer a ring's only writer
     */
    public static void write(RingWriter writer) {
        long key = writer.position() + 1;
        writer.writeInterference(key, (byte) 0, key, key, key, (int) key, key, key, key);
    }

    static boolean write(SharedRingWriter writer, long thread, long number) {
        long key = thread << BYTE_BITS | number;
        return writer.writeInterference(writer.claim(), thread, key, key, key, spanId(key), (int) key, key, (byte) 0, key, key,
                key, (int) key, key, key, key);
    }

    // Every other one has none: what the slot's last record left is not to be taken for its own.
    private static long spanId(long key) {
        return (key & 1) == 0 ? 0 : key;
    }

    /** The number of the thread's event in a record. */
    static long number(MemorySegment copy, long record) {
        return RecordLayout.ticks(copy, record) & (1 << BYTE_BITS) - 1;
    }

    /**
     * Whether a copied record is the event of its position.
     *
     * @param copy scratch memory
     * @param record the record's offset, bytes
     * @return false if it is torn
     */
    public static boolean isIntact(MemorySegment copy, long record) {
        return hasOnly(copy, record, RecordLayout.position(RecordLayout.stampOpaque(copy, record)) + 1);
    }

    static boolean isIntact(MemorySegment copy, MemorySegment origins, MemorySegment spans, int index) {
        long record = index * RecordLayout.RECORD_BYTES;
        long key = RecordLayout.ticks(copy, record);
        return key >>> BYTE_BITS == SharedRingLayout.threadId(origins, index)
                && SharedRingLayout.samplingWord(origins, index) == key && hasOwnSpan(origins, spans, index, key)
                && hasOnly(copy, record, key);
    }

    private static boolean hasOwnSpan(MemorySegment origins, MemorySegment spans, int index, long key) {
        return SharedRingLayout.hasSpan(origins, index) == (spanId(key) != 0)
                && (spanId(key) == 0 || SharedRingLayout.traceFlags(origins, index) == (key & FLAGS)
                        && SharedRingLayout.traceIdHigh(spans, index) == key
                        && SharedRingLayout.traceIdLow(spans, index) == key
                        && SharedRingLayout.spanId(spans, index) == key);
    }

    private static boolean hasOnly(MemorySegment copy, long record, long key) {
        boolean intact = RecordLayout.ticks(copy, record) == key
                && RecordLayout.eventType(copy, record) == RecordLayout.INTERFERENCE
                && RecordLayout.itemCount(copy, record) == key
                && RecordLayout.intensity(copy, record) == key
                && RecordLayout.correlationId(copy, record) == key
                && RecordLayout.interferenceTargetNode(copy, record) == key;
        for (int i = 0; i < RecordLayout.INLINE_NODES; i++) {
            intact &= RecordLayout.competingNode(copy, record, i) == key;
        }
        return intact;
    }
}
