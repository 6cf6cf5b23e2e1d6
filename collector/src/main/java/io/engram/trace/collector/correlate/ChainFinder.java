// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import io.engram.trace.collector.event.CognitiveEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds chains of events across event types and threads, as the events come.
 *
 * <p><b>By correlation id</b>: all events of one id, whatever their types, in the order of their time. An event is in
 * one such chain if its id is not 0, else in none.
 *
 * <p><b>By shared nodes</b>: the types are stages, in this order: priming, interference, reconsolidation, false memory.
 * An event continues a chain if it comes after the chain's last event, no longer than the window, is of a later stage,
 * and shares a node with that last event; stages may be skipped. Of several chains that it could continue it takes the
 * one whose last event is of the latest stage, and of these the one whose last event is nearest in time. An event that
 * continues none begins one. So every event is in exactly one chain by nodes, no two events continue the same one, and
 * such a chain has four events at most. Events at one time count in the order of thread id and position; which chains
 * are found does not depend on the order in which events are given.
 *
 * <p>The nodes of an event: of a priming source and target, of an interference target and competitors, of a
 * reconsolidation its node, of a false memory lure and sources. Only the first three competitors and sources are in a
 * record: events that share none but a further one do not meet. 0 is a node like any other.
 *
 * <p>Assumptions: one thread uses it. Events come nearly in the order of their time.
 *
 * <p>Guarantees: takes time in proportion to the number of events, but for bringing them in order, and holds no more of
 * them than the rules say. What could not be found because of that is counted.
 *
 * <p>Chains are told as soon as nothing can continue them, those by correlation id mostly at the end, in no order;
 * {@link Chain#BY_START} sorts them.
 */
public final class ChainFinder {
    private final ChainRules rules;
    private final Consumer<Chain> receiver;
    private final IdChains byId;
    private final NodeChains byNodes;
    private final TimeOrder order;
    private long events;
    private long sampled;
    private long found;

    /**
     * Makes a finder that has seen nothing yet.
     *
     * @param rules which chains
     * @param receiver gets each chain, within {@link #add} and {@link #finish}
     */
    public ChainFinder(ChainRules rules, Consumer<Chain> receiver) {
        this.rules = rules;
        this.receiver = receiver;
        this.byId = new IdChains(rules, this::tell);
        this.byNodes = new NodeChains(rules, this::tell);
        this.order = new TimeOrder(rules.maxHeldEvents(), byNodes::add);
    }

    /**
     * Finds the chains in events that are all at hand.
     *
     * @param events in any order
     * @param rules which chains
     * @return chains by their start
     */
    public static List<Chain> find(Collection<? extends CognitiveEvent> events, ChainRules rules) {
        List<Chain> chains = new ArrayList<>();
        ChainFinder finder = new ChainFinder(rules, chains::add);
        events.stream().sorted(EventOrder.COMPARATOR).forEach(finder::add);
        finder.finish();
        chains.sort(Chain.BY_START);
        return List.copyOf(chains);
    }

    /**
     * Takes an event.
     *
     * @param event any
     */
    public void add(CognitiveEvent event) {
        events++;
        if (event.sampleRate() < 1) {
            sampled++;
        }
        if (rules.bases().contains(ChainBasis.CORRELATION_ID)) {
            byId.add(event);
        }
        if (rules.bases().contains(ChainBasis.SHARED_NODES)) {
            order.add(event);
        }
    }

    /** Tells all chains that are still open. */
    public void finish() {
        byId.finish();
        order.finish();
        byNodes.finish();
    }

    private void tell(Chain chain) {
        found++;
        receiver.accept(chain);
    }

    /**
     * What it has done so far; complete after {@link #finish}.
     *
     * @return counts
     */
    public ChainCounts counts() {
        return new ChainCounts(events, found, sampled, order.late(), byId.cut() + byNodes.cut());
    }
}
