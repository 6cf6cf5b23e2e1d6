// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Writes numbers as lower-case hexadecimal ASCII without garbage. */
public final class HexText {
    /** What a long takes. */
    public static final int LONG_DIGITS = 16;

    private static final VarHandle TWO_BYTES =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();
    // Two digits each, the first one in the low byte: one store for both.
    private static final short[] PAIRS = new short[1 << Byte.SIZE];

    static {
        HexFormat hex = HexFormat.of();
        for (int pair = 0; pair < PAIRS.length; pair++) {
            PAIRS[pair] = (short) (hex.toHighHexDigit(pair) | hex.toLowHexDigit(pair) << Byte.SIZE);
        }
    }

    private HexText() {
    }

    /**
     * Writes all digits of a number, the highest first.
     *
     * @param value any
     * @param text where to; {@link #LONG_DIGITS} bytes must fit from {@code at}
     * @param at index of the first digit
     */
    public static void put(long value, byte[] text, int at) {
        for (int i = 0; i < Long.BYTES; i++) {
            TWO_BYTES.set(text, at + 2 * i, PAIRS[(int) (value >>> Long.SIZE - Byte.SIZE * (i + 1)) & 0xFF]);
        }
    }
}
