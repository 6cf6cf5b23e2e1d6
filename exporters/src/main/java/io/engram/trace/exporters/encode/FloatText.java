// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

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
    private static final int FRACTION_DIGITS = 16;
    private static final long[] TENS = new long[FRACTION_DIGITS + 1];
    private static final double[] DOUBLE_TENS = new double[FRACTION_DIGITS + 1];
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
        double reach = reach(size, sizeBits);
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
        long number = (long) roundedSeven * 100 & sevenDo | (long) roundedEight * 10 & eightDo & ~sevenDo
                | (long) Math.rint(nine) & ~(sevenDo | eightDo);
        return putFixed(number, places, text, to);
    }

    /** All ones, or zero. */
    private static long maskIfLess(double a, double b) {
        return Double.doubleToRawLongBits(a - b) >> Long.SIZE - 1;
    }

    /** How far a number may be from a float and still be read as that float. */
    private static double reach(float size, int bits) {
        // Below a power of two the next float is half as far.
        boolean powerOfTwo = (bits & FRACTION_MASK) == 0;
        return Math.ulp(size) * (powerOfTwo ? 0.25 : 0.5) * NEARLY;
    }

    /** Negative for zeros behind the point. */
    private static int digitsBeforePoint(int bits) {
        // 1233 / 4096 is nearly the logarithm of 2 to the base 10. The power of two above the float has the guessed
        // number of digits, or one more.
        int guess = ((bits >>> Float.PRECISION - 1) - Float.MAX_EXPONENT + 1) * 1_233 >> 12;
        return guess + (bits >= POWER_BITS[guess - LEAST_POWER] ? 1 : 0);
    }

    private static int putFixed(long number, int places, byte[] text, int at) {
        // Most are shares of one, and dividing by what is no constant is dear.
        long whole = number < TENS[places] ? 0 : number / TENS[places];
        long fraction = (number - whole * TENS[places]) * TENS[FRACTION_DIGITS - places];
        int point = DecimalText.put(whole, text, at);
        text[point] = '.';
        int high = (int) (fraction / CHUNK);
        int low = (int) (fraction - (long) high * CHUNK);
        DecimalText.putEight(high, text, point + 1);
        if (low == 0) {
            // One digit at least stands behind the point.
            return point + 1 + Math.max(1, significant(high));
        }
        DecimalText.putEight(low, text, point + 1 + Long.BYTES);
        return point + 1 + Long.BYTES + significant(low);
    }

    /** How many of eight digits there are up to the last one that is not 0. */
    private static int significant(int value) {
        return Long.BYTES - Long.numberOfLeadingZeros(DecimalText.digits(value)) / Byte.SIZE;
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
