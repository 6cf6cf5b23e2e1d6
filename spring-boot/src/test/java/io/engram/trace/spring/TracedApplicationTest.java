// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.TypeStats;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

@Timeout(300)
class TracedApplicationTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** Writes the application's properties, and returns the argument that names them. */
    private String yaml(String text) throws IOException {
        Files.writeString(folder.resolve("application.yml"), text);
        return "--spring.config.location=file:" + folder + "/";
    }

    /** Only closing exports. */
    private String exporting(Path file) throws IOException {
        return yaml("""
                engram.trace:
                  preset: development
                  file: false
                  export: {format: json, output: "%s", interval: 1d}
                """.formatted(file));
    }

    @Test
    void shouldExportWhatBeansRecordWhenTheContextCloses() throws IOException {
        Path file = folder.resolve("events.json");
        try (ConfigurableApplicationContext context = TracedApplication.start(exporting(file))) {
            context.getBean(Memory.class).recall();
        }
        assertEquals(Memory.RECORDED, Memory.events(file));
    }

    /** Runs the application in a JVM of its own; returns what it printed. */
    private String run(int expectedCode, String argument) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It runs for seconds only.
                "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), TracedApplication.class.getName(), argument);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertTrue(process.waitFor(200, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertEquals(expectedCode, process.exitValue(), printed);
        return printed;
    }

    @Test
    void shouldExportWhatBeansRecordWhileTheJvmEnds() throws IOException, InterruptedException {
        Path file = folder.resolve("events.json");
        run(0, exporting(file));
        assertEquals(Memory.RECORDED, Memory.events(file));
    }

    @Test
    void shouldTellTheApplicationsRegistry() throws IOException {
        try (ConfigurableApplicationContext context =
                TracedApplication.start(exporting(folder.resolve("events.json")))) {
            context.getBean(Memory.class).recall();
            CognitiveTracer tracer = context.getBean(CognitiveTracer.class);
            assertTrue(tracer.flush(LONG).complete());
            TypeStats stats = tracer.stats().of(EventType.PRIMING);
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertEquals(1, stats.exported());
            assertEquals(stats.exported(), registry.get("cognitive.trace.events")
                    .tags("event_type", "priming", "outcome", "exported").functionCounter().count());
            assertEquals(tracer.stats().memoryBytes(),
                    registry.get("cognitive.trace.memory.usage").gauge().value());
        }
    }

    @Test
    void shouldSayInALineWhatIsWrong() throws IOException, InterruptedException {
        String printed = run(1, yaml("engram.trace: {preset: production, ring.capacity: 0}"));
        List<String> lines = printed.lines().filter(line -> !line.isBlank()).toList();
        int description = lines.indexOf("Description:");
        assertTrue(description >= 0, printed);
        assertEquals(List.of("key 'engram.trace.ring.capacity': ring capacity 0 is out of range: give 1 to 16777216 "
                + "slots"), lines.subList(description + 1, lines.size()));
        assertFalse(printed.contains("\tat "), printed);
    }
}
