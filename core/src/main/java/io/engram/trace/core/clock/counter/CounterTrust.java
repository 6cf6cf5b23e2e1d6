// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock.counter;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Whether a machine's counter runs evenly on all cores, whatever they do, as far as its kernel knows. */
final class CounterTrust {
    private static final Path CLOCK_SOURCE =
            Path.of("sys", "devices", "system", "clocksource", "clocksource0", "current_clocksource");
    private static final Path CPU_INFO = Path.of("proc", "cpuinfo");
    // The same at every clock frequency, and going on while a core sleeps.
    private static final List<String> INVARIANT = List.of("constant_tsc", "nonstop_tsc");

    private CounterTrust() {
    }

    /**
     * Why the counter is not to be trusted.
     *
     * @param os name of the operating system
     * @param architecture name of the processor's
     * @param root where its file system begins
     * @return the reason, or null if it is to be trusted
     */
    static String refusal(String os, String architecture, Path root) {
        CounterCode code = CounterCode.of(architecture);
        if (!os.equals("Linux") || code == null) {
            return "it is there for Linux on amd64 and aarch64, and this is " + os + " on " + architecture;
        }
        try {
            // The kernel compares the counter with other clocks for as long as it runs, and takes another if it is off.
            String source = Files.readString(root.resolve(CLOCK_SOURCE)).strip();
            if (!source.equals(code.clockSource())) {
                return "the kernel's clock source is '" + source + "' and not '" + code.clockSource() + "'";
            }
            if (code == CounterCode.X86_64 && !flags(root.resolve(CPU_INFO)).containsAll(INVARIANT)) {
                return "the processor's flags are without " + String.join(" or ", INVARIANT);
            }
            return null;
        } catch (IOException e) {
            return "nothing tells whether the counter runs evenly: " + e;
        }
    }

    private static Set<String> flags(Path cpuInfo) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(cpuInfo)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("flags")) {
                    return Set.copyOf(List.of(line.split("\\s+")));
                }
            }
            return Set.of();
        }
    }
}
