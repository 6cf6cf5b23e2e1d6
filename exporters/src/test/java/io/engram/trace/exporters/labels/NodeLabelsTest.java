// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeLabelsTest {
    private static final long LARGEST = -1;

    @TempDir
    private Path folder;

    private NodeLabels read(String text) throws IOException {
        return NodeLabels.read(Files.writeString(folder.resolve("labels"), text));
    }

    private String failure(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("labels"), bytes);
        String message = assertThrows(MalformedLabelsException.class, () -> NodeLabels.read(file)).getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    @ParameterizedTest
    @ValueSource(strings = {"id,label\n7,sleep\n18446744073709551615,\"bed, made \"\"up\"\"\"\n",
        "\uFEFF7,sleep\r\n\r\n 18446744073709551615 , \"bed, made \"\"up\"\"\"",
        "{\"7\":\"sleep\",\n\"18446744073709551615\":\"bed, made \\\"up\\\"\"}", "\n {\"7\":\"sleep\","
            + "\"18446744073709551615\":\"bed, made \\\"up\\\"\",\"7\":\"sleep\"} \n"})
    void shouldReadLinesAndObjects(String text) throws IOException {
        NodeLabels labels = read(text);
        assertEquals("sleep", labels.of(7));
        assertEquals("bed, made \"up\"", labels.of(LARGEST));
        assertNull(labels.of(8));
        assertFalse(labels.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "id,label\n", "{}"})
    void shouldReadNone(String text) throws IOException {
        assertTrue(read(text).isEmpty());
    }

    @Test
    void shouldReadBackWhatItWrote() throws IOException {
        Map<Long, String> words = Map.of(LARGEST, "a \"b\", c", 0L, " blanks ", 5L, "mémoire \uD83E\uDDE0", 6L, "\"");
        Path file = folder.resolve("written");
        NodeLabels.of(words).write(file);
        NodeLabels labels = NodeLabels.read(file);
        words.forEach((id, word) -> assertEquals(word, labels.of(id)));
        assertEquals("0,\" blanks \"", Files.readAllLines(file).get(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', value = {
        "1,a;two,b|line 2: 'two' is not a node id: give 0 to 18446744073709551615",
        "1,a;-2,b|line 2: '-2' is not a node id",
        "+1,a|line 1: '+1' is not a node id",
        "1,a;18446744073709551616,b|line 2: '18446744073709551616' is not a node id",
        "id,label;;1,a,b|line 3: 3 columns, not 2",
        "1|line 1: 1 columns, not 2",
        "1,\"a|line 1: a quote is not closed",
        "1,\"a\"b|line 1: something stands behind a closing quote",
        "1,a;1,b|line 2: node 1 has a second label",
        "1,a;2,|line 2: label is blank",
        "1,a;2,b\u0007c|line 2: label has control characters",
        "{\"1\":;2}|line 2: the label of '1' is no string",
        "{\"1\":\"a\",;\"x\":\"b\"}|line 2: 'x' is not a node id",
        "{\"1\":\"a\",;\"2\"|line 2: Unexpected end-of-input",
        "{\"1\":\"a\"};{}|line 2: more than one JSON object",
        "{\"1\":\"a\";\"2\":\"b\"}|line 2: Unexpected character"})
    void shouldNameTheLineThatIsWrong(String lines, String words) throws IOException {
        String message = failure(lines.replace(';', '\n').getBytes(StandardCharsets.UTF_8));
        assertTrue(message.contains(words), message);
    }

    @Test
    void shouldNameTheLineThatIsNoUtf8() throws IOException {
        byte[] bytes = "1,a\n2,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertTrue(failure(bytes).endsWith("line 2: is not UTF-8"));
    }

    @Test
    void shouldRefuseLabelsThatAreTooLong() throws IOException {
        String longest = "x".repeat(NodeLabels.MAX_LENGTH);
        assertEquals(longest, read("1," + longest).of(1));
        assertTrue(failure(("1,a\n2,x" + longest).getBytes(StandardCharsets.UTF_8))
                .contains("line 2: label has 201 characters: give 200 at most"));
        assertThrows(IllegalArgumentException.class, () -> NodeLabels.of(Map.of(1L, "x" + longest)));
        assertThrows(IllegalArgumentException.class, () -> NodeLabels.of(Map.of(1L, " ")));
    }

    @Test
    void shouldStopAtTheLimits() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int id = 0; id <= NodeLabels.MAX_COUNT; id++) {
            lines.append(id).append(",x\n");
        }
        assertTrue(failure(lines.toString().getBytes(StandardCharsets.UTF_8))
                .endsWith("line " + (NodeLabels.MAX_COUNT + 1) + ": more than " + NodeLabels.MAX_COUNT + " labels"));
        assertTrue(failure(new byte[LabelsFile.MAX_BYTES + 1]).contains("is longer than 67108864 bytes"));
    }

    @Test
    void shouldLeaveMissingFilesToTheCaller() {
        assertThrows(NoSuchFileException.class, () -> NodeLabels.read(folder.resolve("none")));
    }

    @Test
    void shouldPreferItsOwnLabels() {
        NodeLabels both = NodeLabels.of(Map.of(1L, "a", 2L, "b")).orElse(NodeLabels.of(Map.of(2L, "c", 3L, "d")));
        assertEquals("a", both.of(1));
        assertEquals("b", both.of(2));
        assertEquals("d", both.of(3));
    }
}
