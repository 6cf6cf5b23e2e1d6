// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeFiguresTest {
    @Test
    void shouldReplaceOnlyWhatIsBetweenTheMarkers() throws IOException {
        String begin = ReadmeFigures.BEGIN;
        String end = ReadmeFigures.END;
        ReadmeFigures figures = new ReadmeFigures(StoredRun.withPeers());
        String once = figures.insertInto("before\n" + begin + "\nold\n" + end + "\nafter\n");
        assertEquals("before\n" + begin + "\n\n" + figures.toMarkdown() + "\n" + end + "\nafter\n", once);
        assertEquals(once, figures.insertInto(once));
    }

    @Test
    void shouldRefuseATextWithoutMarkers() throws IOException {
        ReadmeFigures figures = new ReadmeFigures(StoredRun.withPeers());
        for (String text : List.of("", ReadmeFigures.BEGIN, ReadmeFigures.END + ReadmeFigures.BEGIN)) {
            IOException e = assertThrows(IOException.class, () -> figures.insertInto(text));
            assertTrue(e.getMessage().startsWith("the markers of the figures are missing: put '"), e.getMessage());
        }
    }

    @Test
    void shouldShowCallsWithTheirPeers() throws IOException {
        List<String> rows = rows();
        assertTrue(rows.containsAll(List.of("empty method|0.50 ± 0.10|0.02|20|30|–|–",
                "priming|30.00 ± 1.00|1.25|30|70|0|–", "Agrona OneToOneRingBuffer|36.00 ± 2.00|1.50|30|70|0|75.0 %",
                "Log4j async logger|900.00|37.50|–|–|72|–")), rows.toString());
    }

    @Test
    void shouldShowBothKindsOfIdsInOneRow() throws IOException {
        List<String> rows = rows();
        assertTrue(rows.contains("OTLP|1.00 ± 0.05|2.00 ± 0.10|110|190|13 B"), rows.toString());
    }

    @Test
    void shouldShowDeliveriesAndHowToReproduce() throws IOException {
        assertTrue(rows().contains("tracer, OTLP|1.10 ± 0.09"), rows().toString());
        assertTrue(new ReadmeFigures(StoredRun.withPeers()).toMarkdown().contains("`jmh/run && jmh/update-readme`"));
    }

    /** Cells without their padding. */
    private static List<String> rows() throws IOException {
        return new ReadmeFigures(StoredRun.withPeers()).toMarkdown().lines().filter(line -> line.startsWith("|"))
                .map(line -> line.substring(1, line.length() - 1).strip().replaceAll("\\s*\\|\\s*", "|")).toList();
    }
}
