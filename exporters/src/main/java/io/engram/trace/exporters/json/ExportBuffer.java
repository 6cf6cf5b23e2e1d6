package io.engram.trace.exporters.json;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** A reusable buffer whose bytes can be written without a copy. */
final class ExportBuffer extends ByteArrayOutputStream {
    private static final int INITIAL_BYTES = 1 << 16;

    ExportBuffer() {
        super(INITIAL_BYTES);
    }

    ByteBuffer toByteBuffer() {
        return ByteBuffer.wrap(buf, 0, count);
    }
}
