// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class VarintProperties {
    private static final int BITS = 35;

    @Property(tries = 5_000)
    void shouldWriteAnyNumberOf35BitsAsTheLoopDoes(@ForAll long value, @ForAll @IntRange(max = BITS - 1) int shift) {
        check(value >>> Long.SIZE - BITS >>> shift);
    }

    @Example
    void shouldWriteBothSidesOfEachPowerOfTwoAsTheLoopDoes() {
        for (int bit = 0; bit <= BITS; bit++) {
            check((1L << bit) - 1);
            check(1L << Math.min(bit, BITS - 1));
        }
    }

    private static void check(long value) {
        byte[] expected = new byte[10];
        byte[] found = new byte[10];
        int end = EncodeBuffer.putVarint(value, expected, 1);
        int length = EncodeBuffer.varintLength(value);
        assertEquals(end, 1 + length);
        ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN).putLong(1, EncodeBuffer.varintOf35Bits(value, length));
        assertArrayEquals(Arrays.copyOf(expected, end), Arrays.copyOf(found, end), () -> value + " as a varint");
    }
}
