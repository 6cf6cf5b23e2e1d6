// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Every command line in README.md and docs parses: its command and options exist, and their values can be read. */
class DocumentedCommandsTest {
    private static final Pattern COMMAND = Pattern.compile("\\./engram ([^`#|;>&\\n]*)");

    static List<String> shown() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path root = Files.exists(here.resolve("docs")) ? here : here.getParent();
        List<Path> pages;
        try (Stream<Path> below = Files.walk(root.resolve("docs"))) {
            pages = Stream.concat(Stream.of(root.resolve("README.md")),
                    below.filter(file -> file.toString().endsWith(".md")).sorted()).toList();
        }
        List<String> commands = new ArrayList<>();
        for (Path page : pages) {
            List<String> lines = Files.readAllLines(page);
            for (int i = 0; i < lines.size(); i++) {
                Matcher matcher = COMMAND.matcher(lines.get(i));
                while (matcher.find()) {
                    commands.add(root.relativize(page) + ":" + (i + 1) + " " + matcher.group(1).strip());
                }
            }
        }
        return commands;
    }

    @ParameterizedTest
    @MethodSource("shown")
    void shouldParse(String shown) {
        assertDoesNotThrow(() -> parse(shown.substring(shown.indexOf(' ') + 1)), shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace exprot", "trace export --inptu events.json", "trace export --time-range 1parsec"})
    void shouldNotParseWhatDoesNotExist(String command) {
        assertThrows(ParameterException.class, () -> parse(command));
    }

    @Test
    void shouldFindCommands() throws IOException {
        assertTrue(shown().stream().anyMatch(line -> line.matches("README\\.md:\\d+ trace demo")), shown().toString());
    }

    private static void parse(String command) {
        new CommandLine(new Engram()).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(command.split("\\s+"));
    }
}
