// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fresh JVMs choose, with and without native access, and what they say about it. */
class ClockChoiceTest {
    private static final String GRANTED = "--enable-native-access=ALL-UNNAMED";

    @TempDir
    private Path folder;

    /** What a JVM said. */
    private record Said(String out, String err) {
    }

    private Said choose(ClockKind kind, String... options) throws IOException, InterruptedException {
        return run(ClockMain.class, List.of(kind.name()), options);
    }

    private Said run(Class<?> main, List<String> arguments, String... options)
            throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the JVM hangs");
        Said said = new Said(Files.readString(out).strip(), Files.readString(err).strip());
        assertEquals(0, process.exitValue(), said.err);
        return said;
    }

    @Test
    void shouldTakeNanoTimeInSilenceWithoutNativeAccess() throws IOException, InterruptedException {
        assertEquals(new Said("NanoClock", ""), choose(ClockKind.AUTO));
        assertEquals(new Said("NanoClock", ""), choose(ClockKind.NANO));
    }

    @Test
    void shouldSayOnceWhyItIsNotTheCounter() throws IOException, InterruptedException {
        Said said = choose(ClockKind.TSC);
        assertEquals("NanoClock", said.out);
        String warning = "engram.trace.clock=tsc is not possible, System.nanoTime is used instead: "
                + "native access is not granted: start the JVM with " + GRANTED;
        assertTrue(said.err.contains(warning), said.err);
        assertEquals(said.err.indexOf(warning), said.err.lastIndexOf(warning), said.err);
        assertTrue(!said.err.contains("restricted"), "the JVM's own warning: " + said.err);
    }

    @Test
    void shouldTakeTheCounterWhereItMay() throws IOException, InterruptedException {
        Said said = choose(ClockKind.TSC, GRANTED);
        if (said.out.equals("TscClock")) {
            assertEquals("", said.err);
        } else {
            // This machine has none to be trusted.
            assertEquals("NanoClock", said.out);
            assertTrue(said.err.contains("engram.trace.clock=tsc is not possible"), said.err);
        }
        assertEquals(new Said(said.out, ""), choose(ClockKind.AUTO, GRANTED));
        assertEquals(new Said("NanoClock", ""), choose(ClockKind.NANO, GRANTED));
    }

    @Test
    void shouldNotLookForTheCounterBeforeSomethingIsTraced() throws IOException, InterruptedException {
        String counter = "io.engram.trace.core.clock.counter.CpuCounter ";
        Said idle = run(TracerMain.class, List.of(), GRANTED, "-Xlog:class+load");
        assertTrue(idle.out.contains(AutoClock.class.getName() + " ") && !idle.out.contains(counter), idle.out);
        Said enabled = run(TracerMain.class, List.of("on"), GRANTED, "-Xlog:class+load");
        assertTrue(enabled.out.contains(counter), "an event would have to look for it: " + enabled.out);
    }
}
