package io.engram.trace.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.Collector;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.TracerStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DemoRunTest {
    private static final int RING = 1 << 16;

    private record Run(DemoRun.Result result, Map<String, List<CognitiveEvent>> byThread, TracerStats stats) {
        List<CognitiveEvent> events() {
            return byThread.values().stream().flatMap(List::stream).toList();
        }
    }

    private static final class Kept implements EventExporter {
        private final Map<String, List<CognitiveEvent>> byThread = new TreeMap<>();

        @Override
        public String name() {
            return "kept";
        }

        @Override
        public void export(EventBatch batch) {
            batch.events().forEach(event -> byThread.computeIfAbsent(event.thread().name(), key -> new ArrayList<>())
                    .add(event));
        }

        @Override
        public void flush() {
            // Events are there at once.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private static Run run(long events, int threads, long seed) throws InterruptedException {
        Kept kept = new Kept();
        TracingConfig config = TracingConfig.development().toBuilder().ringCapacity(RING).build();
        try (CognitiveTracer tracer = CognitiveTracer.start(config, Collector.exportingTo(kept))) {
            AtomicLong progress = new AtomicLong();
            DemoRun.Result result = new DemoRun(tracer, events, threads, seed).run(progress::set);
            tracer.close(Duration.ofMinutes(1));
            assertEquals(events, progress.get());
            return new Run(result, kept.byThread, tracer.stats());
        }
    }

    @Test
    void shouldTraceExactlySoManyEvents() throws InterruptedException {
        for (long events : new long[] {1, 2, 7, 10_007}) {
            Run run = run(events, 3, 1);
            assertEquals(events, run.events().size());
            assertEquals(events, run.result().traced().values().stream().mapToLong(Long::longValue).sum());
            assertTrue(run.stats().isBalanced());
            Map<EventType, Long> exported = new EnumMap<>(EventType.class);
            for (EventType type : EventType.values()) {
                exported.put(type, run.stats().of(type).exported());
            }
            assertEquals(run.result().traced(), exported);
        }
    }

    @Test
    void shouldRepeatARunWithTheSameSeedAndNoOther() throws InterruptedException {
        List<CognitiveEvent> first = timeless(run(20_000, 2, 7));
        // Several times: what is interpreted at first is compiled in the end, and must come to the same.
        for (int repetition = 0; repetition < 5; repetition++) {
            List<CognitiveEvent> again = timeless(run(20_000, 2, 7));
            // One by one: a list of all of them is no message that anybody reads.
            for (int i = 0; i < first.size(); i++) {
                assertEquals(first.get(i), again.get(i), "event " + i);
            }
        }
        assertFalse(first.equals(timeless(run(20_000, 2, 8))), "another seed gave the same events");
    }

    /** Events without what differs between runs: time and thread id. */
    private static List<CognitiveEvent> timeless(Run run) {
        return run.events().stream().map(event -> {
            TracedThread thread = new TracedThread(0, event.thread().name());
            return switch (event) {
                case PrimingEvent e -> (CognitiveEvent) new PrimingEvent(0, thread, e.position(), e.sampleRate(),
                        e.correlationId(), e.primingType(), e.strength(), e.sourceNode(), e.targetNode());
                case InterferenceEvent e -> new InterferenceEvent(0, thread, e.position(), e.sampleRate(),
                        e.correlationId(), e.interferenceType(), e.magnitude(), e.targetNode(), e.competingNodes(),
                        e.competingCount());
                case ReconsolidationEvent e -> new ReconsolidationEvent(0, thread, e.position(), e.sampleRate(),
                        e.correlationId(), e.node(), e.windowPosition(), e.modificationCount(), e.modifiedFields(),
                        e.plasticityFactor());
                case FalseMemoryEvent e -> new FalseMemoryEvent(0, thread, e.position(), e.sampleRate(),
                        e.correlationId(), e.criticalLure(), e.sourceNodes(), e.sourceListSize(),
                        e.reconstructionConfidence());
            };
        }).toList();
    }

    @Test
    void shouldRecallLuresFalselyAboutAsOftenAsPublished() throws InterruptedException {
        DemoRun.Result result = run(200_000, 4, 1995).result();
        assertTrue(result.lists() > 1_000, "lists " + result.lists());
        assertEquals(DemoRun.Result.publishedFalseRecall(), result.falseRecall(), 0.05);
        assertTrue(result.recall() > 0.5 && result.recall() < 0.75, "recall " + result.recall());
    }

    @Test
    void shouldShowEveryKindOfEventWithinItsRange() throws InterruptedException {
        Set<Object> kinds = new HashSet<>();
        for (CognitiveEvent event : run(100_000, 1, 5).events()) {
            switch (event) {
                case PrimingEvent e -> {
                    kinds.add(e.primingType());
                    assertTrue(e.strength() > 0 && Float.isFinite(e.strength()), e.toString());
                }
                case InterferenceEvent e -> {
                    kinds.add(e.interferenceType());
                    assertTrue(e.magnitude() > 0 && e.magnitude() < 1, e.toString());
                    assertEquals(Math.min(3, e.competingCount()), e.competingNodes().size());
                }
                case ReconsolidationEvent e -> {
                    kinds.add(EventType.RECONSOLIDATION);
                    assertTrue(e.windowPosition() >= 0 && e.windowPosition() <= 1, e.toString());
                    assertEquals(Long.bitCount(e.modifiedFields()), e.modificationCount());
                    assertTrue(e.plasticityFactor() >= 0 && e.plasticityFactor() <= 1, e.toString());
                }
                case FalseMemoryEvent e -> {
                    kinds.add(EventType.FALSE_MEMORY);
                    assertTrue(e.reconstructionConfidence() >= 0.5 && e.reconstructionConfidence() <= 1, e.toString());
                    assertEquals(15, e.sourceListSize());
                }
            }
            assertNotEquals(0, event.correlationId());
        }
        Set<Object> all = new HashSet<>(List.of(PrimingType.values()));
        all.addAll(List.of(InterferenceType.values()));
        all.add(EventType.RECONSOLIDATION);
        all.add(EventType.FALSE_MEMORY);
        assertEquals(all, kinds);
    }

    /** A lure was on no list: no event may say that it was studied, primed by repetition or recalled as a word. */
    @Test
    void shouldNeverStudyALureThatIsOnNoList() throws InterruptedException {
        List<DrmList> lists = DrmLists.load();
        SemanticNetwork network = new SemanticNetwork(lists);
        Set<String> words = new HashSet<>();
        lists.forEach(list -> words.addAll(list.words()));
        Set<Long> lures = new HashSet<>();
        lists.stream().map(DrmList::lure).filter(lure -> !words.contains(lure))
                .forEach(lure -> lures.add(network.id(network.node(lure))));
        assertTrue(lures.size() > 15, "lures on no list " + lures.size());
        for (CognitiveEvent event : run(50_000, 1, 3).events()) {
            switch (event) {
                case PrimingEvent e when e.primingType() != PrimingType.SEMANTIC ->
                    assertTrue(!lures.contains(e.sourceNode()) && !lures.contains(e.targetNode()), e.toString());
                case ReconsolidationEvent e -> assertTrue(!lures.contains(e.node()), e.toString());
                default -> {
                    // Lures are semantically primed, and falsely recalled.
                }
            }
        }
    }

    @Test
    void shouldGiveEachThreadTrialsOfItsOwn() throws InterruptedException {
        Map<Long, String> threads = new TreeMap<>();
        run(40_000, 4, 9).byThread().forEach((name, events) -> events.forEach(event -> {
            String other = threads.putIfAbsent(event.correlationId(), name);
            assertTrue(other == null || other.equals(name), "trial " + event.correlationId());
        }));
    }
}
