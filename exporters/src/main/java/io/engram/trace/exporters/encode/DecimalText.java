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

    // By how many zero bits lead a number: how many digits it has at most, and half of the least number that has so
    // many, which is a signed number then.
    private static final int[] MOST_DIGITS = new int[Long.SIZE];
    private static final long[] HALF_LEAST = new long[Long.SIZE];
    // Four characters each, the first one in the lowest byte. More than there are groups, so that the JIT sees that a
    // mask of bits is an index.
    private static final int GROUPS_MASK = (1 << 14) - 1;
    private static final int[] GROUPS = new int[GROUPS_MASK + 1];

    static {
        for (int zeros = 0; zeros < Long.SIZE; zeros++) {
            int digits = Long.toUnsignedString(-1L >>> zeros).length();
            MOST_DIGITS[zeros] = digits;
            // The least one of one digit is 0.
            HALF_LEAST[zeros] = digits == 1 ? 0 : Long.parseUnsignedLong("1" + "0".repeat(digits - 1)) >>> 1;
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
        // Whether a digit is missing comes from a sign, as a branch would be mispredicted half of the time: ids look
        // random. The mask changes nothing, but tells the JIT that it is an index.
        int zeros = Long.numberOfLeadingZeros(value | 1) & Long.SIZE - 1;
        return MOST_DIGITS[zeros] + (int) ((value >>> 1) - HALF_LEAST[zeros] >> Long.SIZE - 1);
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
        return put(value, length(value), text, at);
    }

    /**
     * Writes a number whose length is known. May also write into the bytes behind it.
     *
     * @param value unsigned
     * @param length of it, {@link #length}
     * @param text where to; {@link #MAX_DIGITS} bytes must fit from {@code at}
     * @param at index of the first digit
     * @return index behind the last digit
     */
    public static int put(long value, int length, byte[] text, int at) {
        int end = at + length;
        // Halved, an unsigned number is a signed one, which takes one comparison, and is cheaper to divide.
        long half = value >>> 1;
        if (half < CHUNK / 2) {
            EIGHT_BYTES.set(text, at, ascii(value) >>> Byte.SIZE * (CHUNK_DIGITS - length));
            return end;
        }
        long highest = half / (TWO_CHUNKS / 2);
        long rest = value - highest * TWO_CHUNKS;
        long high = rest / CHUNK;
        // The leading digits are stored with others behind them, which the next store overwrites.
        if (highest == 0) {
            EIGHT_BYTES.set(text, at, ascii(high) >>> Byte.SIZE * (TWO_CHUNKS_DIGITS - length));
        } else {
            FOUR_BYTES.set(text, at,
                    GROUPS[(int) highest & GROUPS_MASK] >>> Byte.SIZE * (TWO_CHUNKS_DIGITS + GROUP_DIGITS - length));
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
        // Divided by 10,000, exactly for numbers so small; the highest 14 bits are left.
        int high = (int) (value * 112_589_990_685L >>> 50);
        int low = (int) value - high * GROUP & GROUPS_MASK;
        return GROUPS[high] | (long) GROUPS[low] << Integer.SIZE;
    }
}
