// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import static io.engram.trace.collector.correlate.Events.MAIN;
import static io.engram.trace.collector.correlate.Events.WORKER;
import static io.engram.trace.collector.correlate.Events.falseMemory;
import static io.engram.trace.collector.correlate.Events.interference;
import static io.engram.trace.collector.correlate.Events.priming;
import static io.engram.trace.collector.correlate.Events.reconsolidation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.core.PrimingType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChainFinderTest {
    private static final long WINDOW = 100;

    private static ChainRules rules(ChainBasis basis, int minLength, int maxHeld) {
        return new ChainRules(Set.of(basis), WINDOW, minLength, maxHeld);
    }

    private static List<List<CognitiveEvent>> eventsOf(List<Chain> chains) {
        return chains.stream().map(chain -> chain.links().stream().map(ChainLink::event).toList()).toList();
    }

    private static List<List<CognitiveEvent>> byNodes(CognitiveEvent... events) {
        return eventsOf(ChainFinder.find(List.of(events), rules(ChainBasis.SHARED_NODES, 1, 100)));
    }

    @Test
    void shouldGatherAllEventsOfACorrelationIdInTheOrderOfTheirTime() {
        CognitiveEvent first = falseMemory(10, MAIN, -7, 1, 2);
        CognitiveEvent second = priming(20, WORKER, -7, 3, 4);
        CognitiveEvent third = priming(1_000_000, MAIN, -7, 5, 6);
        List<Chain> chains = ChainFinder.find(List.of(third, priming(5, MAIN, 0, 1, 2), second,
                reconsolidation(15, MAIN, 8, 1), priming(16, MAIN, 0, 1, 2), first),
                rules(ChainBasis.CORRELATION_ID, 2, 100));
        assertEquals(List.of(List.of(first, second, third)), eventsOf(chains));
        assertEquals("id-18446744073709551609", chains.getFirst().id());
        assertEquals(10, chains.getFirst().startUnixNano());
        assertEquals(999_990, chains.getFirst().durationNanos());
        assertEquals(List.of(1L, 2L, 4L, 3L, 6L, 5L), chains.getFirst().nodes());
        assertEquals(List.of(MAIN, WORKER), chains.getFirst().threads());
        assertEquals(0.625f, chains.getFirst().strongestIntensity());
    }

    @Test
    void shouldFollowANodeThroughAllStagesAndThreads() {
        CognitiveEvent primed = priming(1_000, MAIN, 0, 1, 2);
        CognitiveEvent disturbed = interference(1_050, WORKER, 0, 9, 8, 2, 1);
        CognitiveEvent rewritten = reconsolidation(1_150, MAIN, 0, 8);
        CognitiveEvent wrong = falseMemory(1_250, WORKER, 0, 50, 8, 51);
        List<Chain> chains = ChainFinder.find(List.of(wrong, disturbed, primed, rewritten),
                rules(ChainBasis.SHARED_NODES, 2, 100));
        assertEquals(List.of(new Chain(ChainBasis.SHARED_NODES, List.of(new ChainLink(primed, List.of()),
                new ChainLink(disturbed, List.of(2L, 1L)), new ChainLink(rewritten, List.of(8L)),
                new ChainLink(wrong, List.of(8L))))), chains);
        assertEquals("nodes-1-1000", chains.getFirst().id());
        assertEquals(List.of(2L, 1L, 9L, 8L, 50L, 51L), chains.getFirst().nodes());
        assertEquals(0.75f, chains.getFirst().strongestIntensity());
    }

    @Test
    void shouldCountTheNodesOfEachType() {
        assertEquals(List.of(2L, 1L), ChainLink.of(priming(0, MAIN, 0, 1, 2), null).nodes());
        assertEquals(List.of(5L), ChainLink.of(priming(0, MAIN, 0, 5, 5), null).nodes());
        assertEquals(List.of(1L, 2L, 3L, 4L), ChainLink.of(interference(0, MAIN, 0, 1, 2, 3, 4, 5), null).nodes());
        assertEquals(List.of(0L), ChainLink.of(reconsolidation(0, MAIN, 0, 0), null).nodes());
        assertEquals(List.of(-1L, 2L), ChainLink.of(falseMemory(0, MAIN, 0, -1, 2, 2, -1), null).nodes());
    }

    @Test
    void shouldSkipStagesButNotRepeatOrReverseThem() {
        CognitiveEvent primed = priming(0, MAIN, 0, 1, 1);
        CognitiveEvent again = priming(1, MAIN, 0, 1, 1);
        CognitiveEvent wrong = falseMemory(2, MAIN, 0, 1);
        CognitiveEvent disturbed = interference(3, MAIN, 0, 1);
        assertEquals(List.of(List.of(primed, disturbed), List.of(again, wrong)),
                byNodes(primed, again, wrong, disturbed));
    }

    @Test
    void shouldPreferTheLatestStageAndThenTheNearestEvent() {
        CognitiveEvent disturbed = interference(0, MAIN, 0, 1);
        CognitiveEvent first = priming(1, MAIN, 0, 1, 1);
        CognitiveEvent second = priming(2, MAIN, 0, 2, 2);
        CognitiveEvent wrong = falseMemory(3, MAIN, 0, 1, 2);
        CognitiveEvent wrongAgain = falseMemory(4, MAIN, 0, 1, 2);
        CognitiveEvent wrongOnceMore = falseMemory(5, MAIN, 0, 1, 2);
        assertEquals(List.of(List.of(disturbed, wrong), List.of(first, wrongOnceMore), List.of(second, wrongAgain)),
                byNodes(disturbed, first, second, wrong, wrongAgain, wrongOnceMore));
    }

    @Test
    void shouldEndChainsWithTheWindow() {
        CognitiveEvent primed = priming(0, MAIN, 0, 1, 1);
        CognitiveEvent within = reconsolidation(WINDOW, MAIN, 0, 1);
        CognitiveEvent after = falseMemory(2 * WINDOW + 1, MAIN, 0, 1);
        assertEquals(List.of(List.of(primed, within), List.of(after)), byNodes(primed, within, after));
    }

    @Test
    void shouldCountEventsOfOneTimeByThreadAndPosition() {
        CognitiveEvent primed = priming(7, MAIN, 0, 1, 1);
        CognitiveEvent disturbed = interference(7, WORKER, 0, 1);
        assertEquals(List.of(List.of(primed, disturbed)), byNodes(disturbed, primed));
        CognitiveEvent lastPrimed = priming(7, WORKER, 0, 1, 1);
        CognitiveEvent firstDisturbed = interference(7, MAIN, 0, 1);
        assertEquals(List.of(List.of(firstDisturbed), List.of(lastPrimed)), byNodes(lastPrimed, firstDisturbed));
    }

    @Test
    void shouldNotMistakeTheEndsOfTimeForNeighbours() {
        CognitiveEvent primed = priming(Long.MIN_VALUE, MAIN, 0, 1, 1);
        CognitiveEvent disturbed = interference(Long.MAX_VALUE, MAIN, 0, 1);
        assertEquals(List.of(List.of(primed), List.of(disturbed)), byNodes(primed, disturbed));
        List<Chain> chains = ChainFinder.find(List.of(priming(Long.MIN_VALUE, MAIN, 3, 1, 1),
                priming(Long.MAX_VALUE, MAIN, 3, 1, 1)), rules(ChainBasis.CORRELATION_ID, 1, 10));
        assertEquals(Long.MAX_VALUE, chains.getFirst().durationNanos());
    }

    @Test
    void shouldFindTheSameWhateverTheOrderOfItsInput() {
        Random random = new Random(4);
        List<CognitiveEvent> events = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            events.add(NaiveChains.randomEvent(random, 20, i));
        }
        List<Chain> expected = ChainFinder.find(events, ChainRules.DEFAULT);
        assertTrue(expected.size() > 100);
        Collections.shuffle(events, random);
        List<Chain> found = new ArrayList<>();
        ChainFinder finder = new ChainFinder(ChainRules.DEFAULT, found::add);
        events.forEach(finder::add);
        finder.finish();
        found.sort(Chain.BY_START);
        assertEquals(expected, found);
        assertEquals(new ChainCounts(2_000, expected.size(), 0, 0, 0), finder.counts());
    }

    @Test
    void shouldTellWhatCameTooLate() {
        List<Chain> found = new ArrayList<>();
        ChainFinder finder = new ChainFinder(rules(ChainBasis.SHARED_NODES, 2, 2), found::add);
        CognitiveEvent primed = priming(30, MAIN, 0, 1, 1);
        CognitiveEvent rewritten = reconsolidation(40, MAIN, 0, 1);
        List.of(primed, rewritten, priming(50, MAIN, 0, 9, 9), interference(20, MAIN, 0, 1)).forEach(finder::add);
        finder.finish();
        assertEquals(List.of(List.of(primed, rewritten)), eventsOf(found));
        assertEquals(new ChainCounts(4, 1, 0, 1, 0), finder.counts());
    }

    @Test
    void shouldHoldNoMoreEventsThanAllowed() {
        CognitiveEvent first = priming(1, MAIN, 7, 1, 1);
        CognitiveEvent second = priming(2, MAIN, 8, 2, 2);
        CognitiveEvent third = priming(3, MAIN, 9, 3, 3);
        CognitiveEvent lost = reconsolidation(4, MAIN, 7, 1);
        CognitiveEvent kept = reconsolidation(5, MAIN, 9, 3);
        for (ChainBasis basis : ChainBasis.values()) {
            List<Chain> found = new ArrayList<>();
            ChainFinder finder = new ChainFinder(rules(basis, 1, 2), found::add);
            List.of(first, second, third, lost, kept).forEach(finder::add);
            finder.finish();
            List<List<CognitiveEvent>> all = eventsOf(found);
            assertTrue(all.contains(List.of(first)), all::toString);
            assertTrue(all.contains(List.of(lost)), all::toString);
            assertEquals(5, all.stream().mapToInt(List::size).sum());
            assertTrue(finder.counts().cutChains() > 0);
        }
    }

    @Test
    void shouldCountSampledEvents() {
        ChainFinder finder = new ChainFinder(ChainRules.DEFAULT, chain -> {
        });
        finder.add(new PrimingEvent(1, MAIN, 0, 0.5, 0, PrimingType.SEMANTIC, 1, 1, 2));
        finder.add(priming(2, MAIN, 0, 1, 2));
        finder.finish();
        assertEquals(new ChainCounts(2, 0, 1, 0, 0), finder.counts());
    }

    @Test
    void shouldTellTheStrongestOfTheIntensitiesThatAreNumbers() {
        ChainLink unknown = ChainLink.of(
                new PrimingEvent(1, MAIN, 0, 1, 0, PrimingType.SEMANTIC, Float.NaN, 1, 2), null);
        ChainLink weak = ChainLink.of(new PrimingEvent(1, MAIN, 0, 1, 0, PrimingType.SEMANTIC, -3, 1, 2), null);
        assertEquals(-3, new Chain(ChainBasis.SHARED_NODES, List.of(unknown, weak, unknown)).strongestIntensity());
        assertTrue(Float.isNaN(new Chain(ChainBasis.SHARED_NODES, List.of(unknown)).strongestIntensity()));
    }

    @Test
    void shouldKeepTheFirstChains() {
        List<CognitiveEvent> events = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            events.add(priming(i, MAIN, 1 + i % 5, i, i));
        }
        List<Chain> all = ChainFinder.find(events, ChainRules.DEFAULT);
        assertEquals(5, all.size());
        FirstChains first = new FirstChains(3);
        all.reversed().forEach(first);
        assertEquals(all.subList(0, 3), first.toList());
    }

    @Test
    void shouldRefuseRulesThatMakeNoSense() {
        Set<ChainBasis> all = Set.of(ChainBasis.values());
        assertThrows(IllegalArgumentException.class, () -> new ChainRules(Set.of(), 1, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new ChainRules(all, -1, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new ChainRules(all, 1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new ChainRules(all, 1, 2, 0));
        assertThrows(IllegalArgumentException.class, () -> new FirstChains(0));
        assertThrows(IllegalArgumentException.class, () -> new Chain(ChainBasis.SHARED_NODES, List.of()));
    }
}
