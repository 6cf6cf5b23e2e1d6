// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CounterCodeTest {
    @Test
    void shouldHoldTheInstructionsOfX86() {
        assertEquals("f30f1efa" + "0f31" + "48c1e220" + "4809d0" + "c3",
                HexFormat.of().formatHex(CounterCode.X86_64.bytes()));
    }

    @Test
    void shouldHoldTheInstructionsOfAarch64InItsByteOrder() {
        ByteBuffer code = ByteBuffer.wrap(CounterCode.AARCH64.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        // mrs: 1101 0101 0011, then op0 - 2 = 1, op1 3, CRn 14, CRm 0, op2 2, register 0.
        assertEquals(0xd53 << 20 | 1 << 19 | 3 << 16 | 14 << 12 | 2 << 5, code.getInt());
        assertEquals(0xd65f03c0, code.getInt(), "ret");
        assertEquals(0, code.remaining());
    }

    @Test
    void shouldBeFoundByTheNameOfTheArchitecture() {
        assertSame(CounterCode.X86_64, CounterCode.of("amd64"));
        assertSame(CounterCode.AARCH64, CounterCode.of("aarch64"));
        assertNull(CounterCode.of("x86"));
    }
}
