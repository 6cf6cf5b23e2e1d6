// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chrome;

import io.engram.trace.collector.event.CognitiveEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The arrows between events of one correlation id: where in its chain an event stands. */
final class Flows {
    private static final class Chain {
        private int events;
        private int seen;
    }

    private final Map<Long, Chain> chains = new HashMap<>();

    Flows(List<CognitiveEvent> events) {
        for (CognitiveEvent event : events) {
            if (event.correlationId() != 0) {
                chains.computeIfAbsent(event.correlationId(), id -> new Chain()).events++;
            }
        }
    }

    /**
     * The phase of the next event of a chain: start, step or end.
     *
     * @param event events come in the order that the constructor was given
     * @return {@code "s"}, {@code "t"} or {@code "f"}; null if nothing else has its correlation id
     */
    String nextPhase(CognitiveEvent event) {
        Chain chain = chains.get(event.correlationId());
        if (chain == null || chain.events == 1) {
            return null;
        }
        chain.seen++;
        return chain.seen == 1 ? "s" : chain.seen < chain.events ? "t" : "f";
    }
}
