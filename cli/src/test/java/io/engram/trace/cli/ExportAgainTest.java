// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was exported, read and exported again, is the same. */
class ExportAgainTest {
    private static final String SPAN = "\"trace_id\":\"0123456789abcdef0123456789abcdef\","
            + "\"span_id\":\"0123456789abcdef\",\"trace_flags\":1,";
    private static final String LOSSES = "{\"time_unix_nano\":\"5\",\"event_type\":\"loss\",\"thread_id\":1,"
            + "\"thread_name\":\"main\",\"lost\":{\"overwritten\":3}}\n"
            + "{\"time_unix_nano\":\"20\",\"event_type\":\"loss\",\"lost\":{\"overwritten\":5,\"no_ring\":2}}\n";

    @TempDir
    private Path folder;

    /** The demo's events, some of them in spans. */
    @BeforeEach
    void writeInput() throws IOException {
        Answer answer = Answer.of("trace", "demo", "--events", "3000", "--threads", "2", "--output",
                path("demo"), "--labels-output", path("words"));
        assertEquals(0, answer.code(), answer.err());
        Files.writeString(folder.resolve("demo"), Files.readString(folder.resolve("demo"))
                .replace("\"priming_type\"", SPAN + "\"priming_type\""));
    }

    /** For each of the four types, 9 events. */
    private void tellLossesInAccounts() throws IOException {
        Files.writeString(folder.resolve("demo"), Files.readString(folder.resolve("demo"))
                .replace("\"overwritten\":0", "\"overwritten\":7")
                .replace("\"rejected\":{}", "\"rejected\":{\"no_ring\":2}"));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String export(String input, String output, String... options) throws IOException {
        List<String> args = new ArrayList<>(
                List.of("trace", "export", "--input", path(input), "--output", path(output)));
        args.addAll(List.of(options));
        Answer answer = Answer.of(args.toArray(String[]::new));
        assertEquals(0, answer.code(), answer.err());
        assertEquals("", answer.err());
        return Files.readString(folder.resolve(output));
    }

    // The one thing that is another each time.
    private static String withoutTime(String document) {
        return document.replaceFirst("\"exported_at\":\"[^\"]*\"", "");
    }

    @Test
    void shouldWriteTheSameDocument() throws IOException {
        tellLossesInAccounts();
        String first = export("demo", "first", "--format", "json", "--labels", path("words"));
        for (String part : List.of(SPAN, "\"labels\":{", "\"overwritten\":7", "\"rejected\":{\"no_ring\":2}")) {
            assertTrue(first.contains(part), part);
        }
        String second = export("first", "second", "--format", "json");
        assertTrue(withoutTime(first).equals(withoutTime(second)), second.substring(0, 2_000));
    }

    @Test
    void shouldWriteTheSameLines() throws IOException {
        export("demo", "lines");
        Files.writeString(folder.resolve("lines"), LOSSES, StandardOpenOption.APPEND);
        String first = export("lines", "first", "--labels", path("words"));
        assertTrue(first.contains(SPAN) && first.contains("\"labels\":{"), first.substring(0, 2_000));
        assertEquals("{\"time_unix_nano\":\"20\",\"timestamp\":\"1970-01-01T00:00:00.000000020Z\","
                + "\"event_type\":\"loss\",\"lost\":{\"no_ring\":2,\"overwritten\":8}}",
                first.substring(first.lastIndexOf('\n', first.length() - 2) + 1).trim());
        String second = export("first", "second");
        assertTrue(first.equals(second), second.substring(0, 2_000));
    }

    @Test
    void shouldShowTheWordsThatEventsBringAlongInTraceViewers() throws IOException {
        export("demo", "first", "--labels", path("words"));
        assertEquals(export("demo", "given", "--format", "chrome", "--labels", path("words")),
                export("first", "brought", "--format", "chrome"));
    }

    @Test
    void shouldPreferTheWordsThatAreGiven() throws IOException {
        export("demo", "first", "--labels", path("words"));
        String word = Files.readAllLines(folder.resolve("words")).get(1);
        String id = word.substring(0, word.indexOf(','));
        Files.writeString(folder.resolve("words"), "id,label\n" + id + ",another word\n");
        String second = export("first", "second", "--labels", path("words"));
        assertTrue(second.contains("\"" + id + "\":\"another word\""), second.substring(0, 2_000));
        assertTrue(!second.contains("\"" + id + "\":\"" + word.substring(id.length() + 1) + "\""), word);
        assertEquals(second.lines().filter(line -> line.contains("\"labels\":{")).count(),
                second.lines().filter(line -> line.contains("\"event_type\":")).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "chrome"})
    void shouldSayWhichLossesItDoesNotTell(String format) throws IOException {
        Files.writeString(folder.resolve("lines"), LOSSES);
        assertWarns("lines", format,
                "10 events lost, as the input tells; " + format + " does not tell it, ndjson does");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ndjson", "chrome"})
    void shouldSayWhichLossesOfAccountsItDoesNotTell(String format) throws IOException {
        tellLossesInAccounts();
        assertWarns("demo", format, "36 events lost, as the input tells; " + format + " does not tell it, json does");
    }

    private void assertWarns(String input, String format, String warning) {
        Answer answer = Answer.of("trace", "export", "--input", path(input), "--output", path("out"), "--format",
                format);
        assertEquals(0, answer.code());
        assertEquals("engram: " + warning + "\n", answer.err());
    }

    @Test
    void shouldNotTellLossesOfWhatIsChosen() throws IOException {
        export("demo", "lines");
        Files.writeString(folder.resolve("lines"), LOSSES, StandardOpenOption.APPEND);
        assertEquals(List.of(), export("lines", "first", "--type", "priming").lines()
                .filter(line -> !line.contains("\"event_type\":\"priming\"")).toList());
    }
}
