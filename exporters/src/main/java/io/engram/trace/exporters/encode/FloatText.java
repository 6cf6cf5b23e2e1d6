// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes floats as decimal ASCII: the digits that it takes to read the same float back, mostly as few as can be and
 * never more than nine. From 0.00001 to 10,000,000 without garbage.
 */
public final class FloatText {
    /** The longest float, such as {@code -1.17549435E-38}, and what is written behind a shorter one. */
    public static final int MAX_BYTES = 32;

    private static final int MOST_DIGITS = 9;
    private static final int SIGN_BIT = 1 << 31;
    private static final int FRACTION_MASK = 0x7F_FFFF;
    private static final int CHUNK = 100_000_000;
    private static final int TAIL_DIGITS = 8;
    private static final long MOST = 1_000_000_000;
    // "0.000000", the first character lowest.
    private static final long ZERO_POINT_ZEROS = 0x3030_3030_3030_2E30L;
    private static final long ASCII_ZEROS = 0x3030_3030_3030_3030L;
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();
    private static final int MOST_PLACES = 13;
    private static final long[] TENS = new long[MOST_PLACES + 1];
    private static final double[] DOUBLE_TENS = new double[MOST_PLACES + 1];
    // A little less than all of it: also who reads a double and rounds that to a float shall read the same.
    private static final double NEARLY = 1 - 0x1p-20;

    // The bits of positive floats rise with them. The first one is the least float that is written here, the last one
    // is the first that is not; each in between is the least float with a digit more before the point, or with a zero
    // less behind it.
    private static final int LEAST_POWER = -5;
    private static final int LIMIT_POWER = 7;
    private static final int[] POWER_BITS = new int[LIMIT_POWER - LEAST_POWER + 1];

    static {
        for (int power = LEAST_POWER; power <= LIMIT_POWER; power++) {
            double exact = Double.parseDouble("1e" + power);
            float near = (float) exact;
            POWER_BITS[power - LEAST_POWER] = Float.floatToRawIntBits(near < exact ? Math.nextUp(near) : near);
        }
        TENS[0] = 1;
        for (int power = 1; power < TENS.length; power++) {
            TENS[power] = TENS[power - 1] * 10;
        }
        for (int power = 0; power < TENS.length; power++) {
            DOUBLE_TENS[power] = TENS[power];
        }
    }

    private FloatText() {
    }

    /**
     * Writes a float. May also write into the bytes behind it.
     *
     * @param value finite
     * @param text where to; {@link #MAX_BYTES} must fit from {@code at}
     * @param at index of the first character
     * @return index behind the last character
     */
    public static int put(float value, byte[] text, int at) {
        int to = at;
        int bits = Float.floatToRawIntBits(value);
        if (bits < 0) {
            text[to++] = '-';
        }
        int sizeBits = bits & ~SIGN_BIT;
        if (sizeBits == 0) {
            text[to] = '0';
            text[to + 1] = '.';
            text[to + 2] = '0';
            return to + 3;
        }
        float size = Math.abs(value);
        if (sizeBits < POWER_BITS[0] || sizeBits >= POWER_BITS[POWER_BITS.length - 1]) {
            return putByJdk(size, text, to);
        }
        // Which number of digits will do is as good as random, and a branch on it would be mispredicted often: all are
        // tried side by side, and masks choose. What is chosen is brought to most digits.
        int places = MOST_DIGITS - digitsBeforePoint(sizeBits);
        double reach = reach(sizeBits);
        // Exact down to 0.0001: 24 bits times a power of ten whose odd part takes 28 bits at most. Below it, what
        // rounding takes is far less than what the reach leaves out.
        double seven = size * DOUBLE_TENS[places - 2];
        double eight = size * DOUBLE_TENS[places - 1];
        double nine = size * DOUBLE_TENS[places];
        double roundedSeven = Math.rint(seven);
        double roundedEight = Math.rint(eight);
        long sevenDo = maskIfLess(Math.abs(roundedSeven - seven), reach * DOUBLE_TENS[places - 2]);
        long eightDo = maskIfLess(Math.abs(roundedEight - eight), reach * DOUBLE_TENS[places - 1]);
        // Nine always do.
        long bitsOfNumber = Double.doubleToRawLongBits(roundedSeven * 100) & sevenDo
                | Double.doubleToRawLongBits(roundedEight * 10) & eightDo & ~sevenDo
                | Double.doubleToRawLongBits(Math.rint(nine)) & ~(sevenDo | eightDo);
        long number = (long) Double.longBitsToDouble(bitsOfNumber);
        if (number >= TENS[places]) {
            return putFixed(number, places, text, to);
        }
        // Rounding may have made a tenth digit.
        return number == MOST ? putShare(number / 10, places - 1, text, to) : putShare(number, places, text, to);
    }

    /** All ones, or zero. */
    private static long maskIfLess(double a, double b) {
        return Double.doubleToRawLongBits(a - b) >> Long.SIZE - 1;
    }

    /** How far a number may be from a float and still be read as that float. */
    private static double reach(int bits) {
        // Half of what its last bit is worth; below a power of two the next float is half as far.
        float half = Float.intBitsToFloat((bits & ~FRACTION_MASK) - (Float.PRECISION << Float.PRECISION - 1));
        return (bits & FRACTION_MASK) == 0 ? half * 0.5 * NEARLY : half * NEARLY;
    }

    /** Negative for zeros behind the point. */
    private static int digitsBeforePoint(int bits) {
        // 1233 / 4096 is nearly the logarithm of 2 to the base 10. The power of two above the float has the guessed
        // number of digits, or one more.
        int guess = ((bits >>> Float.PRECISION - 1) - Float.MAX_EXPONENT + 1) * 1_233 >> 12;
        return guess + 1 + (bits - POWER_BITS[guess - LEAST_POWER] >> Integer.SIZE - 1);
    }

    /** Writes a number of nine digits as that below one which it is with so many places. */
    private static int putShare(long number, int places, byte[] text, int at) {
        // There may be zeros before the first digit.
        EIGHT_BYTES.set(text, at, ZERO_POINT_ZEROS);
        int digit = at + 2 + places - MOST_DIGITS;
        long first = number / CHUNK;
        text[digit] = (byte) ('0' + first);
        return putTail(number - first * CHUNK, text, digit + 1);
    }

    /** Writes a number of nine digits at most, or the next one, that is one or more with so many places. */
    private static int putFixed(long number, int places, byte[] text, int at) {
        long whole = number / TENS[places];
        int point = DecimalText.put(whole, text, at);
        text[point] = '.';
        long fraction = (number - whole * TENS[places]) * TENS[TAIL_DIGITS - places];
        // One digit at least stands behind the point.
        return Math.max(point + 2, putTail(fraction, text, point + 1));
    }

    /** Writes eight digits; returns the index behind the last one that is not 0. */
    private static int putTail(long eight, byte[] text, int at) {
        long characters = DecimalText.ascii(eight);
        EIGHT_BYTES.set(text, at, characters);
        return at + TAIL_DIGITS - Long.numberOfLeadingZeros(characters ^ ASCII_ZEROS) / Byte.SIZE;
    }

    // Few floats are so large or small, and hardly any other one needs it.
    private static int putByJdk(float size, byte[] text, int at) {
        String decimal = Float.toString(size);
        for (int i = 0; i < decimal.length(); i++) {
            text[at + i] = (byte) decimal.charAt(i);
        }
        return at + decimal.length();
    }
}
