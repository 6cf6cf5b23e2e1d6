// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engram.trace.memlayout.diagram.LayoutDiagram;
import java.io.IOException;
import java.lang.foreign.StructLayout;
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
        assertEquals(String.join("\n", LayoutDiagram.of(layout)), String.join("\n", LayoutDiagram.inJavadocOf(owner)));
    }
}
