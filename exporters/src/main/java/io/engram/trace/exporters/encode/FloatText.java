package io.engram.trace.exporters.encode;

/**
 * Writes floats as decimal ASCII: the digits that it takes to read the same float back, mostly as few as can be and
 * never more than nine. From 0.00001 to 10,000,000 without garbage.
 */
public final class FloatText {
    /** The longest float, such as {@code -1.17549435E-38}, and what is written behind a shorter one. */
    public static final int MAX_BYTES = 32;

    private static final double LEAST = 1e-5;
    private static final double LIMIT = 1e7;
    private static final int FEWEST_DIGITS = 7;
    private static final int MOST_DIGITS = 9;
    private static final int FRACTION_MASK = 0x7F_FFFF;
    private static final int CHUNK = 100_000_000;
    private static final int FRACTION_DIGITS = 16;
    private static final long[] TENS = new long[FRACTION_DIGITS + 1];
    // A little less than all of it: also who reads a double and rounds that to a float shall read the same.
    private static final double NEARLY = 1 - 0x1p-20;

    static {
        TENS[0] = 1;
        for (int power = 1; power < TENS.length; power++) {
            TENS[power] = TENS[power - 1] * 10;
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
        float size = Math.abs(value);
        if (Float.floatToRawIntBits(value) < 0) {
            text[to++] = '-';
        }
        if (size == 0) {
            text[to] = '0';
            text[to + 1] = '.';
            text[to + 2] = '0';
            return to + 3;
        }
        if (size < LEAST || size >= LIMIT) {
            return putByJdk(size, text, to);
        }
        int places = FEWEST_DIGITS - digitsBeforePoint(size);
        double reach = reach(size);
        for (int digits = FEWEST_DIGITS; digits <= MOST_DIGITS; digits++, places++) {
            // Exact down to 0.0001: 24 bits times a power of ten whose odd part takes 28 bits at most. Below it, what
            // rounding takes is far less than what the reach leaves out.
            double scaled = (double) size * TENS[places];
            long rounded = (long) (scaled + 0.5);
            if (Math.abs(rounded - scaled) < reach * TENS[places]) {
                return putFixed(rounded, places, text, to);
            }
        }
        return putByJdk(size, text, to);
    }

    /** How far a number may be from a float and still be read as that float. */
    private static double reach(float size) {
        // Below a power of two the next float is half as far.
        boolean powerOfTwo = (Float.floatToRawIntBits(size) & FRACTION_MASK) == 0;
        return Math.ulp(size) * (powerOfTwo ? 0.25 : 0.5) * NEARLY;
    }

    private static int digitsBeforePoint(float size) {
        int digits = 0;
        if (size >= 1) {
            while (size >= TENS[digits]) {
                digits++;
            }
        } else {
            for (double power = 0.1; size < power; power /= 10) {
                digits--;
            }
        }
        return digits;
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
