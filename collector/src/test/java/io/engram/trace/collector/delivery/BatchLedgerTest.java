// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engram.trace.collector.testkit.CountedOutcome;
import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.DiscardReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchLedgerTest {
    private final CountedOutcome outcome = new CountedOutcome();

    private BatchLedger ledger(int events, int exporters) {
        return new BatchLedger(TestEvents.range(0, events), exporters, outcome);
    }

    @Test
    void shouldExportWhenTheLastExporterAccepted() {
        BatchLedger ledger = ledger(10, 2);
        ledger.accepted(10);
        ledger.accepted(4);
        assertEquals(0, outcome.total());
        ledger.accepted(6);
        assertEquals(Map.of(EventType.PRIMING, 5L, EventType.RECONSOLIDATION, 5L), outcome.exportedByType());
    }

    @Test
    void shouldCountAnEventOnceThatSeveralExportersLost() {
        BatchLedger ledger = ledger(10, 3);
        ledger.lost(0, 6, 6, DiscardReason.REFUSED);
        assertEquals(Map.of(DiscardReason.REFUSED, 6L), outcome.discarded());
        ledger.lost(4, 8, 4, DiscardReason.QUEUE_FULL);
        ledger.accepted(4);
        ledger.accepted(6);
        ledger.lost(0, 10, 10, DiscardReason.SHUTDOWN);
        assertEquals(Map.of(DiscardReason.REFUSED, 6L, DiscardReason.QUEUE_FULL, 2L, DiscardReason.SHUTDOWN, 2L),
                outcome.discarded());
        assertEquals(0, outcome.exported());
    }

    @Test
    void shouldSpreadALossOfUnknownEventsOverTheTypes() {
        BatchLedger ledger = ledger(100, 1);
        ledger.lost(0, 100, 25, DiscardReason.REFUSED);
        assertEquals(75, outcome.exported());
        assertEquals(100, outcome.total());
    }

    @Test
    void shouldTakeUnknownLossesOfTwoExportersForDifferentOnes() {
        BatchLedger ledger = ledger(10, 2);
        ledger.lost(0, 10, 3, DiscardReason.REFUSED);
        ledger.lost(0, 10, 3, DiscardReason.REFUSED);
        assertEquals(4, outcome.exported(), "never more than the far sides can have");
        BatchLedger small = ledger(4, 2);
        small.lost(0, 4, 3, DiscardReason.REFUSED);
        small.lost(0, 4, 3, DiscardReason.REFUSED);
        assertEquals(4, outcome.exported());
        assertEquals(14, outcome.total());
    }

    @Test
    void shouldExportAtOnceWhereNobodyExports() {
        ledger(3, 0);
        assertEquals(3, outcome.exported());
    }
}
