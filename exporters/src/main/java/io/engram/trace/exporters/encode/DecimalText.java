package io.engram.trace.exporters.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes unsigned 64-bit numbers as decimal ASCII without garbage. Assumptions: one thread uses it. */
public final class DecimalText {
    private static final int MAX_DIGITS = 20;
    private static final int CHUNK = 100_000_000;
    private static final VarHandle TWO_BYTES =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();
    // Two digits each, the tens in the low byte: one store for both.
    private static final short[] PAIRS = new short[100];

    static {
        for (int pair = 0; pair < PAIRS.length; pair++) {
            PAIRS[pair] = (short) ('0' + pair / 10 | '0' + pair % 10 << Byte.SIZE);
        }
    }

    private final byte[] text = new byte[MAX_DIGITS];
    private int start = MAX_DIGITS;

    /** Makes one that holds no number yet. */
    public DecimalText() {
    }

    /**
     * Formats a number; {@link #bytes}, {@link #start} and {@link #length} tell where it stands.
     *
     * @param value unsigned
     */
    public void format(long value) {
        long rest = value;
        int place = MAX_DIGITS;
        if (rest < 0) {
            long quotient = Long.divideUnsigned(rest, CHUNK);
            place = putChunk((int) (rest - quotient * CHUNK), place);
            rest = quotient;
        }
        // Eight digits at a time: the others are then found by 32-bit arithmetic, which is cheaper.
        while (rest >= CHUNK) {
            long quotient = rest / CHUNK;
            place = putChunk((int) (rest - quotient * CHUNK), place);
            rest = quotient;
        }
        int small = (int) rest;
        while (small >= 100) {
            int quotient = small / 100;
            place = putPair(small - quotient * 100, place);
            small = quotient;
        }
        if (small >= 10) {
            place = putPair(small, place);
        } else {
            text[--place] = (byte) ('0' + small);
        }
        start = place;
    }

    private int putChunk(int chunk, int end) {
        // Both halves at a time, which the processor can do side by side.
        int high = chunk / 10_000;
        int low = chunk - high * 10_000;
        int place = putPair(low % 100, end);
        place = putPair(low / 100, place);
        place = putPair(high % 100, place);
        return putPair(high / 100, place);
    }

    private int putPair(int pair, int end) {
        TWO_BYTES.set(text, end - 2, PAIRS[pair]);
        return end - 2;
    }

    /**
     * Where the number stands.
     *
     * @return bytes, good until the next call of {@link #format}
     */
    public byte[] bytes() {
        return text;
    }

    /**
     * Where in {@link #bytes} it begins.
     *
     * @return index of the first digit
     */
    public int start() {
        return start;
    }

    /**
     * How long it is.
     *
     * @return digits
     */
    public int length() {
        return MAX_DIGITS - start;
    }
}
