// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrmListsTest {

    private static final String HEADER = "lure\tfalse_recall\tfalse_recognition\tveridical_recall\twords\n";

    private final DrmLists lists = DrmLists.load();

    @Test
    void shouldLoadThirtySixListsOfFifteenWords() {
        assertEquals(36, lists.lists().size());
        for (final DrmList list : lists.lists()) {
            assertEquals(DrmList.LENGTH, Set.copyOf(list.words()).size(), list.lure());
            assertTrue(list.words().stream().noneMatch(list.lure()::equals), list.lure());
        }
    }

    @Test
    void shouldAgreeWithTheRatesPrintedInTheAbstracts() {
        // Stadler et al. (1999): window and sleep .60 or more, king .10 and .27.
        assertTrue(list("window").falseRecall().orElseThrow() >= 0.60);
        assertTrue(list("sleep").falseRecall().orElseThrow() >= 0.60);
        assertEquals(PublishedRates.STADLER_1999_LOWEST, list("king").falseRecall().orElseThrow());
        assertEquals(0.27, list("king").falseRecognition().orElseThrow());
        final double highest =
            lists.lists().stream().mapToDouble(l -> l.falseRecall().orElseThrow()).max().orElseThrow();
        assertEquals(PublishedRates.ROEDIGER_2001_HIGHEST, highest);
    }

    @Test
    void shouldLookUpWordsByNodeId() {
        final var ids = new HashSet<Long>();
        for (final DrmList list : lists.lists()) {
            assertEquals(list.lure(), lists.word(DrmLists.nodeId(list.lure())).orElseThrow());
            for (final String word : list.words()) {
                assertEquals(word, lists.word(DrmLists.nodeId(word)).orElseThrow());
                ids.add(DrmLists.nodeId(word));
            }
        }
        assertEquals(36 * 15, ids.size(), "no two words share an id, and no word is in two lists");
        assertTrue(ids.stream().anyMatch(id -> id < 0), "ids use the unsigned 64-bit range");
        assertTrue(lists.word(0).isEmpty());
    }

    @Test
    void shouldKeepNodeIdsStable() {
        assertEquals("15947894206033595965", Long.toUnsignedString(DrmLists.nodeId("sleep")));
    }

    @Test
    void shouldLeaveUnknownRatesEmpty() throws IOException {
        final DrmLists parsed = DrmLists.parse(new StringReader(HEADER + "x\t\t\t\t" + words(15) + "\n"));
        assertTrue(parsed.lists().getFirst().falseRecall().isEmpty());
        assertTrue(Double.isNaN(parsed.meanFalseRecall()));
    }

    @Test
    void shouldNameTheLineAndTheRuleOfAMalformedTable() {
        assertMessage("line 2: list \"x\": expected=15 words, words=14", "x\t.1\t.1\t.1\t" + words(14));
        assertMessage("line 2: list \"w3\": the lure is among the words", "w3\t.1\t.1\t.1\t" + words(15));
        assertMessage("line 2: list \"x\": not a proportion: 1.5", "x\t1.5\t.1\t.1\t" + words(15));
        assertMessage("line 2: list \"x\": not a proportion: NaN", "x\tNaN\t.1\t.1\t" + words(15));
        assertMessage(
            "line 2: list \"x\": empty or repeated word \"w0\"", "x\t.1\t.1\t.1\t" + words(14) + ",w0=.1");
        assertMessage("line 2: expected=5 columns, columns=2", "x\t.1");
        assertMessage("no word lists", "# nothing");
        final String row = "x\t.1\t.1\t.1\t" + words(15);
        assertMessage("line 3: second list for lure \"x\"", row + "\n" + row);
    }

    private static void assertMessage(final String message, final String rows) {
        final var e = assertThrows(
            IllegalArgumentException.class, () -> DrmLists.parse(new StringReader(HEADER + rows + "\n")));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    private static String words(final int count) {
        final var words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : ",").append('w').append(i).append("=.1");
        }
        return words.toString();
    }

    private DrmList list(final String lure) {
        final List<DrmList> found = lists.lists().stream().filter(l -> l.lure().equals(lure)).toList();
        assertEquals(1, found.size());
        return found.getFirst();
    }
}
