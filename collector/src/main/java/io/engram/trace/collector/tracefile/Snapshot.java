// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.collector.event.CognitiveEvent;
import java.util.List;

/**
 * What was in the rings of a trace file.
 *
 * @param events intact events that were wanted, by time; those of one thread in its order
 * @param filtered intact events that were not wanted
 * @param overwritten events that were in a ring when its reading began and were overwritten meanwhile
 * @param undecodable events of a type, subtype or rate that this version does not know
 * @param timesEstimated whether the times of day may be off, because the process ended before or while it told what its
 *     clock stands for; times still order events
 * @param stats the accounts, taken after the events
 */
public record Snapshot(List<CognitiveEvent> events, long filtered, long overwritten, long undecodable,
        boolean timesEstimated, TraceFileStats stats) {

    /**
     * Makes the list immutable.
     *
     * @param events intact events
     * @param filtered events not wanted
     * @param overwritten events overwritten meanwhile
     * @param undecodable events that cannot be told
     * @param timesEstimated whether times may be off
     * @param stats accounts
     */
    public Snapshot {
        events = List.copyOf(events);
    }
}
