// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.management;

import java.util.Map;

/**
 * What became of the events of one type, and how they are traced now. The figures are those of
 * {@link io.engram.trace.core.stats.TypeStats}.
 *
 * @param enabled whether events of the type are traced
 * @param sampleRate 0.0 to 1.0: the share of them that is kept
 * @param observed trace calls made while the type was enabled
 * @param sampledOut calls skipped by sampling
 * @param rejected calls that could not be recorded, by the label of the reason
 * @param recorded events written into a ring
 * @param exported events that every exporter accepted
 * @param overwritten events lost to later ones before they were collected
 * @param discarded events collected and not exported, by the label of the reason
 * @param inRing events that wait in a ring
 * @param inCollector events that were collected and wait for their export
 * @param lost events that were wanted and are gone
 */
public record TypeAccount(boolean enabled, double sampleRate, long observed, long sampledOut,
        Map<String, Long> rejected, long recorded, long exported, long overwritten, Map<String, Long> discarded,
        long inRing, long inCollector, long lost) {

    /**
     * Makes the maps immutable.
     *
     * @param enabled whether events are traced
     * @param sampleRate share that is kept
     * @param observed trace calls
     * @param sampledOut calls skipped
     * @param rejected calls that could not be recorded
     * @param recorded events written
     * @param exported events accepted
     * @param overwritten events lost to later ones
     * @param discarded events not exported
     * @param inRing events in a ring
     * @param inCollector events on their way
     * @param lost events that are gone
     */
    public TypeAccount {
        rejected = Map.copyOf(rejected);
        discarded = Map.copyOf(discarded);
    }
}
