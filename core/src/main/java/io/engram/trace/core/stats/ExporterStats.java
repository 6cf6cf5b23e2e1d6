// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.stats;

import java.util.Map;

/**
 * What became of the events that one exporter was given. At any moment
 * {@code given = exported + discarded + queued + spooled}.
 *
 * @param name the exporter's name, without secrets
 * @param given events handed to it
 * @param exported events that its far side accepted
 * @param discarded events that it did not export, by reason
 * @param queued events in its queue, those on their way to the far side included
 * @param queuedBytes estimated heap that the queue takes, bytes
 * @param spooled events of this tracer in its disk spool
 * @param spoolBytes length of its disk spool, what other tracers left there included, bytes
 * @param replayed events that other tracers left in the spool and that its far side accepted from this one
 * @param replayLost events that other tracers left in the spool and that were refused, or made room for newer ones
 * @param corruptBlocks blocks of the spool that could not be read; the events in them are lost and, where they are not
 *     this tracer's, of unknown number
 * @param retries attempts after which events had to be tried again
 * @param lastFailure what went wrong last, in a line and without secrets; empty if nothing ever did
 */
public record ExporterStats(String name, long given, long exported, Map<DiscardReason, Long> discarded, long queued,
        long queuedBytes, long spooled, long spoolBytes, long replayed, long replayLost, long corruptBlocks,
        long retries, String lastFailure) {

    /**
     * Makes the map immutable.
     *
     * @param name the exporter's name
     * @param given events handed to it
     * @param exported events accepted
     * @param discarded events not exported
     * @param queued events in its queue
     * @param queuedBytes heap that the queue takes
     * @param spooled events in its spool
     * @param spoolBytes length of its spool
     * @param replayed events of other tracers accepted
     * @param replayLost events of other tracers lost
     * @param corruptBlocks unreadable blocks
     * @param retries attempts that failed for the time being
     * @param lastFailure what went wrong last
     */
    public ExporterStats {
        discarded = Map.copyOf(discarded);
    }

    /**
     * Events that it did not export, for whatever reason.
     *
     * @return events
     */
    public long discardedTotal() {
        return discarded.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Whether every event is accounted for.
     *
     * @return true if the sum comes out
     */
    public boolean isBalanced() {
        return given == exported + discardedTotal() + queued + spooled;
    }
}
