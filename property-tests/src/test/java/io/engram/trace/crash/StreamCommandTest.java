// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.json.JsonEventReader;
import io.engram.trace.jvm.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code engram trace stream} in a process of its own: nothing is missing in its output that it does not say is lost. */
class StreamCommandTest {
    private static final List<String> OPTIONS = List.of("-Xmx256m", "-XX:+UseSerialGC");
    private static final Pattern LOSS =
            Pattern.compile("\"event_type\":\"loss\".*\"thread_name\":\"([^\"]+)\",\"lost\":\\{\"overwritten\":(\\d+)}}");
    private static final int THREADS = 2;
    private static final int CALLS = 600_000;
    private static final int FEW_A_SECOND = 100;
    private static final int MANY_A_SECOND = 600_000;
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);

    @TempDir
    private Path folder;

    private static List<String> stream(Path file) {
        return ChildJvm.command("io.engram.trace.cli.Engram", OPTIONS,
                List.of("trace", "stream", "--file", file.toString(), "--from-oldest"));
    }

    private static void awaitContent(Path output, ChildJvm cli) throws IOException {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (Files.size(output) == 0) {
            assertTrue(cli.isAlive() && System.nanoTime() - deadline < 0, cli::toString);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Test
    void shouldWriteOrCountEveryEventOfABusyProcess() throws Exception {
        Path output = folder.resolve("stream.ndjson");
        try (TracedChild child = TracedChild.start(folder.resolve("traces"))) {
            Path file = child.open();
            // Few, so that the first one is still there when the command begins.
            child.go(THREADS, CALLS, FEW_A_SECOND);
            try (ChildJvm cli = ChildJvm.start(stream(file), output)) {
                awaitContent(output, cli);
                child.jvm().ask("rate " + MANY_A_SECOND, "rated");
                child.jvm().tell("join");
                child.jvm().tell("close");
                assertEquals(0, cli.end(), cli::toString);
                assertEquals(1, cli.errors().size(), cli::toString);
                Receipt receipt = read(output);
                receipt.assertAccountsFor(child.joined());
                assertTrue(cli.errors().getFirst().contains("closed its tracer"), cli::toString);
            }
        }
    }

    /** Every line is an event that was traced or tells of a loss, the last one too. */
    private static Receipt read(Path output) throws IOException {
        Receipt receipt = new Receipt();
        long lost = 0;
        try (Stream<String> lines = Files.lines(output)) {
            for (String line : (Iterable<String>) lines.filter(line -> line.contains("\"loss\""))::iterator) {
                Matcher loss = LOSS.matcher(line);
                assertTrue(loss.find(), line);
                receipt.addLost(loss.group(1), Long.parseLong(loss.group(2)));
                lost += Long.parseLong(loss.group(2));
            }
        }
        try (JsonEventReader reader = JsonEventReader.open(output)) {
            for (CognitiveEvent event = reader.next(); event != null; event = reader.next()) {
                receipt.add(event);
            }
            assertEquals(lost, reader.lost().getOrDefault("overwritten", 0L));
            assertTrue(!reader.isTruncated(), "ends with a whole line");
        }
        return receipt;
    }

    @Test
    void shouldEndWellWhenNobodyReadsAnyMore() throws Exception {
        try (TracedChild child = TracedChild.start(folder.resolve("traces"))) {
            Path file = child.open();
            child.goOn(THREADS, MANY_A_SECOND);
            List<String> command = new ArrayList<>(
                    List.of("bash", "-c", "\"$@\" | head -n 5; exit ${PIPESTATUS[0]}", "bash"));
            command.addAll(stream(file));
            try (ChildJvm shell = ChildJvm.start(command)) {
                assertEquals(0, shell.end(), shell::toString);
                assertEquals(5, shell.out().size());
                assertEquals(List.of(), shell.errors());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 2", "TERM, 15"})
    void shouldEndWithAWholeLineWhenInterrupted(String signal, int number) throws Exception {
        assumeFalse(isIgnored(number), "this process, and so all that it starts, ignores " + signal);
        Path output = folder.resolve("stream.ndjson");
        try (TracedChild child = TracedChild.start(folder.resolve("traces"))) {
            Path file = child.open();
            child.goOn(THREADS, MANY_A_SECOND);
            try (ChildJvm cli = ChildJvm.start(stream(file), output)) {
                awaitContent(output, cli);
                cli.signal(signal);
                assertEquals(128 + number, cli.end(), "the exit code of who is interrupted");
                assertTrue(cli.errors().size() == 1 && cli.errors().getFirst().contains("interrupted"), cli::toString);
                Receipt receipt = read(output);
                assertTrue(receipt.received() > 0);
                String all = Files.readString(output);
                assertEquals('\n', all.charAt(all.length() - 1));
            }
        }
    }

    private static boolean isIgnored(int signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> signal - 1 & 1) == 1);
        }
    }
}
