// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.ExporterStats;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts what became of the events of one exporter, and tells their ledgers.
 *
 * <p>Assumptions: guarded by the delivery's lock.
 */
final class DeliveryAccounts {
    private final long[] discarded = new long[DiscardReason.values().length];
    private long given;
    private long exported;
    private long queuedEvents;
    private long spooledEvents;
    private long replayed;
    private long replayLost;
    private long retries;
    private String lastFailure = "";

    long queuedBytes() {
        return Deliveries.queueBytes(queuedEvents);
    }

    long queuedEvents() {
        return queuedEvents;
    }

    void given(int events) {
        given += events;
        queuedEvents += events;
    }

    void spooled(int events) {
        queuedEvents -= events;
        spooledEvents += events;
    }

    void unspooled(int events) {
        spooled(-events);
    }

    void failed(String failure) {
        lastFailure = failure;
    }

    void retried() {
        retries++;
    }

    /** The far side has all of it. */
    void accept(Consignment one) {
        settle(one, 0, null);
    }

    /** The far side has none of it, and will not. */
    void lose(Consignment one, DiscardReason reason) {
        settle(one, one.size(), reason);
    }

    /** The far side has all of it but for some events, which it will not have. */
    void settle(Consignment one, int lost, DiscardReason reason) {
        int accepted = one.size() - lost;
        if (one.ledger() == null) {
            // Another tracer's: this one's accounts do not have them.
            replayed += accepted;
            replayLost += lost;
            return;
        }
        exported += accepted;
        if (one.block() == null) {
            queuedEvents -= one.size();
        } else {
            spooledEvents -= one.size();
        }
        if (lost == 0) {
            one.ledger().accepted(accepted);
        } else {
            discarded[reason.ordinal()] += lost;
            one.ledger().lost(one.from(), one.from() + one.size(), lost, reason);
        }
    }

    /** What the spool held of this tracer's is gone from it, unsent. */
    void lose(SpoolTag tag, DiscardReason reason) {
        spooledEvents -= tag.events();
        discarded[reason.ordinal()] += tag.events();
        tag.ledger().lost(tag.from(), tag.from() + tag.events(), tag.events(), reason);
    }

    /** What the spool held of another tracer's is gone from it, unsent. */
    void loseReplay(long events) {
        replayLost += events;
    }

    ExporterStats stats(String name, long spoolBytes, long corruptBlocks) {
        Map<DiscardReason, Long> reasons = new EnumMap<>(DiscardReason.class);
        for (DiscardReason reason : DiscardReason.values()) {
            if (discarded[reason.ordinal()] > 0) {
                reasons.put(reason, discarded[reason.ordinal()]);
            }
        }
        return new ExporterStats(name, given, exported, reasons, queuedEvents, queuedBytes(), spooledEvents, spoolBytes,
                replayed, replayLost, corruptBlocks, retries, lastFailure);
    }
}
