// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.management;

import java.util.Map;

/**
 * What became of the events that one exporter was given. The figures are those of
 * {@link io.engram.trace.core.stats.ExporterStats}.
 *
 * @param given events handed to it
 * @param exported events that its far side accepted
 * @param discarded events that it did not export, by the label of the reason
 * @param queued events in its queue, those on their way to the far side included
 * @param queuedBytes estimated heap that the queue takes, bytes
 * @param spooled events of this tracer in its disk spool
 * @param spoolBytes length of its disk spool, bytes
 * @param replayed events that other tracers left in the spool and that its far side accepted
 * @param replayLost events that other tracers left in the spool and that are gone
 * @param corruptBlocks blocks of the spool that could not be read
 * @param retries attempts after which events had to be tried again
 * @param lastFailure what went wrong last, in a line and without secrets; empty if nothing ever did
 */
public record ExporterAccount(long given, long exported, Map<String, Long> discarded, long queued, long queuedBytes,
        long spooled, long spoolBytes, long replayed, long replayLost, long corruptBlocks, long retries,
        String lastFailure) {

    /**
     * Makes the map immutable.
     *
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
    public ExporterAccount {
        discarded = Map.copyOf(discarded);
    }
}
