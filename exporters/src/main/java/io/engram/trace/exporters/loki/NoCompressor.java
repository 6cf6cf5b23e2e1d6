// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.exporters.encode.EncodeBuffer;

/** Joins the pieces as they are. Assumptions: one thread uses it. */
final class NoCompressor implements BodyCompressor {
    private static final int INITIAL_BYTES = 1 << 16;

    private EncodeBuffer out = new EncodeBuffer(INITIAL_BYTES);

    @Override
    public void begin() {
        out.clear();
    }

    @Override
    public void add(byte[] piece, int from, int lengthBytes) {
        out.put(piece, from, lengthBytes);
    }

    @Override
    public EncodeBuffer end() {
        return out;
    }

    @Override
    public void leaveBody() {
        out = new EncodeBuffer(INITIAL_BYTES);
    }
}
