// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers of one kind, one for each event or dictionary entry. They are written as the bytes of a typed array of the
 * narrowest unsigned kind that holds them all, little-endian as wherever browsers run; none if all are 0.
 */
final class Column {
    private static final int INITIAL = 1 << 10;

    private long[] values = new long[INITIAL];
    private int size;
    // All bits that any value has.
    private long bits;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
        bits |= value;
    }

    /** Adds a number as its 32 bits; NaN and infinities stay what they are. */
    void addFloat(float value) {
        add(Integer.toUnsignedLong(Float.floatToRawIntBits(value)));
    }

    /** Writes an object of the width in bits, and the bytes in base64. */
    void write(JsonGenerator json, String name) throws IOException {
        write(json, name, width());
    }

    /** As {@link #write}, for numbers that were added as floats. */
    void writeFloats(JsonGenerator json, String name) throws IOException {
        write(json, name, bits == 0 ? 0 : Float.SIZE);
    }

    private void write(JsonGenerator json, String name, int width) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("bits", width);
        json.writeNumberField("size", size);
        if (width > 0) {
            json.writeBinaryField("data", bytes(width / Byte.SIZE));
        }
        json.writeEndObject();
    }

    private int width() {
        int needed = Long.SIZE - Long.numberOfLeadingZeros(bits);
        return needed == 0 ? 0 : Math.max(Byte.SIZE, Integer.highestOneBit(2 * needed - 1));
    }

    private byte[] bytes(int each) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(size, each)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            switch (each) {
                case Byte.BYTES -> bytes.put((byte) values[i]);
                case Short.BYTES -> bytes.putShort((short) values[i]);
                case Integer.BYTES -> bytes.putInt((int) values[i]);
                default -> bytes.putLong(values[i]);
            }
        }
        return bytes.array();
    }
}
