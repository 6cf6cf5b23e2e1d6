// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.exporters.encode.EncodeBuffer;
import java.util.ArrayDeque;

/**
 * Buffers of requests, as many as were under way at once. One that is not given back is forgotten.
 *
 * <p>Assumptions: one thread uses it.
 */
final class BufferPool {
    private static final int INITIAL_BYTES = 1 << 16;

    private final ArrayDeque<EncodeBuffer> free = new ArrayDeque<>();

    EncodeBuffer take() {
        EncodeBuffer buffer = free.poll();
        return buffer == null ? new EncodeBuffer(INITIAL_BYTES) : buffer;
    }

    void give(EncodeBuffer buffer) {
        free.push(buffer);
    }
}
