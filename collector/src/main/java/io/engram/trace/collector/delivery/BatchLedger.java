// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.DiscardReason;
import java.util.BitSet;
import java.util.List;

/**
 * Settles what became of the events of one batch that goes to several exporters: an event is exported when all of them
 * took it, and discarded, once, when the first of them did not.
 *
 * <p>Assumptions: each exporter resolves each event once, by one thread or another.
 */
final class BatchLedger {
    private static final EventType[] TYPES = EventType.values();

    private final Outcome outcome;
    private final byte[] types;
    private final BitSet lost = new BitSet(0);
    // Events times exporters.
    private long unresolved;

    BatchLedger(List<CognitiveEvent> events, int exporters, Outcome outcome) {
        this.outcome = outcome;
        this.types = new byte[events.size()];
        int index = 0;
        for (CognitiveEvent event : events) {
            types[index++] = (byte) event.eventType().ordinal();
        }
        this.unresolved = (long) exporters * types.length;
        resolve(0);
    }

    /** One exporter brought events to its far side. */
    synchronized void accepted(int events) {
        resolve(events);
    }

    /**
     * One exporter is done with some consecutive events, and did not bring all of them to its far side.
     *
     * @param from index of the first one
     * @param to index behind the last one
     * @param events how many of them it did not bring there; if not all, nobody knows which: they are taken to be spread
     *     evenly, and to be others than those that other exporters lost
     * @param reason why
     */
    synchronized void lost(int from, int to, int events, DiscardReason reason) {
        long[] counts = new long[TYPES.length];
        int size = to - from;
        for (int i = 0; i < events; i++) {
            // One that another exporter lost is lost already: the next one then stands for it, as far as there is one.
            int index = from + (int) ((long) i * size / events);
            if (events < size && lost.get(index)) {
                index = lost.nextClearBit(from);
            }
            if (index < to && !lost.get(index)) {
                lost.set(index);
                counts[types[index]]++;
            }
        }
        for (EventType type : TYPES) {
            if (counts[type.ordinal()] > 0) {
                outcome.discarded(type, reason, counts[type.ordinal()]);
            }
        }
        resolve(size);
    }

    private void resolve(int events) {
        unresolved -= events;
        if (unresolved == 0) {
            // Not 0 again: nothing is settled twice.
            unresolved = -1;
            long[] counts = new long[TYPES.length];
            for (int i = lost.nextClearBit(0); i < types.length; i = lost.nextClearBit(i + 1)) {
                counts[types[i]]++;
            }
            for (EventType type : TYPES) {
                if (counts[type.ordinal()] > 0) {
                    outcome.exported(type, counts[type.ordinal()]);
                }
            }
        }
    }
}
