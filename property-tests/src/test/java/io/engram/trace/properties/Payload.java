// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.properties;

import static io.engram.trace.load.Words.eventType;
import static io.engram.trace.load.Words.word;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.ring.RingWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Records in which every word follows from the position: a torn or misplaced one is told by looking at it. */
final class Payload {
    private Payload() {
    }

    static void write(RingWriter writer) {
        long p = writer.position();
        long w1 = word(p, 1);
        float intensity = intensity(p);
        int count = (int) (word(p, 2) & 0xFFFF);
        byte subtype = (byte) Long.remainderUnsigned(word(p, 2), 3);
        switch (eventType(p)) {
            case RecordLayout.PRIMING -> writer.writePriming(w1, subtype, intensity, word(p, 3), word(p, 4), word(p, 5));
            case RecordLayout.INTERFERENCE -> writer.writeInterference(w1, subtype, intensity, word(p, 3), word(p, 4),
                    count, word(p, 5), word(p, 6), word(p, 7));
            case RecordLayout.RECONSOLIDATION -> writer.writeReconsolidation(w1, word(p, 3), word(p, 4), intensity,
                    count, word(p, 5), intensity);
            default -> writer.writeFalseMemory(w1, word(p, 3), word(p, 4), intensity, count, word(p, 5), word(p, 6),
                    word(p, 7));
        }
    }

    private static float intensity(long position) {
        return Float.intBitsToFloat((int) word(position, 1));
    }

    private static boolean hasIntensity(float value, long position) {
        // Raw bits, so that NaNs compare too. Floats pass through a register, which may quieten a signalling NaN.
        int quiet = 0x0040_0000;
        return (Float.floatToRawIntBits(value) | quiet) == (Float.floatToRawIntBits(intensity(position)) | quiet);
    }

    /** Whether a private copy of a record is, in every field, the one that was written for its stamp's position. */
    static boolean isIntact(MemorySegment copy, long record) {
        long p = RecordLayout.position(RecordLayout.stampOpaque(copy, record));
        int type = eventType(p);
        boolean hasSubtype = type <= RecordLayout.INTERFERENCE;
        if (RecordLayout.eventType(copy, record) != type
                || RecordLayout.ticks(copy, record) != word(p, 1)
                || RecordLayout.subtype(copy, record) != (hasSubtype ? Long.remainderUnsigned(word(p, 2), 3) : 0)
                || RecordLayout.itemCount(copy, record) != (type == RecordLayout.PRIMING ? 0 : word(p, 2) & 0xFFFF)
                || !hasIntensity(RecordLayout.intensity(copy, record), p)
                || RecordLayout.correlationId(copy, record) != word(p, 3)
                || copy.get(ValueLayout.JAVA_LONG, record + 32) != word(p, 4)) {
            return false;
        }
        return switch (type) {
            case RecordLayout.PRIMING -> RecordLayout.primingTargetNode(copy, record) == word(p, 5);
            case RecordLayout.INTERFERENCE -> RecordLayout.competingNode(copy, record, 0) == word(p, 5)
                    && RecordLayout.competingNode(copy, record, 1) == word(p, 6)
                    && RecordLayout.competingNode(copy, record, 2) == word(p, 7);
            case RecordLayout.RECONSOLIDATION -> RecordLayout.modifiedFields(copy, record) == word(p, 5)
                    && hasIntensity(RecordLayout.windowPosition(copy, record), p);
            default -> RecordLayout.sourceNode(copy, record, 0) == word(p, 5)
                    && RecordLayout.sourceNode(copy, record, 1) == word(p, 6)
                    && RecordLayout.sourceNode(copy, record, 2) == word(p, 7);
        };
    }
}
