// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.exporters.encode.EncodeBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses as gzip (RFC 1952), at its fastest. Keeps its tables from body to body, which a stream of the JDK would
 * make anew.
 *
 * <p>Assumptions: one thread uses it.
 */
final class GzipCompressor implements BodyCompressor {
    // Magic number, method deflate, no flags, no time, fastest, unknown system.
    private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 4, (byte) 0xFF};
    private static final int INITIAL_BYTES = 1 << 16;
    private static final int PORTION_BYTES = 1 << 14;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 crc = new CRC32();
    private EncodeBuffer out = new EncodeBuffer(INITIAL_BYTES);

    @Override
    public void begin() {
        deflater.reset();
        crc.reset();
        out.clear();
        out.put(HEADER);
    }

    @Override
    public void add(byte[] piece, int from, int lengthBytes) {
        crc.update(piece, from, lengthBytes);
        deflater.setInput(piece, from, lengthBytes);
        while (!deflater.needsInput()) {
            deflate();
        }
    }

    @Override
    public EncodeBuffer end() {
        deflater.finish();
        while (!deflater.finished()) {
            deflate();
        }
        putLittleEndian((int) crc.getValue());
        putLittleEndian((int) deflater.getBytesRead());
        return out;
    }

    private void deflate() {
        out.ensure(PORTION_BYTES);
        out.advance(out.length() + deflater.deflate(out.array(), out.length(), PORTION_BYTES));
    }

    private void putLittleEndian(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.put(value >>> shift);
        }
    }

    @Override
    public void leaveBody() {
        out = new EncodeBuffer(INITIAL_BYTES);
    }
}
