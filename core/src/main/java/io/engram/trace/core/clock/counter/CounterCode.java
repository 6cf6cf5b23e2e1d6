// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock.counter;

/** Functions without arguments that return the counter, in machine code. */
enum CounterCode {
    /** Also for a kernel that lets indirect calls only reach an {@code endbr64}; elsewhere that does nothing. */
    X86_64("amd64", "tsc", new int[] {
            0xf3, 0x0f, 0x1e, 0xfa,  // endbr64
            0x0f, 0x31,              // rdtsc             edx:eax, the upper halves of both registers cleared
            0x48, 0xc1, 0xe2, 0x20,  // shl rdx, 32
            0x48, 0x09, 0xd0,        // or rax, rdx
            0xc3}),                  // ret

    /** The virtual counter, the one that kernels give to processes; by the architecture it is even and never stops. */
    AARCH64("aarch64", "arch_sys_counter", new int[] {
            0x40, 0xe0, 0x3b, 0xd5,  // mrs x0, cntvct_el0
            0xc0, 0x03, 0x5f, 0xd6});  // ret

    private final String architecture;
    private final String clockSource;
    private final int[] code;

    CounterCode(String architecture, String clockSource, int[] code) {
        this.architecture = architecture;
        this.clockSource = clockSource;
        this.code = code;
    }

    /** The code for an architecture as {@code os.arch} names it, or null. */
    static CounterCode of(String architecture) {
        for (CounterCode one : values()) {
            if (one.architecture.equals(architecture)) {
                return one;
            }
        }
        return null;
    }

    /** How Linux names the counter among its sources of time. */
    String clockSource() {
        return clockSource;
    }

    byte[] bytes() {
        byte[] bytes = new byte[code.length];
        for (int i = 0; i < code.length; i++) {
            bytes[i] = (byte) code[i];
        }
        return bytes;
    }
}
