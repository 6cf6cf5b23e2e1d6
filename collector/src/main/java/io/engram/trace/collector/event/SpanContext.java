// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.event;

/**
 * The span of a distributed trace within which an event was recorded (W3C Trace Context, level 1).
 *
 * @param traceIdHigh first 8 bytes of the trace id, big-endian
 * @param traceIdLow last 8 bytes of the trace id, big-endian; the trace id is not 0
 * @param spanId span id, big-endian; not 0
 * @param flags trace flags, 0 to 255; bit 0 is set in sampled traces
 */
public record SpanContext(long traceIdHigh, long traceIdLow, long spanId, int flags) {
    /**
     * Checks that the ids are valid.
     *
     * @param traceIdHigh first half of the trace id
     * @param traceIdLow second half of the trace id
     * @param spanId span id
     * @param flags trace flags
     * @throws IllegalArgumentException if an id is 0 or the flags do not fit 8 bits
     */
    public SpanContext {
        if ((traceIdHigh | traceIdLow) == 0 || spanId == 0) {
            throw new IllegalArgumentException("trace id and span id must not be 0: give none for no span");
        }
        if (flags != (flags & 0xFF)) {
            throw new IllegalArgumentException("trace flags " + flags + " are out of range: give 0 to 255");
        }
    }
}
