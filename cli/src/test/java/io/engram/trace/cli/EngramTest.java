// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.json.JsonEventReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command in-process; {@code .ci/launcher-test} has it as a process of its own. */
class EngramTest {
    @TempDir
    private Path folder;
    private Path demo;

    private static List<CognitiveEvent> read(Path file) throws IOException {
        List<CognitiveEvent> events = new ArrayList<>();
        try (JsonEventReader reader = JsonEventReader.open(file)) {
            for (CognitiveEvent event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
            assertFalse(reader.isTruncated());
        }
        return events;
    }

    @BeforeEach
    void runDemo() {
        demo = folder.resolve("demo.json");
        Answer answer =
                Answer.of("trace", "demo", "--events", "3001", "--threads", "2", "--output", demo.toString());
        assertEquals(0, answer.code(), answer.err());
        assertTrue(answer.out().contains("false_memory"), answer.out());
        assertTrue(answer.out().contains("Written to " + demo), answer.out());
    }

    @Test
    void shouldExportTheDemoUnchangedInBothForms() throws IOException {
        Path lines = folder.resolve("copy.ndjson");
        Path document = folder.resolve("copy.json");
        assertEquals(0, Answer.of("trace", "export", "--input", demo.toString(), "--output", lines.toString()).code());
        assertEquals(0, Answer.of("trace", "export", "--input", lines.toString(), "--format", "json", "--output",
                document.toString()).code());
        List<CognitiveEvent> events = read(demo);
        assertEquals(3001, events.size());
        assertEquals(events, read(lines));
        assertEquals(events, read(document));
    }

    @Test
    void shouldExportOnlyWhatIsChosen() throws IOException {
        List<CognitiveEvent> events = read(demo);
        long from = events.get(1_000).timeUnixNano();
        long to = events.get(2_000).timeUnixNano();
        Path chosen = folder.resolve("chosen.ndjson");
        Answer answer = Answer.of("trace", "export", "--input", demo.toString(), "--type", "priming,false-memory",
                "--since", rfc3339(from), "--until", rfc3339(to), "--output", chosen.toString());
        assertEquals(0, answer.code(), answer.err());
        assertEquals(events.stream().filter(event -> event.timeUnixNano() >= from && event.timeUnixNano() < to)
                .filter(event -> event.eventType().label().matches("priming|false_memory")).toList(), read(chosen));
    }

    @Test
    void shouldExportOnlyTheChosenCorrelations() throws IOException {
        List<CognitiveEvent> events = read(demo);
        List<Long> ids = events.stream().map(CognitiveEvent::correlationId).filter(id -> id != 0).distinct().limit(3)
                .toList();
        assertEquals(3, ids.size());
        Path chosen = folder.resolve("chosen.ndjson");
        Answer answer = Answer.of("trace", "export", "--input", demo.toString(), "--correlation",
                Long.toUnsignedString(ids.get(0)) + ",0x" + Long.toHexString(ids.get(1)), "--correlation",
                Long.toUnsignedString(ids.get(2)), "--output", chosen.toString());
        assertEquals(0, answer.code(), answer.err());
        assertEquals(events.stream().filter(event -> ids.contains(event.correlationId())).toList(), read(chosen));
    }

    @Test
    void shouldExportADocumentForTraceViewers() throws IOException {
        Path trace = folder.resolve("trace.json");
        Answer answer = Answer.of("trace", "export", "--input", demo.toString(), "--format", "chrome", "--output",
                trace.toString());
        assertEquals(0, answer.code(), answer.err());
        List<String> lines = Files.readAllLines(trace);
        assertEquals("{\"traceEvents\":[", lines.getFirst());
        assertEquals(3001, lines.stream().filter(line -> line.startsWith("{\"ph\":\"X\"")).count());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("{\"ph\":\"f\"")));
    }

    @Test
    void shouldTellWhatAServerThatIsAwayDidNotGet() {
        // Nobody listens at port 1, and if somebody did, it would be no collector.
        Answer sent = Answer.of("trace", "export", "--input", demo.toString(), "--format", "otlp", "--endpoint",
                "http://127.0.0.1:1", "--timeout", "2s");
        assertEquals(1, sent.code(), sent.err());
        assertTrue(sent.out().contains("0 events sent to otlp http://127.0.0.1:1"), sent.out());
        assertTrue(sent.err().contains("3,001 events could not be exported to otlp http://127.0.0.1:1 (shutdown 3,001)"),
                sent.err());
        assertFalse(sent.err().contains("\tat "), sent.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--format otlp --endpoint gopher://h:1|engram.trace.export.otlp.endpoint",
            "--format loki --endpoint http://u:S3CRET@h:1|engram.trace.export.loki.endpoint",
            "--format otlp --option headers=S3CRET|engram.trace.export.otlp.headers",
            "--format otlp --option S3CRET|--option without a name",
            "--format otlp --option colour=blue|engram.trace.export.otlp.colour",
            "--format otlp --output x|goes to a server",
            "--format json --endpoint http://h:1|--endpoint is for a server",
            "--format ndjson --option a=b|--option is for a server",
            "--format carrier-pigeon|carrier-pigeon"})
    void shouldRefuseExportOptionsThatDoNotFit(String options, String words) {
        List<String> args = new ArrayList<>(List.of("trace", "export", "--input", demo.toString()));
        args.addAll(List.of(options.split(" ")));
        Answer answer = Answer.of(args.toArray(String[]::new));
        answer.isOneLineError(2, words);
        assertFalse(answer.err().contains("S3CRET"), answer.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--export json --endpoint http://h:1|writes a file",
            "--export json --export ndjson|both write the same file",
            "--export otlp --endpoint ftp://h:1|engram.trace.export.otlp.endpoint",
            "--export carrier-pigeon|carrier-pigeon",
            "--endpoint http://h:1|--export"})
    void shouldRefuseTargetsOfTheDemoThatDoNotFit(String options, String words) {
        List<String> args = new ArrayList<>(List.of("trace", "demo", "--events", "10"));
        args.addAll(List.of(options.split(" ")));
        Answer.of(args.toArray(String[]::new)).isOneLineError(2, words);
    }

    private static String rfc3339(long unixNano) {
        return java.time.Instant.ofEpochSecond(unixNano / 1_000_000_000, unixNano % 1_000_000_000).toString();
    }

    @Test
    void shouldSumUpTheDemo() {
        Answer table = Answer.of("trace", "stats", "--input", demo.toString());
        assertEquals(0, table.code());
        assertTrue(table.out().contains("3,001 events"), table.out());
        assertTrue(table.out().contains("engram-demo-1"), table.out());
        Answer json = Answer.of("trace", "stats", "--input", demo.toString(), "--format", "json");
        assertTrue(json.out().startsWith("{\"events\":3001,"), json.out());
        assertTrue(json.out().contains("\"missing\":0"), json.out());
    }

    @Test
    void shouldReadTheEndOfATimeRangeAsNow() {
        assertTrue(Answer.of("trace", "stats", "--input", demo.toString(), "--time-range", "1h").out()
                .contains("3,001 events"));
        assertTrue(Answer.of("trace", "stats", "--input", demo.toString(), "--time-range", "1h", "--until",
                "2020-01-01T00:00:00Z").out().contains("0 events"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "trace", "trace demo", "trace list", "trace export", "trace report",
            "trace stream", "trace stats", "trace correlate", "trace config"})
    void shouldHelpOnEverything(String command) {
        Answer answer = Answer.of((command + " --help").strip().split(" "));
        assertEquals(0, answer.code());
        assertTrue(answer.out().startsWith("Usage: engram"), answer.out());
        assertTrue(answer.out().contains("Exit codes:"), answer.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trace                                              | a command is missing
            trace dream                                        | Unmatched argument
            trace demo --evnts 3                               | Unknown option
            trace demo --events many                           | '--events'
            trace demo --events 0                              | --events 0 is out of range
            trace demo --events -5                             | --events -5 is out of range
            trace demo --threads 1001                          | --threads 1001 is out of range
            trace demo --format xml                            | '--format'
            trace demo --output /no/such/folder/events.json    | does not exist
            trace demo --output /                              | is a folder
            trace export --dir /no/such                        | no trace file in /no/such
            trace export --input /no/such/file                 | does not exist
            trace stats --input /                              | is a folder
            trace export --input x --type dream                | event type 'dream' is unknown
            trace export --input x --time-range 1parsec        | is not a duration
            trace export --input x --correlation 0             | '0' is not a correlation id
            trace stats --input x --correlation 7,-1           | '-1' is not a correlation id
            trace stats --input x --correlation 0x1g           | '0x1g' is not a correlation id
            trace stats --input x --correlation 18446744073709551616 | give 1 to 18446744073709551615
            trace export --input x --since yesterday           | is not an RFC 3339 time
            trace export --input x --since 2026-01-01T00:00:00Z --time-range 1h | give one of them
            trace export --input x --since 2026-01-01T00:00:00Z --until 2025-01-01T00:00:00Z | is not before
            """)
    void shouldAnswerWrongInputByOneLineAndExitCode2(String command, String words) {
        Answer.of(command.split(" +")).isOneLineError(2, words);
    }

    @Test
    void shouldNameThePlaceInAFileThatIsNotOurs() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.ndjson"), "{\"event_type\":\"priming\"}\n");
        Answer.of("trace", "stats", "--input", bad.toString()).isOneLineError(2, "bad.ndjson line 1");
    }

    @Test
    void shouldReadWhatStandsBeforeABrokenOffEnd() throws IOException {
        Path lines = folder.resolve("lines.ndjson");
        Answer.of("trace", "export", "--input", demo.toString(), "--output", lines.toString());
        String all = Files.readString(lines);
        Path cut = Files.writeString(folder.resolve("cut.ndjson"), all.substring(0, all.length() - 20));
        Answer answer = Answer.of("trace", "stats", "--input", cut.toString());
        assertEquals(0, answer.code());
        assertTrue(answer.out().contains("3,000 events"), answer.out());
        assertTrue(answer.err().contains("ends in the middle"), answer.err());
    }

    @Test
    void shouldLeaveNothingBehindButItsOutput() throws IOException {
        Answer.of("trace", "export", "--input", demo.toString(), "--output", folder.resolve("out.json").toString());
        try (var files = Files.list(folder)) {
            assertEquals(List.of("demo.json", "out.json"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void shouldKeepTheOutputOfAnEarlierRunWhenTheInputIsBad() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.json"), "no json");
        Path out = Files.writeString(folder.resolve("out.json"), "precious");
        Answer.of("trace", "export", "--input", bad.toString(), "--output", out.toString())
                .isOneLineError(2, "bad.json line 1");
        assertEquals("precious", Files.readString(out));
    }
}
