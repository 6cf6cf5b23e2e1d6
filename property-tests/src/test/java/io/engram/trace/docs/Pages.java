// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pages of documentation and the fenced blocks in them. */
final class Pages {
    private static final String FENCE = "```";
    private static final String NOTE_BEGIN = "<!-- ";
    private static final String NOTE_END = " -->";

    private Pages() {
    }

    /** The project's folder, from within that of a module or the project itself. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("docs")) ? here : here.getParent();
    }

    /** README.md and all pages below docs. */
    static List<Path> all() throws IOException {
        try (Stream<Path> below = Files.walk(root().resolve("docs"))) {
            return Stream.concat(Stream.of(root().resolve("README.md")),
                    below.filter(file -> file.toString().endsWith(".md")).sorted()).toList();
        }
    }

    /** The blocks of a language, in the order of pages. */
    static List<Snippet> snippets(String language) throws IOException {
        List<Snippet> found = new ArrayList<>();
        for (Path page : all()) {
            found.addAll(snippets(root().relativize(page).toString(), Files.readAllLines(page)));
        }
        return found.stream().filter(snippet -> snippet.language().equals(language)).toList();
    }

    static List<Snippet> snippets(String page, List<String> lines) {
        List<Snippet> found = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith(FENCE)) {
                continue;
            }
            if (begin < 0) {
                begin = i;
            } else {
                String above = begin == 0 ? "" : lines.get(begin - 1);
                boolean noted = above.startsWith(NOTE_BEGIN) && above.endsWith(NOTE_END);
                found.add(new Snippet(page, begin + 2, lines.get(begin).substring(FENCE.length()).strip(),
                        noted ? above.substring(NOTE_BEGIN.length(), above.length() - NOTE_END.length()) : "",
                        String.join("\n", lines.subList(begin + 1, i))));
                begin = -1;
            }
        }
        if (begin >= 0) {
            throw new IllegalArgumentException(page + ":" + (begin + 1) + ": the fence is not closed");
        }
        return found;
    }
}
