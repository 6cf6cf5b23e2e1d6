// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.export.ExportException;
import io.engram.trace.collector.export.ExportException.Failed;
import io.engram.trace.core.stats.DiscardReason;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportAnswerTest {
    private static final List<Consignment> GIVEN = List.of(consignment(0, 10), consignment(10, 15), consignment(15, 30));

    private static Consignment consignment(int from, int to) {
        return new Consignment(null, from, TestEvents.range(from, to), Map.of(), 1, null);
    }

    private static ExportException failure(Failed... ranges) {
        return new ExportException("some", null, List.of(ranges), null);
    }

    /** Parts as text: from, to, how many are lost, or again. */
    private static List<String> parts(Throwable failure) {
        return ExportAnswer.of(GIVEN, failure).parts().stream().map(part -> part.events().from() + "-"
                + (part.events().from() + part.events().size()) + " "
                + (part.fate() == ExportAnswer.Fate.AGAIN ? "again" : part.lost())).toList();
    }

    @Test
    void shouldAcceptAllWhereNothingFailed() {
        assertEquals(List.of("0-10 0", "10-15 0", "15-30 0"), parts(null));
    }

    @Test
    void shouldLoseAllWhereNothingIsKnown() {
        assertEquals(List.of("0-10 10", "10-15 5", "15-30 15"), parts(new IOException("broken")));
        assertEquals(DiscardReason.EXPORT_FAILED, ExportAnswer.reason(new IOException("broken")));
        assertEquals(DiscardReason.REFUSED, ExportAnswer.reason(failure()));
        assertEquals(DiscardReason.FILTERED,
                ExportAnswer.reason(ExportException.leftOut(DiscardReason.FILTERED, "level", List.of())));
    }

    @Test
    void shouldSplitAtTheRangesThatFailed() {
        assertEquals(List.of("0-3 0", "3-10 again", "10-12 again", "12-15 0", "15-20 0", "20-21 1", "21-30 0"),
                parts(failure(new Failed(3, 12, 9, true), new Failed(20, 21, 1, false))));
    }

    @Test
    void shouldShareOutLossesOfUnknownEvents() {
        assertEquals(List.of("0-10 3", "10-15 2", "15-30 5"), parts(failure(new Failed(0, 30, 10, false))));
        assertEquals(List.of("0-10 0", "10-15 0", "15-30 1"), parts(failure(new Failed(0, 30, 1, false))));
        assertEquals(List.of("0-10 0", "10-15 0", "15-30 0"), parts(failure(new Failed(0, 30, 0, false))));
    }

    @Test
    void shouldNotUnderstandRangesThatOverlapOrLieOutside() {
        assertTrue(ExportAnswer.isUnderstood(failure(new Failed(0, 30, 30, true)), 30));
        assertFalse(ExportAnswer.isUnderstood(failure(new Failed(0, 31, 31, true)), 30));
        assertFalse(ExportAnswer.isUnderstood(failure(new Failed(0, 5, 5, true), new Failed(4, 6, 2, true)), 30));
        assertFalse(ExportAnswer.isUnderstood(new OutOfMemoryError(), 30));
    }

    @Test
    void shouldRefuseToCallALossLeftOut() {
        List<Failed> again = List.of(new Failed(0, 3, 3, true));
        for (DiscardReason reason : DiscardReason.values()) {
            List<Failed> ranges = reason.isLoss() ? List.of() : again;
            assertThrows(IllegalArgumentException.class, () -> ExportException.leftOut(reason, "words", ranges));
        }
    }

    @Test
    void shouldGiveAgainWhatIsToBeTriedAgain() {
        List<Consignment> again = ExportAnswer.of(GIVEN, failure(new Failed(3, 12, 9, true))).again();
        assertEquals(List.of(TestEvents.range(3, 10), TestEvents.range(10, 12)),
                again.stream().map(Consignment::events).toList());
    }
}
