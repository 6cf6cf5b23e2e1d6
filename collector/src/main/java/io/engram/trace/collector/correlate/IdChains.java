// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import io.engram.trace.collector.event.CognitiveEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gathers the events of each correlation id. Takes events in any order, and time in proportion to their number.
 *
 * <p>Assumptions: one thread uses it.
 */
final class IdChains {
    private static final int USUAL_LENGTH = 4;

    private final ChainRules rules;
    private final Consumer<Chain> receiver;
    // By last use: the chain that was longest not continued goes first when there is no room.
    private final Map<Long, List<CognitiveEvent>> open = new LinkedHashMap<>(16, 0.75f, true);
    private int held;
    private long cut;

    IdChains(ChainRules rules, Consumer<Chain> receiver) {
        this.rules = rules;
        this.receiver = receiver;
    }

    void add(CognitiveEvent event) {
        if (event.correlationId() == 0) {
            return;
        }
        if (held == rules.maxHeldEvents()) {
            endFirst();
            cut++;
        }
        open.computeIfAbsent(event.correlationId(), id -> new ArrayList<>(USUAL_LENGTH)).add(event);
        held++;
    }

    void finish() {
        while (!open.isEmpty()) {
            endFirst();
        }
    }

    private void endFirst() {
        Iterator<List<CognitiveEvent>> chains = open.values().iterator();
        List<CognitiveEvent> events = chains.next();
        chains.remove();
        held -= events.size();
        if (events.size() < rules.minLength()) {
            return;
        }
        events.sort(EventOrder.COMPARATOR);
        List<ChainLink> links = new ArrayList<>(events.size());
        CognitiveEvent before = null;
        for (CognitiveEvent event : events) {
            links.add(ChainLink.of(event, before));
            before = event;
        }
        receiver.accept(new Chain(ChainBasis.CORRELATION_ID, links));
    }

    /** Chains ended early. */
    long cut() {
        return cut;
    }
}
