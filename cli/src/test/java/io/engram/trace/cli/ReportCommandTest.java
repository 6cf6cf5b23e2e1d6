// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.trace.cli.demo.DrmLists;
import io.engram.trace.exporters.labels.NodeLabels;
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

class ReportCommandTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String BEGIN = "id=\"data\">";

    @TempDir
    private Path folder;
    private Path demo;
    private Path labels;
    private Path page;

    private static JsonNode data(Path page) throws IOException {
        String text = Files.readString(page);
        int start = text.indexOf(BEGIN) + BEGIN.length();
        return MAPPER.readTree(text.substring(start, text.indexOf("</script>", start)));
    }

    @BeforeEach
    void runDemo() {
        demo = folder.resolve("demo.json");
        labels = folder.resolve("labels.csv");
        page = folder.resolve("report.html");
        Answer answer = Answer.of("trace", "demo", "--events", "2001", "--threads", "2", "--output", demo.toString(),
                "--labels-output", labels.toString());
        assertEquals(0, answer.code(), answer.err());
    }

    private Answer report(String... options) {
        List<String> args = new ArrayList<>(List.of("trace", "report", "--output", page.toString()));
        args.addAll(List.of(options));
        return Answer.of(args.toArray(String[]::new));
    }

    @Test
    void shouldReportOnTheDemoInWords() throws IOException {
        Answer answer = report("--input", demo.toString(), "--labels", labels.toString());
        assertEquals(0, answer.code(), answer.err());
        assertEquals("Report on 2,001 events written to " + page + System.lineSeparator(), answer.out());
        JsonNode data = data(page);
        assertEquals(2001, data.get("events").intValue());
        assertTrue(data.get("complete").booleanValue());
        assertEquals(data.get("dictionaries").get("nodes").get("size").intValue(), data.get("labels").size());
        assertEquals(4, data.get("accounts").size());
        assertEquals(2, data.get("threads").size());
        assertEquals(DrmLists.load().words().get(DrmLists.nodeId("sleep")),
                NodeLabels.read(labels).of(DrmLists.nodeId("sleep")));
    }

    @Test
    void shouldReportOnlyOnWhatIsChosen() throws IOException {
        assertEquals(0, report("--input", demo.toString(), "--type", "false-memory").code());
        JsonNode data = data(page);
        assertTrue(data.get("events").intValue() > 0 && data.get("events").intValue() < 2001);
        assertFalse(data.get("complete").booleanValue());
        assertEquals(0, data.get("accounts").size());
        assertEquals(0, data.get("labels").size());
    }

    @Test
    void shouldTakeWordsFromEventsThatHaveThem() throws IOException {
        Path lines = folder.resolve("labelled.ndjson");
        Answer export = Answer.of("trace", "export", "--input", demo.toString(), "--labels", labels.toString(),
                "--output", lines.toString());
        assertEquals(0, export.code(), export.err());
        assertTrue(Files.readAllLines(lines).stream().allMatch(line -> line.contains(",\"labels\":{\"")));
        assertEquals(0, report("--input", lines.toString()).code());
        JsonNode data = data(page);
        assertEquals(data.get("dictionaries").get("nodes").get("size").intValue(), data.get("labels").size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--input /no/such/file|does not exist",
        "--input DEMO --labels /no/such/file|cannot read the labels: /no/such/file does not exist",
        "--input DEMO --labels /|--labels / is a folder",
        "--input DEMO --labels DEMO|demo.json line 1: the label of 'schema_version' is no string",
        "--input DEMO --file x|leave out --input or the process",
        "--dir /no/such|no trace file in /no/such",
        "--input DEMO --output /no/such/folder/page.html|does not exist",
        "--input DEMO --output /|is a folder",
        "--input DEMO --type dream|event type 'dream' is unknown"})
    void shouldAnswerWrongInputByOneLineAndLeaveNothing(String options, String words) {
        List<String> args = new ArrayList<>(List.of("trace", "report"));
        args.addAll(List.of(options.replace("DEMO", demo.toString()).split(" ")));
        if (!options.contains("--output")) {
            args.addAll(List.of("--output", page.toString()));
        }
        Answer.of(args.toArray(String[]::new)).isOneLineError(2, words);
        assertFalse(Files.exists(page));
    }

    @Test
    void shouldNameTheLineOfWrongLabels() throws IOException {
        Files.writeString(labels, "1,bed\nx,sleep\n");
        report("--input", demo.toString(), "--labels", labels.toString()).isOneLineError(2, "labels.csv line 2: 'x'");
        Answer.of("trace", "export", "--input", demo.toString(), "--labels", labels.toString())
                .isOneLineError(2, "labels.csv line 2: 'x'");
    }

    @ParameterizedTest
    @CsvSource({"json", "ndjson", "chrome"})
    void shouldExportWithLabels(String format) throws IOException {
        Path exported = folder.resolve("exported");
        Answer answer = Answer.of("trace", "export", "--input", demo.toString(), "--labels", labels.toString(),
                "--format", format, "--output", exported.toString());
        assertEquals(0, answer.code(), answer.err());
        String sleep = "\"" + Long.toUnsignedString(DrmLists.nodeId("sleep")) + "\":\"sleep\"";
        assertTrue(Files.readString(exported).contains(sleep), () -> "no " + sleep);
    }

    @Test
    void shouldCheckTheLabelsOutputBeforeTheDemo() {
        Answer.of("trace", "demo", "--events", "10", "--labels-output", "/no/such/folder/labels.csv")
                .isOneLineError(2, "--labels-output /no/such/folder/labels.csv: the folder");
    }
}
