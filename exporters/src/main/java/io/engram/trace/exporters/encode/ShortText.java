// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A short text or other bytes that are written often, kept as words of eight bytes. A record, because the JIT takes the
 * fields of records as constants: one that is {@code static final} is written by a few stores of constants, sooner than
 * an array is copied.
 *
 * @param lengthBytes how long it is, 1 to {@link #MAX_BYTES}
 * @param word0 its first eight bytes, the first one lowest; zeros stand for those that it has not
 * @param word1 its next eight bytes
 * @param word2 its next eight bytes
 * @param word3 its next eight bytes
 * @param word4 its next eight bytes
 * @param word5 its next eight bytes
 * @param word6 its next eight bytes
 * @param word7 its next eight bytes
 */
public record ShortText(int lengthBytes, long word0, long word1, long word2, long word3, long word4,
        long word5, long word6, long word7) {
    /** The longest one. */
    public static final int MAX_BYTES = 8 * Long.BYTES;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();

    /**
     * Keeps bytes.
     *
     * @param bytes 1 to {@link #MAX_BYTES}, copied
     * @return them
     * @throws IllegalArgumentException if there are none or more
     */
    public static ShortText of(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(bytes.length + " bytes are no short text: give 1 to " + MAX_BYTES);
        }
        byte[] padded = Arrays.copyOf(bytes, MAX_BYTES);
        return new ShortText(bytes.length, word(padded, 0), word(padded, 1),
                word(padded, 2), word(padded, 3), word(padded, 4), word(padded, 5), word(padded, 6),
                word(padded, 7));
    }

    /**
     * Keeps a text.
     *
     * @param text 1 to {@link #MAX_BYTES} bytes as UTF-8
     * @return its bytes
     * @throws IllegalArgumentException if it is empty or longer
     */
    public static ShortText of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Its bytes, copied. */
    byte[] bytes() {
        byte[] padded = new byte[MAX_BYTES];
        return Arrays.copyOf(padded, put(padded, 0));
    }

    private static long word(byte[] bytes, int index) {
        return (long) EIGHT_BYTES.get(bytes, index * Long.BYTES);
    }

    /**
     * Writes it, and maybe zeros behind it.
     *
     * @param target where to; {@link #MAX_BYTES} must fit from {@code at}
     * @param at index of its first byte
     * @return index behind its last byte
     */
    public int put(byte[] target, int at) {
        EIGHT_BYTES.set(target, at, word0);
        if (lengthBytes > Long.BYTES) {
            EIGHT_BYTES.set(target, at + Long.BYTES, word1);
        }
        if (lengthBytes > 2 * Long.BYTES) {
            EIGHT_BYTES.set(target, at + 2 * Long.BYTES, word2);
        }
        if (lengthBytes > 3 * Long.BYTES) {
            EIGHT_BYTES.set(target, at + 3 * Long.BYTES, word3);
        }
        if (lengthBytes > 4 * Long.BYTES) {
            EIGHT_BYTES.set(target, at + 4 * Long.BYTES, word4);
        }
        if (lengthBytes > 5 * Long.BYTES) {
            EIGHT_BYTES.set(target, at + 5 * Long.BYTES, word5);
        }
        if (lengthBytes > 6 * Long.BYTES) {
            EIGHT_BYTES.set(target, at + 6 * Long.BYTES, word6);
        }
        if (lengthBytes > 7 * Long.BYTES) {
            EIGHT_BYTES.set(target, at + 7 * Long.BYTES, word7);
        }
        return at + lengthBytes;
    }
}
