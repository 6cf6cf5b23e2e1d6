// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void shouldCallSlowerWhatIsBeyondBothMargins() {
        Comparison comparison = new Comparison(run(StoredRun.average("priming", 1, 30, 1)),
                run(StoredRun.average("priming", 1, 33, 1.5)));
        assertTrue(comparison.isAnythingSlower());
        assertEquals("""
                slower: priming: 30.00 ± 1.00 to 33.00 ± 1.50 ns/op (+10.0 %)
                1 slower, 0 faster, 0 alike within the error margins, 0 without margins, 0 missing
                """, comparison.toText());
    }

    @Test
    void shouldCallAlikeWhatIsWithinTheMargins() {
        Comparison comparison = new Comparison(run(StoredRun.average("priming", 1, 30, 1)),
                run(StoredRun.average("priming", 1, 32, 1)));
        assertFalse(comparison.isAnythingSlower());
        assertTrue(comparison.toText().startsWith("0 slower, 0 faster, 1 alike"), comparison.toText());
    }

    @Test
    void shouldNotMindWhatIsFaster() {
        Comparison comparison = new Comparison(run(StoredRun.average("priming", 2, 60, 1)),
                run(StoredRun.average("priming", 2, 45, 1)));
        assertFalse(comparison.isAnythingSlower());
        assertTrue(comparison.toText().startsWith(
                "faster: priming with 2 threads: 60.00 ± 1.00 to 45.00 ± 1.00 ns/op (-25.0 %)\n"), comparison.toText());
    }

    @Test
    void shouldCompareThreadsWithThreads() {
        Comparison comparison = new Comparison(run(StoredRun.average("priming", 1, 30, 1)),
                run(StoredRun.average("priming", 2, 60, 1)));
        assertFalse(comparison.isAnythingSlower());
        assertTrue(comparison.toText().startsWith("missing: priming was not measured again\n"), comparison.toText());
    }

    @Test
    void shouldProveNothingWithoutMargins() {
        Comparison comparison = new Comparison(run(StoredRun.average("priming", 1, 30, Double.NaN)),
                run(StoredRun.average("priming", 1, 90, 1)));
        assertFalse(comparison.isAnythingSlower());
        assertTrue(comparison.toText().contains("1 without margins"), comparison.toText());
    }

    @Test
    void shouldTellThatMachinesDiffer() {
        Run other = new Run(new Machine("Other", 4, "OS", Instant.EPOCH, "c"), run().results());
        assertTrue(new Comparison(run(), other).toText().startsWith("note: CPU differs, so that the figures hardly "
                + "compare: Some <CPU> & more, 2 cores / Other, 4 cores\n"));
    }

    private static Run run(Result... results) {
        return new Run(StoredRun.MACHINE, new Results(Arrays.asList(results)));
    }
}
