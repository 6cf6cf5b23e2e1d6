// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.trace.collector.tracefixture.TraceFileFixture;
import io.engram.trace.core.spi.TracedThread;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command in-process; {@code .ci/correlate-test} draws its graphs. */
class CorrelateCommandTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;
    private Path input;

    private static String resource(String name) throws IOException {
        try (InputStream in = CorrelateCommandTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @BeforeEach
    void writeInput() throws IOException {
        input = Files.writeString(folder.resolve("events.ndjson"), resource("events.ndjson"));
    }

    private Answer run(String options) {
        return Answer.of(("trace correlate " + options.replace("DIR", folder.toString())).split(" +"));
    }

    private String correlate(String options) throws IOException {
        Answer answer = run("--input DIR/events.ndjson --output DIR/out " + options);
        assertEquals(0, answer.code(), answer.err());
        return Files.readString(folder.resolve("out"));
    }

    private List<String> idsOf(String options) throws IOException {
        List<String> ids = new ArrayList<>();
        for (JsonNode chain : MAPPER.readTree(correlate("--format json " + options)).get("chains")) {
            ids.add(chain.get("id").textValue());
        }
        return ids;
    }

    @ParameterizedTest
    @CsvSource({"table, chains.txt", "json, chains.json", "dot, chains.dot", "mermaid, chains.mmd"})
    void shouldWriteWhatItAlwaysWrote(String format, String expected) throws IOException {
        assertEquals(resource(expected), correlate("--format " + format));
    }

    @Test
    void shouldTellOfItsOutputAndOfLosses() {
        Answer answer = run("--input DIR/events.ndjson --output DIR/out");
        assertEquals("4 chains among 22 events, by id and by nodes within 500.000 ms, written to " + folder
                + "/out\nchains may be incomplete: 1,234 events overwritten, 14 events recorded by sampling\n",
                answer.out());
        assertEquals("", answer.err());
    }

    @Test
    void shouldFindOnlyWhatIsAskedFor() throws IOException {
        assertEquals(List.of("id-42", "id-18446744073709551615"), idsOf("--by id"));
        assertEquals(List.of("nodes-1-0", "nodes-1-17"), idsOf("--by nodes"));
        assertEquals(List.of("nodes-1-0", "id-18446744073709551615"), idsOf("--min-length 3"));
        assertEquals(List.of("nodes-1-0", "id-42"), idsOf("--limit 2"));
        assertEquals(List.of("id-42"), idsOf("--correlation 0x2a"));
        assertEquals(List.of("nodes-29-0"), idsOf("--by nodes --type interference,false-memory --window 800ms"));
        assertEquals(List.of("nodes-1-17"), idsOf("--by nodes --since 2026-11-18T11:06:42Z"));
        assertEquals(List.of(), idsOf("--by nodes --window 400ms --min-length 4"));
    }

    @Test
    void shouldSayThatItFoundNothing() throws IOException {
        assertEquals("no chain of 2 or more events among 0 events, by id and by nodes within 500.000 ms\n"
                + "chains may be incomplete: 1,234 events overwritten\n", correlate("--until 2020-01-01T00:00:00Z"));
    }

    @Test
    void shouldStayWithinTheWidthOfATerminal() throws IOException {
        Files.writeString(input, resource("events.ndjson").replace("\"main\"", "\"" + "\uD83E\uDDE0 pool".repeat(300)
                + "\"").replace("\"20\"", "\"18446744073709551614\""));
        List<String> lines = correlate("").lines().toList();
        assertTrue(lines.stream().allMatch(line -> line.length() <= 120), lines::toString);
        assertTrue(lines.get(2).contains("18446744073709551614 +2"), lines.get(2));
        assertTrue(lines.get(2).endsWith("…"), lines.get(2));
    }

    @Test
    void shouldReadWhatTheDemoWrote() throws IOException {
        assertEquals(0, Answer.of("trace", "demo", "--events", "3001", "--threads", "2", "--output",
                folder.resolve("demo.json").toString()).code());
        Files.move(folder.resolve("demo.json"), folder.resolve("events.ndjson"),
                StandardCopyOption.REPLACE_EXISTING);
        JsonNode json = MAPPER.readTree(correlate("--format json --limit 10000"));
        assertEquals(3001, json.get("events").intValue());
        assertEquals(json.get("chains_found").intValue(), json.get("chains").size());
        assertEquals("{}", json.get("missing").toString());
        assertTrue(json.get("chains").size() > 100);
    }

    @Test
    void shouldReadTheRingsOfAProcess() throws IOException {
        TracedThread main = new TracedThread(1, "main");
        try (TraceFileFixture fixture = TraceFileFixture.ofEnded(folder.resolve("1.trace"), 64, 4)) {
            // A ring of 64 has lost the first 36 of 100.
            fixture.addRing(main).write(0, 100).publish();
            fixture.beat();
            Answer answer = run("--dir DIR --format json --output DIR/out");
            assertEquals(0, answer.code(), answer.err());
            JsonNode json = MAPPER.readTree(folder.resolve("out").toFile());
            assertEquals(64, json.get("events").intValue());
            assertEquals("{\"no_longer_in_the_rings\":36}", json.get("missing").toString());
            assertTrue(answer.out().contains("chains may be incomplete: 36 events no longer in the rings"),
                    answer.out());
            assertFalse(json.get("chains").isEmpty());
            // Key 37 has competitors 38 to 40, and key 39 sources 40 to 42.
            JsonNode first = json.get("chains").get(0);
            assertEquals("nodes-1-37", first.get("id").textValue());
            assertEquals("[\"interference\",\"false_memory\"]", first.get("types").toString());
            assertEquals("[\"40\"]", first.get("links").get(1).get("shared_nodes").toString());
        }
    }

    @Test
    void shouldKeepTheOutputOfAnEarlierRunWhenTheInputIsBad() throws IOException {
        Files.writeString(input, "no json");
        Path out = Files.writeString(folder.resolve("out"), "precious");
        run("--input DIR/events.ndjson --output DIR/out").isOneLineError(2, "events.ndjson line 1");
        assertEquals("precious", Files.readString(out));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--by dream|--by",
            "--window 1parsec|is not a duration",
            "--window 366d|--window PT8784H is too long",
            "--min-length 1|--min-length 1 is out of range",
            "--min-length -3|--min-length -3 is out of range",
            "--min-length many|--min-length",
            "--by nodes --min-length 5|a chain by nodes has 4 events at most",
            "--limit 0|--limit 0 is out of range",
            "--limit 1000001|--limit 1000001 is out of range",
            "--format xml|--format",
            "--correlation 0|is not a correlation id",
            "--output /no/such/folder/out|does not exist",
            "--output /|is a folder",
            "--pid 7|leave out --input or the process",
            "--colour blue|Unknown option"})
    void shouldAnswerBadOptionsByOneLineAndExitCode2(String options, String words) {
        run("--input DIR/events.ndjson " + options).isOneLineError(2, words);
    }

    @Test
    void shouldSayThatThereIsNoInput() {
        run("--dir DIR").isOneLineError(2, "no trace file in " + folder);
        run("--input DIR/none").isOneLineError(2, "does not exist");
    }
}
