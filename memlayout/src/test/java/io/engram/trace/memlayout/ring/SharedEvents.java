// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import java.lang.foreign.MemorySegment;

/** Events of which every word follows from their thread and their number within it. */
final class SharedEvents {
    private SharedEvents() {
    }

    static int type(long thread, long number) {
        return (int) ((thread + number) % RecordLayout.EVENT_TYPES);
    }

    static boolean write(SharedRingWriter writer, long thread, long number) {
        long key = thread << 20 | number;
        long position = writer.claim();
        return switch (type(thread, number)) {
            case RecordLayout.PRIMING -> writer.writePriming(position, thread, samplingWord(key), key * 11,
                    key * 13, spanId(key), flags(key), key, (byte) 1, number, ~key, key + 1, -key);
            case RecordLayout.INTERFERENCE -> writer.writeInterference(position, thread, samplingWord(key),
                    key * 11, key * 13, spanId(key), flags(key), key, (byte) 2, number, ~key, key + 1, (int) number, -key,
                    key * 3, key * 5);
            case RecordLayout.RECONSOLIDATION -> writer.writeReconsolidation(position, thread, samplingWord(key),
                    key * 11, key * 13, spanId(key), flags(key), key, ~key, key + 1, thread, (int) number, -key, number);
            default -> writer.writeFalseMemory(position, thread, samplingWord(key), key * 11, key * 13,
                    spanId(key), flags(key), key, ~key, key + 1, number, (int) number, -key, key * 3, key * 5);
        };
    }

    private static long samplingWord(long key) {
        return key * 7;
    }

    /** 0, for none, for every other one. */
    private static long spanId(long key) {
        return (key & 1) == 1 ? 0 : ~key;
    }

    private static int flags(long key) {
        return (int) key & 0xFF;
    }

    /** The number of a thread's event if its copy has all words of that event, but for a span, or else -1. */
    static long numberIfIntact(MemorySegment copy, MemorySegment origins, int index) {
        long record = index * RecordLayout.RECORD_BYTES;
        long thread = SharedRingLayout.threadId(origins, index);
        long key = RecordLayout.ticks(copy, record);
        long number = key & (1 << 20) - 1;
        boolean intact = key >>> 20 == thread && SharedRingLayout.samplingWord(origins, index) == samplingWord(key)
                && RecordLayout.eventType(copy, record) == type(thread, number)
                && RecordLayout.correlationId(copy, record) == ~key && RecordLayout.intensity(copy, record) == number;
        return intact && hasData(copy, record, thread, number, key) ? number : -1;
    }

    /** The same for a ring that keeps spans: its span, too, must be the event's, or none if it has none. */
    static long numberIfIntact(MemorySegment copy, MemorySegment origins, MemorySegment spans, int index) {
        long key = RecordLayout.ticks(copy, index * RecordLayout.RECORD_BYTES);
        boolean intact = spanId(key) == 0 ? !SharedRingLayout.hasSpan(origins, index)
                : SharedRingLayout.hasSpan(origins, index)
                        && SharedRingLayout.traceIdHigh(spans, index) == key * 11
                        && SharedRingLayout.traceIdLow(spans, index) == key * 13
                        && SharedRingLayout.spanId(spans, index) == spanId(key)
                        && SharedRingLayout.traceFlags(origins, index) == flags(key);
        return intact ? numberIfIntact(copy, origins, index) : -1;
    }

    private static boolean hasData(MemorySegment copy, long record, long thread, long number, long key) {
        return switch (type(thread, number)) {
            case RecordLayout.PRIMING -> RecordLayout.subtype(copy, record) == 1
                    && RecordLayout.primingSourceNode(copy, record) == key + 1
                    && RecordLayout.primingTargetNode(copy, record) == -key;
            case RecordLayout.INTERFERENCE -> RecordLayout.subtype(copy, record) == 2
                    && RecordLayout.itemCount(copy, record) == number
                    && RecordLayout.interferenceTargetNode(copy, record) == key + 1
                    && RecordLayout.competingNode(copy, record, 0) == -key
                    && RecordLayout.competingNode(copy, record, 1) == key * 3
                    && RecordLayout.competingNode(copy, record, 2) == key * 5;
            case RecordLayout.RECONSOLIDATION -> RecordLayout.itemCount(copy, record) == number
                    && RecordLayout.reconsolidationNode(copy, record) == key + 1
                    && RecordLayout.windowPosition(copy, record) == thread
                    && RecordLayout.modifiedFields(copy, record) == -key;
            default -> RecordLayout.itemCount(copy, record) == number
                    && RecordLayout.criticalLure(copy, record) == key + 1
                    && RecordLayout.sourceNode(copy, record, 0) == -key
                    && RecordLayout.sourceNode(copy, record, 1) == key * 3
                    && RecordLayout.sourceNode(copy, record, 2) == key * 5;
        };
    }
}
