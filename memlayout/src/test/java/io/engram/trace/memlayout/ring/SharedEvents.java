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
            case RecordLayout.PRIMING -> writer.writePriming(position, thread, samplingWord(key), key, (byte) 1, number,
                    ~key, key + 1, -key);
            case RecordLayout.INTERFERENCE -> writer.writeInterference(position, thread, samplingWord(key), key,
                    (byte) 2, number, ~key, key + 1, (int) number, -key, key * 3, key * 5);
            case RecordLayout.RECONSOLIDATION -> writer.writeReconsolidation(position, thread, samplingWord(key), key,
                    ~key, key + 1, thread, (int) number, -key, number);
            default -> writer.writeFalseMemory(position, thread, samplingWord(key), key, ~key, key + 1, number,
                    (int) number, -key, key * 3, key * 5);
        };
    }

    private static long samplingWord(long key) {
        return key * 7;
    }

    /** The number of a thread's event if its copy has all words of that event, or else -1. */
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
