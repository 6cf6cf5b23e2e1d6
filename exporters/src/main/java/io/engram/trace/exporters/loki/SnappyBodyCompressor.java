package io.engram.trace.exporters.loki;

import io.airlift.compress.v3.snappy.SnappyCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyNativeCompressor;
import io.engram.trace.exporters.encode.EncodeBuffer;

/**
 * Compresses as a block of Snappy, which is all of a request's body at once.
 *
 * <p>Assumptions: one thread uses it.
 */
final class SnappyBodyCompressor implements BodyCompressor {
    private static final int INITIAL_BYTES = 1 << 16;

    private final SnappyCompressor snappy;
    private final EncodeBuffer plain = new EncodeBuffer(INITIAL_BYTES);
    private EncodeBuffer out = new EncodeBuffer(INITIAL_BYTES);

    SnappyBodyCompressor(SnappyCompressor snappy) {
        this.snappy = snappy;
    }

    /** Compresses by native code where the application grants it, and otherwise by Java's, which is slower. */
    static SnappyBodyCompressor fastest() {
        // Tried without being granted, native access is warned of.
        boolean granted = SnappyNativeCompressor.class.getModule().isNativeAccessEnabled();
        return new SnappyBodyCompressor(granted && SnappyNativeCompressor.isEnabled()
                ? new SnappyNativeCompressor() : new SnappyJavaCompressor());
    }

    @Override
    public void begin() {
        plain.clear();
        out.clear();
    }

    @Override
    public void add(byte[] piece, int from, int lengthBytes) {
        plain.put(piece, from, lengthBytes);
    }

    @Override
    public EncodeBuffer end() {
        int maxBytes = snappy.maxCompressedLength(plain.length());
        out.ensure(maxBytes);
        out.advance(snappy.compress(plain.array(), 0, plain.length(), out.array(), 0, maxBytes));
        return out;
    }

    @Override
    public void leaveBody() {
        out = new EncodeBuffer(INITIAL_BYTES);
    }
}
