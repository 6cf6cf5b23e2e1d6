// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock.counter;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CounterTrustTest {
    private static final String GOOD_FLAGS = "fpu tsc constant_tsc rep_good nonstop_tsc cpuid";

    @TempDir
    private Path root;

    private void machine(String clockSource, String flags) throws IOException {
        Path folder = Files.createDirectories(root.resolve("sys/devices/system/clocksource/clocksource0"));
        Files.writeString(folder.resolve("current_clocksource"), clockSource + "\n");
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/cpuinfo"),
                "processor\t: 0\n" + (flags == null ? "" : "flags\t\t: " + flags + "\n"));
    }

    private void assertRefused(String os, String architecture, String reason) {
        String refusal = CounterTrust.refusal(os, architecture, root);
        assertTrue(refusal != null && refusal.contains(reason), "'" + reason + "' is not in: " + refusal);
    }

    @Test
    void shouldTrustACounterThatTheKernelGoesBy() throws IOException {
        machine("tsc", GOOD_FLAGS);
        assertNull(CounterTrust.refusal("Linux", "amd64", root));
        machine("arch_sys_counter", null);
        assertNull(CounterTrust.refusal("Linux", "aarch64", root));
    }

    @Test
    void shouldRefuseACounterThatTheKernelDoesNotGoBy() throws IOException {
        machine("hpet", GOOD_FLAGS);
        assertRefused("Linux", "amd64", "clock source is 'hpet' and not 'tsc'");
        machine("kvm-clock", GOOD_FLAGS);
        assertRefused("Linux", "amd64", "'kvm-clock'");
        machine("tsc", GOOD_FLAGS);
        assertRefused("Linux", "aarch64", "not 'arch_sys_counter'");
    }

    @Test
    void shouldRefuseACounterThatIsNotInvariant() throws IOException {
        machine("tsc", "fpu tsc constant_tsc");
        assertRefused("Linux", "amd64", "without constant_tsc or nonstop_tsc");
        machine("tsc", "fpu tsc nonstop_tsc not_constant_tsc");
        assertRefused("Linux", "amd64", "without constant_tsc or nonstop_tsc");
        machine("tsc", null);
        assertRefused("Linux", "amd64", "without constant_tsc or nonstop_tsc");
    }

    @Test
    void shouldRefuseWhatItCannotReadAbout() {
        assertRefused("Linux", "amd64", "current_clocksource");
    }

    @Test
    void shouldRefuseOtherSystems() throws IOException {
        machine("tsc", GOOD_FLAGS);
        assertRefused("Mac OS X", "aarch64", "this is Mac OS X on aarch64");
        assertRefused("Linux", "riscv64", "this is Linux on riscv64");
        assertRefused("Linux", "i386", "this is Linux on i386");
    }
}
