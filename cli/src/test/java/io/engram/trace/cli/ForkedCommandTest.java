// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command and the process that it looks into, each a JVM of its own. */
@Timeout(180)
class ForkedCommandTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;
    private Path traces;
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void makeFolder() throws IOException {
        traces = Files.createDirectory(folder.resolve("traces"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(Class<?> main, Path err, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(Arrays.asList(args));
        Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
        processes.add(process);
        return process;
    }

    private Process traced(int ringCapacity) throws IOException {
        return start(TracedMain.class, folder.resolve("traced.err"), traces.toString(),
                Integer.toString(ringCapacity));
    }

    private Process engram(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of("trace"));
        all.addAll(Arrays.asList(args));
        return start(Engram.class, folder.resolve("engram.err"), all.toArray(String[]::new));
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("engram.err"));
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Path awaitFile(Process traced) throws IOException {
        String line = reader(traced).readLine();
        assertNotNull(line, "the traced process ended");
        return Path.of(line);
    }

    /** The events of lines that begin at event n, each the successor of the one before; returns the last one. */
    private static long follow(List<String> lines) throws IOException {
        long last = 0;
        for (String line : lines) {
            JsonNode event = MAPPER.readTree(line);
            assertEquals("priming", event.get("event_type").textValue(), line);
            long n = Long.parseLong(event.get("correlation_id").textValue());
            assertTrue(last == 0 || n == last + 1, n + " after " + last);
            assertEquals(n, event.get("position").longValue() + 1);
            assertEquals(Long.toString(n), event.get("target_node").textValue());
            last = n;
        }
        return last;
    }

    @Test
    void shouldStreamFromTheStartOfAProcessToItsEnd() throws IOException, InterruptedException {
        Process stream = engram("stream", "--dir", traces.toString(), "--wait", "120s", "--from-oldest");
        Process traced = traced(200_000);
        BufferedReader lines = reader(stream);
        List<String> read = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            read.add(lines.readLine());
        }
        assertEquals(500, follow(read));
        traced.getOutputStream().close();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            read.add(line);
        }
        assertTrue(stream.waitFor(60, TimeUnit.SECONDS) && traced.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, stream.exitValue(), errors());
        assertEquals(read.size(), follow(read));
        assertTrue(errors().contains(String.format("%,d events streamed, 0 lost", read.size())), errors());
        assertTrue(errors().contains("has closed its tracer") || errors().contains("has ended"), errors());
    }

    @Test
    void shouldEndBetweenTwoLinesWhenItIsTerminated() throws IOException, InterruptedException {
        Path file = awaitFile(traced(200_000));
        Process stream = engram("stream", "--file", file.toString());
        BufferedReader lines = reader(stream);
        assertNotNull(lines.readLine());
        stream.toHandle().destroy();
        StringBuilder rest = new StringBuilder();
        for (int next = lines.read(); next >= 0; next = lines.read()) {
            rest.append((char) next);
        }
        assertTrue(stream.waitFor(60, TimeUnit.SECONDS));
        assertTrue(rest.isEmpty() || rest.charAt(rest.length() - 1) == '\n', rest.toString());
        follow(rest.toString().lines().toList());
        assertTrue(errors().startsWith("engram: interrupted: "), errors());
        assertEquals(1, errors().lines().count(), errors());
    }

    @Test
    void shouldEndQuietlyWhenNobodyReadsAnyMore() throws IOException, InterruptedException {
        Path file = awaitFile(traced(200_000));
        for (String command : List.of("stream", "export")) {
            Process process = engram(command, "--file", file.toString());
            process.getInputStream().close();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), command);
            assertEquals(0, process.exitValue(), errors());
            assertEquals("", errors());
        }
    }

    @Test
    void shouldExportWhatAKilledProcessLeft() throws IOException, InterruptedException {
        Process traced = traced(200_000);
        Path file = awaitFile(traced);
        Process stream = engram("stream", "--file", file.toString(), "--from-oldest");
        BufferedReader lines = reader(stream);
        List<String> read = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            read.add(lines.readLine());
        }
        traced.destroyForcibly().waitFor();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            read.add(line);
        }
        assertTrue(stream.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, stream.exitValue(), errors());
        assertTrue(errors().contains("process " + traced.pid() + " has ended: "), errors());
        Path all = folder.resolve("all.ndjson");
        Process export = engram("export", "--pid", Long.toString(traced.pid()), "--dir", traces.toString(), "--output",
                all.toString());
        assertTrue(export.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, export.exitValue(), errors());
        assertEquals(read.size(), follow(Files.readAllLines(all)));
        assertEquals(read.size(), follow(read));
        Process stats = engram("stats", "--dir", traces.toString(), "--format", "json");
        JsonNode json = MAPPER.readTree(stats.getInputStream());
        assertEquals("ended", json.get("state").textValue());
        assertEquals(read.size(), json.get("types").get("priming").get("recorded").intValue());
        assertEquals("main", json.get("threads").get(0).get("name").textValue());
    }

    @Test
    void shouldWatchAProcessToItsEnd() throws IOException, InterruptedException {
        Process traced = traced(1_000);
        awaitFile(traced);
        Process watch = engram("stats", "--dir", traces.toString(), "--format", "json", "--watch", "--interval", "50ms");
        BufferedReader lines = reader(watch);
        JsonNode first = MAPPER.readTree(lines.readLine());
        assertEquals("running", first.get("state").textValue());
        assertEquals(traced.pid(), first.get("pid").longValue());
        traced.destroyForcibly().waitFor();
        JsonNode last = first;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            last = MAPPER.readTree(line);
        }
        assertTrue(watch.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, watch.exitValue(), errors());
        assertEquals("ended", last.get("state").textValue());
        assertTrue(last.get("types").get("priming").get("recorded").longValue()
                >= first.get("types").get("priming").get("recorded").longValue());
    }

    @Test
    void shouldChangeWhatARunningProcessRecords() throws IOException, InterruptedException {
        awaitFile(traced(200_000));
        Process config = engram("config", "--dir", traces.toString(), "--disable", "priming", "--timeout", "60s");
        assertTrue(config.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, config.exitValue(), errors());
        String[] recorded = new String[2];
        for (int i = 0; i < recorded.length; i++) {
            JsonNode json = MAPPER.readTree(engram("stats", "--dir", traces.toString(), "--format", "json",
                    "--interval", "200ms").getInputStream());
            assertEquals(0.0, json.get("types").get("priming").get("recorded_per_second").doubleValue());
            assertEquals("running", json.get("state").textValue());
            recorded[i] = json.get("types").get("priming").get("recorded").toString();
        }
        assertEquals(recorded[0], recorded[1]);
    }
}
