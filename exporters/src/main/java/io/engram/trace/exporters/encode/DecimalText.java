// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes whole numbers as decimal ASCII without garbage. Eight digits at a time are computed side by side in one long,
 * a digit a byte, and stored at once.
 */
public final class DecimalText {
    /** The longest number, in digits; whatever is written, no more bytes than these are touched. */
    public static final int MAX_DIGITS = 20;

    private static final int CHUNK_DIGITS = 8;
    private static final int TWO_CHUNKS_DIGITS = 2 * CHUNK_DIGITS;
    private static final int THREE_CHUNKS_DIGITS = 3 * CHUNK_DIGITS;
    private static final int CHUNK = 100_000_000;
    private static final long ASCII_ZEROS = 0x3030_3030_3030_3030L;
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();

    // Of ten, unsigned, from 10 to the 0th to the 19th. The first is 0: it has a digit too.
    private static final long[] POWERS = new long[MAX_DIGITS];

    static {
        long power = 1;
        for (int digits = 1; digits < POWERS.length; digits++) {
            power *= 10;
            POWERS[digits] = power;
        }
    }

    private DecimalText() {
    }

    /**
     * How many digits a number has.
     *
     * @param value unsigned
     * @return 1 to {@link #MAX_DIGITS}
     */
    public static int length(long value) {
        // 1233 / 4096 is a little more than the logarithm of 2 to the base 10. Branches would be mispredicted half of
        // the time, as ids look random.
        int digits = (Long.SIZE - Long.numberOfLeadingZeros(value | 1)) * 1_233 >>> 12;
        return digits + (Long.compareUnsigned(value, POWERS[digits]) >= 0 ? 1 : 0);
    }

    /**
     * Writes a number. May also write into the bytes behind it.
     *
     * @param value unsigned
     * @param text where to; {@link #MAX_DIGITS} bytes must fit from {@code at}
     * @param at index of the first digit
     * @return index behind the last digit
     */
    public static int put(long value, byte[] text, int at) {
        // Known first, so that what is written next does not wait for the digits.
        int end = at + length(value);
        if (value >= 0 && value < CHUNK) {
            putLast(value, end - at, CHUNK_DIGITS, text, at);
            return end;
        }
        // Halved first, an unsigned number is a signed one, which is cheaper to divide.
        long high = (value >>> 1) / (CHUNK / 2);
        // The leading digits are stored with others behind them, which the next store overwrites.
        if (high < CHUNK) {
            putLast(high, end - at, TWO_CHUNKS_DIGITS, text, at);
        } else {
            long highest = high / CHUNK;
            putLast(highest, end - at, THREE_CHUNKS_DIGITS, text, at);
            EIGHT_BYTES.set(text, end - TWO_CHUNKS_DIGITS, ascii(high - highest * CHUNK));
        }
        EIGHT_BYTES.set(text, end - CHUNK_DIGITS, ascii(value - high * CHUNK));
        return end;
    }

    /**
     * Writes eight digits, with zeros before a number that is shorter.
     *
     * @param value 0 to 99,999,999
     * @param text where to
     * @param at index of the first digit
     */
    public static void putEight(int value, byte[] text, int at) {
        EIGHT_BYTES.set(text, at, ascii(value));
    }

    /** Writes a chunk without the zeros that make a number of so many digits as long as its chunks are. */
    private static void putLast(long chunk, int digits, int chunksDigits, byte[] text, int at) {
        EIGHT_BYTES.set(text, at, ascii(chunk) >>> Byte.SIZE * (chunksDigits - digits));
    }

    /**
     * Eight digits as characters, the first one in the lowest byte.
     *
     * @param value 0 to 99,999,999
     * @return eight bytes
     */
    public static long ascii(long value) {
        return digits(value) + ASCII_ZEROS;
    }

    /** The eight digits of a number, one a byte, the first one in the lowest. */
    static long digits(long value) {
        // Split into halves, the halves into pairs and these into digits, all at each step side by side. What is
        // split off moves down and what is left moves up: x * 2^n - high * (base * 2^n - 1) does both at once. The
        // other multiplications divide by 10,000, 100 and 10, exactly for numbers so small.
        long halves = value * 109_951_163L >>> 40;
        long fours = (value << 32) - halves * ((10_000L << 32) - 1);
        long hundreds = fours * 10_486 >>> 20 & 0x0000_007F_0000_007FL;
        long pairs = (fours << 16) - hundreds * ((100L << 16) - 1);
        long tens = pairs * 103 >>> 10 & 0x000F_000F_000F_000FL;
        return (pairs << 8) - tens * ((10L << 8) - 1);
    }
}
