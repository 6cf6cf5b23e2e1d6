// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The finder against a comparison of everything with everything. */
class ChainFinderProperties {
    private static List<CognitiveEvent> events(long seed, int nodes, int count) {
        Random random = new Random(seed);
        List<CognitiveEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(NaiveChains.randomEvent(random, nodes, i));
        }
        return events;
    }

    private static List<Chain> find(List<CognitiveEvent> events, ChainRules rules) {
        List<Chain> chains = new ArrayList<>();
        ChainFinder finder = new ChainFinder(rules, chains::add);
        events.forEach(finder::add);
        finder.finish();
        assertEquals(new ChainCounts(events.size(), chains.size(), 0, 0, 0), finder.counts());
        return chains;
    }

    private static Set<List<CognitiveEvent>> eventsOf(List<Chain> chains) {
        Set<List<CognitiveEvent>> found = new HashSet<>();
        chains.forEach(chain -> found.add(chain.links().stream().map(ChainLink::event).toList()));
        assertEquals(chains.size(), found.size());
        return found;
    }

    @Property(tries = 400)
    void shouldFindWhatComparingAllWithAllFinds(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int nodes,
            @ForAll @IntRange(max = 250) int count, @ForAll @IntRange(max = 60) int window,
            @ForAll @IntRange(min = 1, max = 4) int minLength) {
        List<CognitiveEvent> events = events(seed, nodes, count);
        assertEquals(NaiveChains.byNodes(events, window, minLength), eventsOf(find(events,
                new ChainRules(Set.of(ChainBasis.SHARED_NODES), window, minLength, 1_000))));
        assertEquals(NaiveChains.byId(events, minLength), eventsOf(find(events,
                new ChainRules(Set.of(ChainBasis.CORRELATION_ID), window, minLength, 1_000))));
    }

    @Property(tries = 200)
    void shouldLoseNoEventHoweverFewItHolds(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int nodes,
            @ForAll @IntRange(min = 1, max = 40) int maxHeld) {
        List<CognitiveEvent> events = events(seed, nodes, 200);
        for (ChainBasis basis : ChainBasis.values()) {
            List<Chain> chains = new ArrayList<>();
            ChainFinder finder = new ChainFinder(new ChainRules(Set.of(basis), 50, 1, maxHeld), chains::add);
            events.forEach(finder::add);
            finder.finish();
            List<CognitiveEvent> told =
                    chains.stream().flatMap(chain -> chain.links().stream()).map(ChainLink::event).toList();
            Set<CognitiveEvent> distinct = new HashSet<>(told);
            assertEquals(told.size(), distinct.size());
            assertTrue(events.containsAll(distinct));
            long without = basis == ChainBasis.SHARED_NODES ? finder.counts().lateEvents()
                    : events.stream().filter(event -> event.correlationId() == 0).count();
            assertEquals(events.size(), told.size() + without);
        }
    }
}
