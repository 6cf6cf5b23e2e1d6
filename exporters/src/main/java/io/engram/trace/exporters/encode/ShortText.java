package io.engram.trace.exporters.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A short text or other bytes that are written often, kept as words of eight bytes: a few stores write it sooner than
 * copying an array does.
 */
public final class ShortText {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();

    private final long[] words;
    private final int lengthBytes;

    /**
     * Keeps bytes.
     *
     * @param bytes any, copied
     */
    public ShortText(byte[] bytes) {
        byte[] padded = Arrays.copyOf(bytes, bytes.length + Long.BYTES - 1 & -Long.BYTES);
        words = new long[padded.length / Long.BYTES];
        for (int i = 0; i < words.length; i++) {
            words[i] = (long) EIGHT_BYTES.get(padded, i * Long.BYTES);
        }
        lengthBytes = bytes.length;
    }

    /**
     * Keeps a text.
     *
     * @param text any; kept as UTF-8
     * @return its bytes
     */
    public static ShortText of(String text) {
        return new ShortText(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * How long it is.
     *
     * @return bytes
     */
    public int lengthBytes() {
        return lengthBytes;
    }

    /** How much room writing it takes: it is written in whole words. */
    int paddedBytes() {
        return words.length * Long.BYTES;
    }

    void put(byte[] target, int at) {
        for (int i = 0; i < words.length; i++) {
            EIGHT_BYTES.set(target, at + i * Long.BYTES, words[i]);
        }
    }
}
