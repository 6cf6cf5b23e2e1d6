// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.spi.TracedThread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What chains are, said as plainly as can be: every event is compared with every one before it. */
final class NaiveChains {
    private NaiveChains() {
    }

    /** An event among so many nodes, ids, threads and instants that many coincide. */
    static CognitiveEvent randomEvent(Random random, int nodes, long position) {
        long time = random.nextInt(10 * nodes);
        TracedThread thread = random.nextBoolean() ? Events.MAIN : Events.WORKER;
        long id = random.nextInt(2 * nodes);
        long first = random.nextInt(nodes) - 1;
        long[] others = random.longs(random.nextInt(6), -1, nodes).toArray();
        return switch (random.nextInt(4)) {
            case 0 -> at(position, Events.priming(time, thread, id, first, random.nextInt(nodes)));
            case 1 -> at(position, Events.interference(time, thread, id, first, others));
            case 2 -> at(position, Events.reconsolidation(time, thread, id, first));
            default -> at(position, Events.falseMemory(time, thread, id, first, others));
        };
    }

    private static CognitiveEvent at(long position, CognitiveEvent event) {
        return switch (event) {
            case PrimingEvent e -> new PrimingEvent(e.timeUnixNano(), e.thread(), position, 1, e.correlationId(),
                    e.primingType(), e.strength(), e.sourceNode(), e.targetNode());
            case InterferenceEvent e -> new InterferenceEvent(e.timeUnixNano(), e.thread(), position, 1,
                    e.correlationId(), e.interferenceType(), e.magnitude(), e.targetNode(), e.competingNodes(),
                    e.competingCount());
            case ReconsolidationEvent e -> new ReconsolidationEvent(e.timeUnixNano(), e.thread(), position, 1,
                    e.correlationId(), e.node(), e.windowPosition(), e.modificationCount(), e.modifiedFields(),
                    e.plasticityFactor());
            case FalseMemoryEvent e -> new FalseMemoryEvent(e.timeUnixNano(), e.thread(), position, 1,
                    e.correlationId(), e.criticalLure(), e.sourceNodes(), e.sourceListSize(),
                    e.reconstructionConfidence());
        };
    }

    private static List<CognitiveEvent> sorted(List<CognitiveEvent> events) {
        return events.stream().sorted(Comparator.comparingLong(CognitiveEvent::timeUnixNano)
                .thenComparing(event -> event.thread().id()).thenComparing(CognitiveEvent::position)).toList();
    }

    static Set<List<CognitiveEvent>> byId(List<CognitiveEvent> events, int minLength) {
        Map<Long, List<CognitiveEvent>> chains = new TreeMap<>();
        for (CognitiveEvent event : sorted(events)) {
            if (event.correlationId() != 0) {
                chains.computeIfAbsent(event.correlationId(), id -> new ArrayList<>()).add(event);
            }
        }
        return longEnough(chains.values(), minLength);
    }

    static Set<List<CognitiveEvent>> byNodes(List<CognitiveEvent> events, long window, int minLength) {
        List<List<CognitiveEvent>> chains = new ArrayList<>();
        List<CognitiveEvent> inOrder = sorted(events);
        for (CognitiveEvent event : inOrder) {
            List<CognitiveEvent> best = null;
            for (List<CognitiveEvent> chain : chains) {
                CognitiveEvent last = chain.getLast();
                boolean fits = last.eventType().compareTo(event.eventType()) < 0
                        && event.timeUnixNano() - last.timeUnixNano() <= window
                        && nodes(event).stream().anyMatch(nodes(last)::contains);
                if (fits && (best == null || isBetter(last, best.getLast(), inOrder))) {
                    best = chain;
                }
            }
            if (best == null) {
                best = new ArrayList<>();
                chains.add(best);
            }
            best.add(event);
        }
        return longEnough(chains, minLength);
    }

    private static boolean isBetter(CognitiveEvent one, CognitiveEvent other, List<CognitiveEvent> inOrder) {
        int byStage = one.eventType().compareTo(other.eventType());
        return byStage != 0 ? byStage > 0 : inOrder.indexOf(one) > inOrder.indexOf(other);
    }

    private static Set<Long> nodes(CognitiveEvent event) {
        return switch (event) {
            case PrimingEvent e -> new TreeSet<>(List.of(e.sourceNode(), e.targetNode()));
            case InterferenceEvent e -> with(e.targetNode(), e.competingNodes());
            case ReconsolidationEvent e -> with(e.node(), NodeIds.NONE);
            case FalseMemoryEvent e -> with(e.criticalLure(), e.sourceNodes());
        };
    }

    private static Set<Long> with(long node, NodeIds others) {
        Set<Long> nodes = new TreeSet<>(List.of(node));
        for (int i = 0; i < others.size(); i++) {
            nodes.add(others.get(i));
        }
        return nodes;
    }

    private static Set<List<CognitiveEvent>> longEnough(Iterable<List<CognitiveEvent>> chains, int minLength) {
        Set<List<CognitiveEvent>> found = new HashSet<>();
        for (List<CognitiveEvent> chain : chains) {
            if (chain.size() >= minLength) {
                found.add(chain);
            }
        }
        return found;
    }
}
