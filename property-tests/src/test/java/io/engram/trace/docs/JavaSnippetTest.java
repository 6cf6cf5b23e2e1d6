// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JavaSnippetTest {
    @TempDir
    private Path folder;

    static List<Snippet> shown() throws IOException {
        return Pages.snippets("java").stream().filter(snippet -> !JavaSnippet.isLeftOut(snippet)).toList();
    }

    @ParameterizedTest
    @MethodSource("shown")
    void shouldCompile(Snippet snippet) throws IOException {
        assertEquals(List.of(), JavaSnippet.errors(snippet, folder));
    }

    @Test
    void shouldNameTheLineInThePageThatDoesNotCompile() throws IOException {
        List<String> page = List.of("Text", "", "<!-- java: given long node -->", "```java", "long next = node + 1;",
                "String text = next;", "```");
        List<Snippet> found = Pages.snippets("page.md", page);
        assertEquals(1, found.size());
        List<String> errors = JavaSnippet.errors(found.getFirst(), folder);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.getFirst().startsWith("page.md:6: incompatible types"), errors.toString());
    }
}
