// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.stats;

import java.util.Map;

/**
 * What became of the events of one type. Whenever no trace call is under way and the collector rests,
 * {@code observed = recorded + sampledOut + rejected} and
 * {@code recorded = exported + overwritten + discarded + inRing + inCollector}.
 *
 * @param observed trace calls made while the type was enabled
 * @param sampledOut calls skipped by sampling
 * @param rejected calls that could not be recorded, by reason
 * @param recorded events written into a ring
 * @param exported events that every exporter accepted
 * @param overwritten events lost to later ones before they were collected
 * @param discarded events collected and not exported, by reason
 * @param inRing events that wait in a ring
 * @param inCollector events that were collected and wait for their export
 */
public record TypeStats(long observed, long sampledOut, Map<RejectReason, Long> rejected, long recorded,
        long exported, long overwritten, Map<DiscardReason, Long> discarded, long inRing, long inCollector) {

    /**
     * Makes the maps immutable.
     *
     * @param observed trace calls
     * @param sampledOut calls skipped
     * @param rejected calls that could not be recorded
     * @param recorded events written
     * @param exported events accepted
     * @param overwritten events lost to later ones
     * @param discarded events not exported
     * @param inRing events in a ring
     * @param inCollector events on their way
     */
    public TypeStats {
        rejected = Map.copyOf(rejected);
        discarded = Map.copyOf(discarded);
    }

    /**
     * Calls that could not be recorded, for whatever reason.
     *
     * @return events
     */
    public long rejectedTotal() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Events collected and not exported, for whatever reason.
     *
     * @return events
     */
    public long discardedTotal() {
        return discarded.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Events that were wanted and are gone without having been exported.
     *
     * @return rejected, overwritten and discarded ones, but for those whose reason is no loss; see
     *     {@link DiscardReason#isLoss}
     */
    public long lost() {
        long discards = discarded.entrySet().stream().filter(one -> one.getKey().isLoss())
                .mapToLong(Map.Entry::getValue).sum();
        return rejectedTotal() + overwritten + discards;
    }

    /**
     * Whether both sums come out. Meaningful when no trace call is under way and the collector rests.
     *
     * @return true if every event is accounted for
     */
    public boolean isBalanced() {
        return observed == recorded + sampledOut + rejectedTotal()
                && recorded == exported + overwritten + discardedTotal() + inRing + inCollector
                && inRing >= 0 && inCollector >= 0;
    }
}
