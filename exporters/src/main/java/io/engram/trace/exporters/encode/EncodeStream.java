// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

import java.io.OutputStream;

/** Writes into a buffer what others write to a stream. */
final class EncodeStream extends OutputStream {
    private final EncodeBuffer buffer;

    EncodeStream(EncodeBuffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public void write(int value) {
        buffer.put(value);
    }

    @Override
    public void write(byte[] source, int from, int count) {
        buffer.put(source, from, count);
    }
}
