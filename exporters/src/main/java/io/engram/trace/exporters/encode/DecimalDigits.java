package io.engram.trace.exporters.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes unsigned 64-bit numbers as decimal ASCII where they shall stand. Eight digits at a time are computed side by
 * side in one long, a digit a byte, and stored at once; the first ones are stored with what lies behind them, which the
 * next store overwrites.
 */
public final class DecimalDigits {
    /** How many bytes a number may touch: those of 20 digits, and 8 more. */
    public static final int MAX_BYTES = 28;

    private static final int CHUNK_DIGITS = 8;
    private static final long CHUNK = 100_000_000;
    private static final long ZEROS = 0x3030_3030_3030_3030L;
    private static final VarHandle LONG_LE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();
    // Shifted, so that comparing them as signed numbers compares unsigned ones. The first is 0: it has a digit too.
    private static final long[] POWERS_OF_TEN = new long[20];

    static {
        POWERS_OF_TEN[0] = Long.MIN_VALUE;
        long power = 10;
        for (int i = 1; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = power + Long.MIN_VALUE;
            power *= 10;
        }
    }

    private DecimalDigits() {
    }

    /**
     * Writes a number.
     *
     * @param value unsigned
     * @param to where to; has room for {@link #MAX_BYTES}
     * @param at index of the first digit
     * @return how many digits
     */
    public static int put(long value, byte[] to, int at) {
        int digits = count(value);
        // Halves, because there is no fast division of what does not fit 63 bits.
        long high = (value >>> 1) / (CHUNK / 2);
        long low = value - high * CHUNK;
        if (digits <= CHUNK_DIGITS) {
            putFirst(value, digits, to, at);
        } else if (digits <= 2 * CHUNK_DIGITS) {
            putFirst(high, digits - CHUNK_DIGITS, to, at);
            LONG_LE.set(to, at + digits - CHUNK_DIGITS, chunk(low));
        } else {
            long highest = high / CHUNK;
            putFirst(highest, digits - 2 * CHUNK_DIGITS, to, at);
            LONG_LE.set(to, at + digits - 2 * CHUNK_DIGITS, chunk(high - highest * CHUNK));
            LONG_LE.set(to, at + digits - CHUNK_DIGITS, chunk(low));
        }
        return digits;
    }

    /** How many digits a number has. Branches over ids, which look random, would be mispredicted half of the time. */
    static int count(long value) {
        // 1233 / 4096 is just above log10(2).
        int estimate = (Long.SIZE - Long.numberOfLeadingZeros(value | 1)) * 1233 >>> 12;
        return estimate + (value + Long.MIN_VALUE >= POWERS_OF_TEN[estimate] ? 1 : 0);
    }

    private static void putFirst(long value, int digits, byte[] to, int at) {
        LONG_LE.set(to, at, chunk(value) >>> Byte.SIZE * (CHUNK_DIGITS - digits));
    }

    /** Eight digits, the first in the lowest byte. */
    private static long chunk(long value) {
        // Each step halves the numbers' length and doubles their count: multiplying and shifting divides exactly here.
        long first = value * 109_951_163L >>> 40;
        long fours = first | value - first * 10_000 << 32;
        long hundreds = fours * 10_486 >>> 20 & 0x0000_007F_0000_007FL;
        long pairs = hundreds | fours - hundreds * 100 << 16;
        long tens = pairs * 103 >>> 10 & 0x000F_000F_000F_000FL;
        return (tens | pairs - tens * 10 << 8) + ZEROS;
    }
}
