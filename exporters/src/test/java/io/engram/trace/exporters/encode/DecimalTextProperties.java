// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DecimalTextProperties {
    private final byte[] bytes = new byte[DecimalText.MAX_DIGITS];

    @Property(tries = 5_000)
    void shouldWriteAnyNumber(@ForAll long value, @ForAll @IntRange(max = 63) int shift) {
        check(value >>> shift);
    }

    @Example
    void shouldWriteAllNumbersOfOneChunk() {
        // Each group of four digits at both places, because the steps compute them side by side.
        for (int four = 0; four < 10_000; four++) {
            check(four);
            check(four * 10_000L + 9_999 - four);
        }
    }

    @Example
    void shouldWriteBothSidesOfEachPowerOfTenAndOfTwo() {
        long ten = 1;
        for (int i = 0; i <= 19; i++) {
            check(ten - 1);
            check(ten);
            ten *= 10;
        }
        for (int i = 0; i < Long.SIZE; i++) {
            check((1L << i) - 1);
            check(1L << i);
        }
        check(-1);
    }

    private void check(long value) {
        int end = DecimalText.put(value, bytes, 0);
        assertEquals(end, DecimalText.length(value));
        assertEquals(Long.toUnsignedString(value), new String(bytes, 0, end, StandardCharsets.US_ASCII));
        Arrays.fill(bytes, (byte) 0);
        assertEquals(end, DecimalText.put(value, DecimalText.length(value), bytes, 0));
        assertEquals(Long.toUnsignedString(value), new String(bytes, 0, end, StandardCharsets.US_ASCII));
    }
}
