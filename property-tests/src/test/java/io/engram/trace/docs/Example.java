// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.docs;

import io.engram.trace.jvm.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A program in docs/examples. Its last lines say what it prints; {@code …} stands for anything. */
final class Example {
    private static final String BEGIN = "// Prints";
    private static final String ANYTHING = "…";

    private Example() {
    }

    static Path folder() {
        return Pages.root().resolve("docs/examples");
    }

    /** Runs a program as its readers do, from its source, with the class path of this JVM. */
    static ChildJvm start(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), folder().resolve(name + ".java").toString()));
        command.addAll(List.of(arguments));
        return ChildJvm.start(command);
    }

    /** The lines that a program says it prints. */
    static List<String> promised(String name) throws IOException {
        List<String> lines = Files.readAllLines(folder().resolve(name + ".java"));
        int begin = lines.size() - 1;
        while (!lines.get(begin).startsWith(BEGIN)) {
            begin--;
        }
        return lines.subList(begin + 1, lines.size()).stream().map(line -> line.substring(3)).toList();
    }

    /** Whether each line is as promised. */
    static boolean isAsPromised(List<String> lines, List<String> promised) {
        boolean same = lines.size() == promised.size();
        for (int i = 0; same && i < lines.size(); i++) {
            same = pattern(promised.get(i)).matcher(lines.get(i)).matches();
        }
        return same;
    }

    private static Pattern pattern(String promised) {
        return Pattern.compile(List.of(promised.split(ANYTHING, -1)).stream().map(Pattern::quote)
                .collect(Collectors.joining(".+")));
    }
}
