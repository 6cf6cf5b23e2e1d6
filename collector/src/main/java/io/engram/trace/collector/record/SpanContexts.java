// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.record;

import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import java.lang.foreign.MemorySegment;

/**
 * Makes the span contexts of events. Of events that follow each other many have the same, and share it.
 *
 * <p>Assumptions: one thread uses it.
 */
public final class SpanContexts {
    private SpanContext last;

    /** Makes one that remembers nothing yet. */
    public SpanContexts() {
        // Nothing to do.
    }

    /**
     * The span of a record that was copied from a shared ring which keeps spans.
     *
     * @param origins copies of {@code origins}
     * @param spans copies of {@code spans}
     * @param index of the record's elements
     * @return span context, or null for none
     */
    public SpanContext ofShared(MemorySegment origins, MemorySegment spans, long index) {
        return SharedRingLayout.hasSpan(origins, index)
                ? of(SharedRingLayout.traceIdHigh(spans, index), SharedRingLayout.traceIdLow(spans, index),
                        SharedRingLayout.spanId(spans, index), SharedRingLayout.traceFlags(origins, index))
                : null;
    }

    /**
     * The context that has these words.
     *
     * @param traceIdHigh first 8 bytes of the trace id
     * @param traceIdLow last 8 bytes of the trace id
     * @param spanId span id
     * @param flags trace flags; only the lowest 8 bits count
     * @return span context; null if an id is 0, which no tracer writes and any file may hold
     */
    public SpanContext of(long traceIdHigh, long traceIdLow, long spanId, int flags) {
        if ((traceIdHigh | traceIdLow) == 0 || spanId == 0) {
            return null;
        }
        int its = flags & 0xFF;
        if (last == null || last.spanId() != spanId || last.traceIdLow() != traceIdLow
                || last.traceIdHigh() != traceIdHigh || last.flags() != its) {
            last = new SpanContext(traceIdHigh, traceIdLow, spanId, its);
        }
        return last;
    }
}
