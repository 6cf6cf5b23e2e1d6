// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes whole numbers as decimal ASCII without garbage. Four digits at a time are looked up, which takes fewer steps
 * than working them out, and eight are stored at once.
 */
public final class DecimalText {
    /** The longest number, in digits; whatever is written, no more bytes than these are touched. */
    public static final int MAX_DIGITS = 20;

    private static final int GROUP_DIGITS = 4;
    private static final int GROUP = 10_000;
    private static final int CHUNK_DIGITS = 2 * GROUP_DIGITS;
    private static final int CHUNK = GROUP * GROUP;
    private static final long TWO_CHUNKS = (long) CHUNK * CHUNK;
    private static final int TWO_CHUNKS_DIGITS = 2 * CHUNK_DIGITS;
    private static final long ASCII_ZEROS = 0x3030_3030_3030_3030L;
    private static final VarHandle FOUR_BYTES =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();

    // Half of 10 to the 1st to the 19th, which are signed numbers then. The first is 0: it has a digit too.
    private static final long[] HALF_POWERS = new long[MAX_DIGITS];
    // Four characters each, the first one in the lowest byte.
    private static final int[] GROUPS = new int[GROUP];

    static {
        long halfPower = 5;
        for (int digits = 1; digits < HALF_POWERS.length; digits++) {
            HALF_POWERS[digits] = halfPower;
            halfPower *= 10;
        }
        for (int group = 0; group < GROUP; group++) {
            GROUPS[group] = (int) ASCII_ZEROS
                    + (group / 1_000 | group / 100 % 10 << 8 | group / 10 % 10 << 16 | group % 10 << 24);
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
        // 1233 / 4096 is a little more than the logarithm of 2 to the base 10: one digit may be missing. Whether it is
        // comes from a sign, as a branch would be mispredicted half of the time: ids look random.
        int digits = (Long.SIZE - Long.numberOfLeadingZeros(value | 1)) * 1_233 >>> 12;
        return digits + 1 + (int) ((value >>> 1) - HALF_POWERS[digits] >> Long.SIZE - 1);
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
        // The end is known first, so that what is written next does not wait for the digits.
        int end = at + length(value);
        // Halved, an unsigned number is a signed one, which takes one comparison, and is cheaper to divide.
        long half = value >>> 1;
        if (half < CHUNK / 2) {
            EIGHT_BYTES.set(text, at, ascii(value) >>> Byte.SIZE * (CHUNK_DIGITS - (end - at)));
            return end;
        }
        long highest = half / (TWO_CHUNKS / 2);
        long rest = value - highest * TWO_CHUNKS;
        long high = rest / CHUNK;
        // The leading digits are stored with others behind them, which the next store overwrites.
        if (highest == 0) {
            EIGHT_BYTES.set(text, at, ascii(high) >>> Byte.SIZE * (TWO_CHUNKS_DIGITS - (end - at)));
        } else {
            FOUR_BYTES.set(text, at,
                    GROUPS[(int) highest] >>> Byte.SIZE * (TWO_CHUNKS_DIGITS + GROUP_DIGITS - (end - at)));
            EIGHT_BYTES.set(text, end - TWO_CHUNKS_DIGITS, ascii(high));
        }
        EIGHT_BYTES.set(text, end - CHUNK_DIGITS, ascii(rest - high * CHUNK));
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

    /**
     * Eight digits as characters, the first one in the lowest byte.
     *
     * @param value 0 to 99,999,999
     * @return eight bytes
     */
    public static long ascii(long value) {
        // Divided by 10,000, exactly for numbers so small.
        int high = (int) (value * 109_951_163L >>> 40);
        int low = (int) value - high * GROUP;
        return GROUPS[high] | (long) GROUPS[low] << Integer.SIZE;
    }
}
