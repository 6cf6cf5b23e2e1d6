// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.core.spi.TracedThread;

/**
 * What an event has that its record has no place for.
 *
 * @param thread who recorded it
 * @param sampleRateBits bits of the sample rate: compared as numbers, some would take each other's place
 * @param spanContext null for none
 */
record BlockContext(TracedThread thread, long sampleRateBits, SpanContext spanContext) {
    static BlockContext of(CognitiveEvent event) {
        return new BlockContext(event.thread(), Double.doubleToRawLongBits(event.sampleRate()), event.spanContext());
    }

    double sampleRate() {
        return Double.longBitsToDouble(sampleRateBits);
    }

    /** Whether it is the event's context; it may say no where only the objects differ. */
    boolean isSurelyOf(CognitiveEvent event) {
        return thread == event.thread() && spanContext == event.spanContext()
                && sampleRateBits == Double.doubleToRawLongBits(event.sampleRate());
    }
}
