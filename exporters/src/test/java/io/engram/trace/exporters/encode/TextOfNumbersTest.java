// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextOfNumbersTest {
    private final EncodeBuffer out = new EncodeBuffer(1);

    private String text() {
        String text = new String(out.array(), 0, out.length(), StandardCharsets.US_ASCII);
        out.clear();
        return text;
    }

    @Test
    void shouldWriteUnsignedNumbersAsTheJdkDoes() {
        Random random = new Random(2);
        for (int i = 0; i < 200_000; i++) {
            checkDecimal(random.nextLong() >>> random.nextInt(64));
        }
        for (long power = 1; power > 0; power *= 10) {
            checkDecimal(power - 1);
            checkDecimal(power);
            checkDecimal(-power);
            if (power > Long.MAX_VALUE / 10) {
                break;
            }
        }
        checkDecimal(-1);
        checkDecimal(Long.MIN_VALUE);
        checkDecimal(Long.MAX_VALUE);
    }

    private void checkDecimal(long value) {
        String expected = Long.toUnsignedString(value);
        assertEquals(expected.length(), out.putDecimal(value));
        assertEquals(expected, text());
        out.putSignedDecimal(value);
        assertEquals(Long.toString(value), text());
    }

    @Test
    void shouldWriteEachNumberBehindTheLast() {
        out.putDecimal(7);
        out.putDecimal(123_456_789);
        putFloat(0.5f);
        out.putDecimal(10);
        out.putHex(-1);
        out.putNanosOfSecond(12_345);
        assertEquals("71234567890.510ffffffffffffffff000012345", text());
    }

    @Test
    void shouldWriteAllEightDigitsOfEveryNumberBelow100Million() {
        byte[] text = new byte[DecimalText.MAX_DIGITS];
        for (int value = 0; value < 100_000_000; value += 7) {
            DecimalText.putEight(value, text, 3);
            int read = 0;
            for (int i = 3; i < 11; i++) {
                assertTrue(text[i] >= '0' && text[i] <= '9');
                read = read * 10 + text[i] - '0';
            }
            assertEquals(value, read);
        }
    }

    @Test
    void shouldWriteHexadecimalNumbersAsTheJdkDoes() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >>> random.nextInt(64);
            out.putHex(value);
            assertEquals(HexFormat.of().toHexDigits(value), text());
        }
    }

    @Test
    void shouldWriteNanosOfASecond() {
        for (int nanos = 0; nanos < 1_000_000_000; nanos = nanos * 3 + 1) {
            out.putNanosOfSecond(nanos);
            assertEquals(String.format("%09d", nanos), text());
        }
        out.putNanosOfSecond(999_999_999);
        assertEquals("999999999", text());
    }

    @Test
    void shouldWriteFloatsThatAreReadBackEqual() {
        Random random = new Random(4);
        for (int i = 0; i < 3_000_000; i++) {
            checkFloat(Float.intBitsToFloat(random.nextInt()));
            checkFloat(random.nextFloat());
            checkFloat(random.nextInt(20_000_000) / 1_000f);
            checkFloat(random.nextFloat() / 1_000);
        }
    }

    @Test
    void shouldWriteFloatsBesidePowersAndBoundsThatAreReadBackEqual() {
        for (int exponent = 0; exponent <= 0xFF; exponent++) {
            for (int fraction : new int[] {0, 1, 2, 0x3F_FFFF, 0x40_0000, 0x40_0001, 0x7F_FFFE, 0x7F_FFFF}) {
                checkFloat(Float.intBitsToFloat(exponent << 23 | fraction));
                checkFloat(-Float.intBitsToFloat(exponent << 23 | fraction));
            }
        }
        for (double power = 1e-8; power < 1e10; power *= 10) {
            float value = (float) power;
            for (float near = value - 20 * Math.ulp(value); near < value + 20 * Math.ulp(value);
                    near = Math.nextUp(near)) {
                checkFloat(near);
            }
        }
    }

    @Test
    void shouldWriteFloatsThatPeopleWriteAsTheyDo() {
        for (String text : new String[] {"0.0", "-0.0", "1.0", "-1.0", "0.5", "0.1", "0.001", "0.002", "123.25",
            "9999999.0",
            "1000000.0", "0.3333", "0.00012345", "3.1415927", "0.99999994", "-1677.721", "1.0E7", "1.0E-6", "0.0001"}) {
            putFloat(Float.parseFloat(text));
            assertEquals(text, text());
        }
    }

    private void putFloat(float value) {
        out.ensure(FloatText.MAX_BYTES);
        out.advance(FloatText.put(value, out.array(), out.length()));
    }

    private void checkFloat(float value) {
        if (!Float.isFinite(value)) {
            return;
        }
        putFloat(value);
        String text = text();
        assertEquals(value, Float.parseFloat(text), text);
        if (Math.abs(value) >= 1e-5 && Math.abs(value) < 1e7) {
            // Also for readers that know nothing but doubles.
            assertEquals(value, (float) Double.parseDouble(text), text);
        }
        String shortest = Float.toString(value);
        assertTrue(text.length() <= shortest.length() + 4, text + " for " + shortest);
    }
}
