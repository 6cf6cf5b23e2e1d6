// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.peer;

import io.engram.trace.jmh.Payload;
import org.agrona.MutableDirectBuffer;

/**
 * A priming event as plain fields of a buffer, as short as its alignment allows.
 *
 * <pre>
 *  0 ticks          8
 *  8 correlation id 8
 * 16 priming type   4
 * 20 strength       4
 * 24 source         8
 * 32 target         8
 * </pre>
 */
final class FlatEvent {
    static final int LENGTH_BYTES = 40;
    /** What queues of typed messages call it. */
    static final int TYPE = 1;

    private static final int CORRELATION = 8;
    private static final int PRIMING_TYPE = 16;
    private static final int STRENGTH = 20;
    private static final int SOURCE = 24;
    private static final int TARGET = 32;

    private FlatEvent() {
    }

    static void write(MutableDirectBuffer buffer, int offset, Payload event) {
        buffer.putLong(offset, System.nanoTime());
        buffer.putLong(offset + CORRELATION, event.correlationId);
        buffer.putInt(offset + PRIMING_TYPE, event.primingType.ordinal());
        buffer.putFloat(offset + STRENGTH, event.intensity);
        buffer.putLong(offset + SOURCE, event.node);
        buffer.putLong(offset + TARGET, event.other0);
    }

    /** Reads all of it; returns something that depends on each field. */
    static long read(MutableDirectBuffer buffer, int offset) {
        return buffer.getLong(offset) ^ buffer.getLong(offset + CORRELATION) ^ buffer.getLong(offset + PRIMING_TYPE)
                ^ buffer.getLong(offset + SOURCE) ^ buffer.getLong(offset + TARGET);
    }
}
