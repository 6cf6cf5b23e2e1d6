// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.jvm.ChildJvm;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a JVM of its own can show: which classes it loads, and what native memory it takes. */
class ForkedJvmTest {
    private static final Pattern LOADED = Pattern.compile("\\] ([\\w.$/]+) source: ");
    // Small allocations that others make through Unsafe meanwhile.
    private static final long TOLERANCE = 4_096;

    @TempDir
    private Path folder;

    private static Map<String, String> run(Class<?> main, String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("-XX:NativeMemoryTracking=summary");
        try (ChildJvm child = ChildJvm.start(ChildJvm.command(main.getName(), all, List.of()))) {
            assertEquals(0, child.end(), child::toString);
            return child.out().stream().filter(line -> line.contains("="))
                    .collect(Collectors.toMap(line -> line.substring(0, line.indexOf('=')),
                            line -> line.substring(line.indexOf('=') + 1)));
        }
    }

    private Set<String> loaded(Path log) throws IOException {
        return Files.readAllLines(log).stream().map(LOADED::matcher).filter(Matcher::find)
                .map(matcher -> matcher.group(1)).collect(Collectors.toSet());
    }

    private static boolean isForTracing(String name) {
        return name.startsWith("io.engram.trace.memlayout.") || name.startsWith("io.engram.trace.collector.")
                || name.startsWith("io.engram.trace.exporters.") || name.startsWith("io.engram.trace.core.recording.")
                || name.startsWith("io.engram.trace.core.registry.") || name.startsWith("io.engram.trace.core.sampling.")
                || name.startsWith("io.engram.trace.core.memory.") || name.startsWith("io.engram.trace.core.keeper.")
                || name.startsWith("io.engram.trace.core.files.") || name.startsWith("io.engram.trace.core.tracefile.")
                || name.equals("io.engram.trace.core.Session") || name.equals("java.lang.foreign.Arena")
                // The JVM itself loads some of the linker's classes when it starts.
                || name.startsWith("jdk.internal.foreign.") && !name.startsWith("jdk.internal.foreign.abi.");
    }

    @Test
    void shouldLoadNothingAndTakeNothingWhenSwitchedOff() throws IOException, InterruptedException {
        Path log = folder.resolve("off.log");
        Path tmp = Files.createDirectory(folder.resolve("tmp"));
        Map<String, String> off = run(TracingMain.class, "-Dengram.trace=off", "-Dfile=true", "-Djava.io.tmpdir=" + tmp,
                "-Xlog:class+load:file=" + log);
        assertEquals("true", off.get("off"));
        assertEquals("false", off.get("file"));
        try (Stream<Path> made = Files.list(tmp)) {
            assertEquals(List.of(), made.toList());
        }
        assertEquals("0", off.get("observed"));
        assertEquals("0", off.get("memory"));
        assertEquals(0, Long.parseLong(off.get("grown")), "off-heap bytes");
        Set<String> classes = loaded(log);
        assertTrue(classes.contains("io.engram.trace.core.CognitiveTracer"), "the log tells what is loaded");
        assertEquals(List.of(), classes.stream().filter(ForkedJvmTest::isForTracing).sorted().toList());
    }

    /** The control: all that the test above finds absent is there when tracing is on. */
    @Test
    void shouldLoadAndTakeWhatItNeedsWhenOn() throws IOException, InterruptedException {
        Path log = folder.resolve("on.log");
        Map<String, String> on = run(TracingMain.class, "-Xlog:class+load:file=" + log);
        assertEquals("false", on.get("off"));
        assertEquals(on.get("calls"), on.get("observed"));
        long grown = Long.parseLong(on.get("grown"));
        long oneRing = Long.parseLong(on.get("oneRing"));
        assertEquals(oneRing, Long.parseLong(on.get("memory")));
        assertTrue(Math.abs(grown - oneRing) <= TOLERANCE, grown + " bytes grown, " + oneRing + " expected");
        Set<String> classes = loaded(log);
        for (String name : List.of("io.engram.trace.memlayout.layout.RecordLayout",
                "io.engram.trace.memlayout.layout.RingLayout", "io.engram.trace.memlayout.ring.RingWriter",
                "io.engram.trace.core.recording.Recorder", "io.engram.trace.core.registry.RingRegistry",
                "io.engram.trace.core.Session", "java.lang.foreign.Arena")) {
            assertTrue(classes.contains(name), name);
        }
    }

    /** The rings are mapped: of what native memory tracking knows, only the scratch memory grows. */
    @Test
    void shouldTakeNoMemoryForRingsBesideTheFile() throws IOException, InterruptedException {
        Path log = folder.resolve("file.log");
        Path tmp = Files.createDirectory(folder.resolve("tmp"));
        Map<String, String> on = run(TracingMain.class, "-Dfile=true", "-Djava.io.tmpdir=" + tmp,
                "-Xlog:class+load:file=" + log);
        assertEquals("true", on.get("file"));
        assertEquals(on.get("calls"), on.get("observed"));
        assertEquals(on.get("oneRing"), on.get("memory"));
        assertEquals(TracingConfig.SCRATCH_BYTES, Long.parseLong(on.get("grown")), TOLERANCE);
        Set<String> classes = loaded(log);
        for (String name : List.of("io.engram.trace.core.memory.FileMemory", "io.engram.trace.core.keeper.Keeper",
                "io.engram.trace.core.files.PrivateFolder", "io.engram.trace.core.tracefile.TraceFolders")) {
            assertTrue(classes.contains(name), name);
        }
    }

    /** What was recorded and not exported is exported when the JVM ends, whichever way, unless that is not wanted. */
    @ParameterizedTest
    @CsvSource({"60s, false, true", "60s, true, true", "0s, true, false"})
    void shouldExportWhenTheJvmEnds(String timeout, boolean exits, boolean exported)
            throws IOException, InterruptedException {
        Map<String, String> told = run(ShutdownMain.class, "-Dengram.trace.preset=development",
                "-Dengram.trace.file=true", "-Dengram.trace.file-dir=" + folder.resolve("traces"),
                "-Dengram.trace.file-keep=false", "-Dexit=" + exits,
                "-Dengram.trace.shutdown-timeout=" + timeout);
        assertEquals(exported ? told.get("expected") : null, told.get("exported"));
        assertEquals(!exported, Files.exists(Path.of(told.get("file"))),
                "only a tracer that was closed removes its file");
    }

    @Test
    void shouldEndThoughAnExporterHangs() throws IOException, InterruptedException {
        Map<String, String> told = run(ShutdownMain.class, "-Dengram.trace.preset=development", "-Dhangs=true",
                "-Dengram.trace.file=true", "-Dengram.trace.file-dir=" + folder.resolve("traces"),
                "-Dengram.trace.file-keep=false");
        assertTrue(Files.exists(Path.of(told.get("file"))), "what was not exported can be read from the file");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 9})
    void shouldTakeNoMoreMemoryForAMillionEvents(int rings) throws IOException, InterruptedException {
        Map<String, String> told = run(MemoryMain.class, "-Drings=" + rings);
        long limit = Long.parseLong(told.get("limit"));
        long few = Long.parseLong(told.get("few"));
        long many = Long.parseLong(told.get("many"));
        assertEquals(told.get("expected"), told.get("observed"));
        assertEquals("0", told.get("noRing"));
        assertEquals("true", told.get("balanced"));
        assertEquals(limit, Long.parseLong(told.get("memory")), "the limit is what the rings need");
        assertTrue(few > limit / 2, few + " bytes after few events: the rings are there");
        assertEquals(few, many, TOLERANCE, "flat");
        assertTrue(many <= limit + TOLERANCE, many + " bytes, limit " + limit);
        // The head goes with the garbage: calls after close still count in it.
        assertEquals(0, Long.parseLong(told.get("closed")), TraceFileLayout.HEAD_BYTES + TOLERANCE, "given back");
    }
}
