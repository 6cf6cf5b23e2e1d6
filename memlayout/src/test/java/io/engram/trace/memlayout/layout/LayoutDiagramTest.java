package io.engram.trace.memlayout.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layout and javadoc are two accounts of the same thing: this holds them together. */
class LayoutDiagramTest {
    @Test
    void shouldShowTheRecordAsItIs() throws IOException {
        assertDiagram(RecordLayout.class, RecordLayout.RECORD);
    }

    @Test
    void shouldShowTheRingHeaderAsItIs() throws IOException {
        assertDiagram(RingLayout.class, RingLayout.HEADER);
    }

    @Test
    void shouldShowTheTraceHeadAsItIs() throws IOException {
        assertDiagram(TraceFileLayout.class, TraceFileLayout.HEAD);
    }

    private static void assertDiagram(Class<?> owner, StructLayout layout) throws IOException {
        assertEquals(String.join("\n", LayoutDiagram.of(layout)), String.join("\n", inJavadocOf(owner)));
    }

    private static List<String> inJavadocOf(Class<?> owner) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/main/java", owner.getName().replace('.', '/') + ".java"));
        return lines.subList(lines.indexOf(" * <pre>") + 1, lines.indexOf(" * </pre>")).stream()
                .map(line -> line.substring(" * ".length()))
                .toList();
    }
}
