// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.spi;

/**
 * The span of a distributed trace within which a thread works (W3C Trace Context, level 1).
 *
 * @param traceIdHigh first 8 bytes of the trace id, big-endian
 * @param traceIdLow last 8 bytes of the trace id, big-endian; the trace id is not 0
 * @param spanId span id, big-endian; not 0
 * @param flags trace flags; only the lowest 8 bits count
 */
public record ActiveSpan(long traceIdHigh, long traceIdLow, long spanId, int flags) {
    /**
     * Checks that the ids are valid.
     *
     * @param traceIdHigh first half of the trace id
     * @param traceIdLow second half of the trace id
     * @param spanId span id
     * @param flags trace flags
     * @throws IllegalArgumentException if an id is 0
     */
    public ActiveSpan {
        if ((traceIdHigh | traceIdLow) == 0 || spanId == 0) {
            throw new IllegalArgumentException("trace id and span id must not be 0: give null for no span");
        }
    }
}
