// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where and when a run took place.
 *
 * @param cpu model
 * @param cores that the JVM may use
 * @param system operating system
 * @param date of the report
 * @param commit that was measured
 */
record Machine(String cpu, int cores, String system, Instant date, String commit) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    static Machine here(String commit) {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
        return new Machine(cpuModel(), Runtime.getRuntime().availableProcessors(), system,
                Instant.now().truncatedTo(ChronoUnit.SECONDS), commit);
    }

    List<String> lines() {
        return List.of("CPU: " + cpu + ", " + cores + " cores", "System: " + system, "Date: " + date,
                "Commit: " + commit);
    }

    private static String cpuModel() {
        String architecture = System.getProperty("os.arch");
        if (Files.isReadable(CPU_INFO)) {
            try (Stream<String> lines = Files.lines(CPU_INFO)) {
                return lines.filter(line -> line.startsWith(MODEL)).findFirst().map(Machine::value)
                        .orElse(architecture);
            } catch (IOException e) {
                return architecture;
            }
        }
        try {
            Process sysctl = new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String model = new String(sysctl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return model.isEmpty() ? architecture : model;
        } catch (IOException e) {
            return architecture;
        }
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }
}
