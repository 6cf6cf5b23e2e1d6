// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import io.engram.trace.collector.event.CognitiveEvent;
import java.util.List;
import java.util.Map;

/**
 * Consecutive events of one batch on their way to one exporter.
 *
 * @param ledger where they are settled, null if another process recorded them
 * @param from index of the first one in the ledger
 * @param events what is to be exported
 * @param resource attributes of the process that recorded them, where that was not this one
 * @param sequence number of their batch, rising; 0 if another process recorded them
 * @param block the block of the spool that they were read from, null if they were not
 */
record Consignment(BatchLedger ledger, int from, List<CognitiveEvent> events, Map<String, String> resource,
        long sequence, BlockInHand block) {
    int size() {
        return events.size();
    }

    /** A part of it, by indexes within it. */
    Consignment part(int begin, int end) {
        return new Consignment(ledger, from + begin, events.subList(begin, end), resource, sequence, block);
    }
}
