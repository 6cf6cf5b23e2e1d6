// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.DiscardReason;

/** Is told what became of events, each once. Any thread may call it, under locks: it returns at once and throws nothing. */
public interface Outcome {
    /** Takes no notice. */
    Outcome UNNOTICED = new Outcome() {
        @Override
        public void exported(EventType type, long events) {
            // Nobody asked.
        }

        @Override
        public void discarded(EventType type, DiscardReason reason, long events) {
            // Nobody asked.
        }
    };

    /**
     * Every exporter's far side accepted events.
     *
     * @param type their type
     * @param events how many
     */
    void exported(EventType type, long events);

    /**
     * At least one exporter did not bring events to its far side.
     *
     * @param type their type
     * @param reason why the first exporter that failed did so
     * @param events how many
     */
    void discarded(EventType type, DiscardReason reason, long events);
}
