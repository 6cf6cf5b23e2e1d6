package io.engram.trace.exporters.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes whole numbers as decimal ASCII, eight digits by one store, without garbage. */
public final class DecimalText {
    /** The longest number, in digits. */
    public static final int MAX_DIGITS = 20;

    static final long ASCII_ZEROS = 0x3030_3030_3030_3030L;

    private static final int CHUNK_DIGITS = 8;
    private static final int CHUNK = 100_000_000;
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();

    // Of ten, unsigned, from 10 to the 0th to the 19th.
    private static final long[] POWERS = new long[MAX_DIGITS];

    static {
        POWERS[0] = 1;
        for (int power = 1; power < POWERS.length; power++) {
            POWERS[power] = POWERS[power - 1] * 10;
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
        // 1233 / 4096 is a little more than the logarithm of 2 to the base 10.
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        int digits = bits * 1_233 >>> 12;
        return digits + (Long.compareUnsigned(value | 1, POWERS[digits]) < 0 ? 0 : 1);
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
        if (value >= 0 && value < CHUNK) {
            return putLeading((int) value, text, at);
        }
        // Halved first, an unsigned number is a signed one, which is cheaper to divide.
        long high = (value >>> 1) / (CHUNK / 2);
        int low = (int) (value - high * CHUNK);
        int to;
        if (high < CHUNK) {
            to = putLeading((int) high, text, at);
        } else {
            long highest = high / CHUNK;
            to = putLeading((int) highest, text, at);
            putEight((int) (high - highest * CHUNK), text, to);
            to += CHUNK_DIGITS;
        }
        putEight(low, text, to);
        return to + CHUNK_DIGITS;
    }

    /**
     * Writes eight digits, with zeros before a number that is shorter.
     *
     * @param value 0 to 99,999,999
     * @param text where to
     * @param at index of the first digit
     */
    public static void putEight(int value, byte[] text, int at) {
        EIGHT_BYTES.set(text, at, digits(value) | ASCII_ZEROS);
    }

    private static int putLeading(int value, byte[] text, int at) {
        if (value < 10) {
            text[at] = (byte) ('0' + value);
            return at + 1;
        }
        long digits = digits(value);
        int zeros = Long.numberOfTrailingZeros(digits) & -Byte.SIZE;
        EIGHT_BYTES.set(text, at, (digits | ASCII_ZEROS) >>> zeros);
        return at + CHUNK_DIGITS - zeros / Byte.SIZE;
    }

    /** The eight digits of a number, one a byte, the first one in the lowest. */
    static long digits(int value) {
        // Split into halves, the halves into pairs and these into digits, all at each step side by side. The
        // multiplications divide by 100 and by 10, exactly for numbers so small.
        int high = value / 10_000;
        long fours = high | (long) (value - high * 10_000) << 32;
        long hundreds = (fours * 10_486 >>> 20) & 0x0000_007F_0000_007FL;
        long pairs = hundreds | fours - hundreds * 100 << 16;
        long tens = (pairs * 103 >>> 10) & 0x000F_000F_000F_000FL;
        return tens | pairs - tens * 10 << 8;
    }
}
