// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.ExportException;
import io.engram.trace.collector.export.ExportException.Failed;
import io.engram.trace.collector.testkit.CountedOutcome;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.ExporterStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever exporters answer: every event is settled once, and counts as exported only if all far sides have it. */
class DeliveriesProperties {
    private static final int LARGEST_BATCH = 60;
    private static final long QUEUE_EVENTS = 100;

    /** What a far side does with one call. */
    private enum Answer {
        ACCEPT,
        REFUSE_ALL,
        REFUSE_SOME,
        REJECT_UNKNOWN,
        RETRY_ALL,
        RETRY_SOME,
        MIXED,
        BREAK,
        RUN_OUT_OF_MEMORY
    }

    @Provide
    Arbitrary<List<Answer>> answers() {
        return Arbitraries.of(Answer.class).list().ofMaxSize(30);
    }

    @Property(tries = 300)
    void shouldSettleEveryEventOnce(@ForAll("manyAnswers") List<List<Answer>> scripts,
            @ForAll @Size(max = 25) List<@IntRange(min = 1, max = LARGEST_BATCH) Integer> batches,
            @ForAll boolean withSpool, @ForAll boolean patient, @ForAll long seed) throws IOException {
        Path folder = Files.createTempDirectory("engram-delivery");
        try {
            List<ScriptedExporter> exporters = new ArrayList<>();
            for (List<Answer> script : scripts) {
                exporters.add(exporter("exporter" + exporters.size(), script, new Random(seed)));
            }
            CountedOutcome outcome = new CountedOutcome();
            DeliveryOptions options = new DeliveryOptions(QUEUE_EVENTS * Delivery.EVENT_HEAP_BYTES, Duration.ofNanos(1_000),
                    Duration.ofNanos(10_000), withSpool ? Optional.of(folder) : Optional.empty(), 1 << 20);
            Deliveries deliveries = Deliveries.start(List.copyOf(exporters), options, DeliveryClock.SYSTEM, outcome);
            long submitted = 0;
            for (int size : batches) {
                deliveries.submit(TestEvents.batch(submitted, submitted + size));
                submitted += size;
                deliveries.stats().forEach(stats -> assertTrue(stats.isBalanced(), stats.toString()));
            }
            if (patient) {
                assertTrue(deliveries.flush(new Patience(System.nanoTime() + TimeUnit.SECONDS.toNanos(30))));
                assertEquals(submitted, outcome.total(), outcome.discarded().toString());
            }
            deliveries.close(new Patience(System.nanoTime() + (patient ? TimeUnit.SECONDS.toNanos(30) : 50_000_000)));
            assertEquals(submitted, outcome.total(), outcome.discarded().toString());
            boolean known = scripts.stream().noneMatch(script -> script.contains(Answer.REJECT_UNKNOWN));
            check(exporters, deliveries.stats(), outcome, submitted, withSpool, known, patient);
        } finally {
            delete(folder);
        }
    }

    @Provide
    Arbitrary<List<List<Answer>>> manyAnswers() {
        return answers().list().ofMinSize(1).ofMaxSize(3);
    }

    private static void check(List<ScriptedExporter> exporters, List<ExporterStats> stats, CountedOutcome outcome,
            long submitted, boolean withSpool, boolean known,
            boolean patient) {
        Set<CognitiveEvent> everywhere = new HashSet<>(TestEvents.range(0, submitted));
        for (int i = 0; i < exporters.size(); i++) {
            ExporterStats one = stats.get(i);
            List<CognitiveEvent> accepted = exporters.get(i).accepted();
            assertTrue(one.isBalanced(), one.toString());
            assertEquals(submitted, one.given());
            assertEquals(0, one.queued() + one.spooled(), one.toString());
            // What a far side takes while nobody waits for its answer any longer, counts as lost.
            assertTrue(patient ? one.exported() == accepted.size() : one.exported() <= accepted.size(),
                    accepted.size() + " accepted: " + one);
            assertEquals(accepted.size(), Set.copyOf(accepted).size(), "nothing twice");
            if (withSpool) {
                assertEquals(0, one.discarded().getOrDefault(DiscardReason.QUEUE_FULL, 0L), "the spool had room");
                assertEquals(0, one.discarded().getOrDefault(DiscardReason.SHUTDOWN, 0L), "the spool had room");
            }
            assertTrue(Set.copyOf(TestEvents.range(0, submitted)).containsAll(accepted), "payload as it was submitted");
            everywhere.retainAll(Set.copyOf(accepted));
        }
        // Where several far sides lose events and one does not say which, only the worst of them is known.
        if (patient && (known || exporters.size() == 1)) {
            assertEquals(everywhere.size(), outcome.exported());
        }
        assertTrue(stats.stream().allMatch(one -> outcome.exported() <= one.exported()));
        if (exporters.size() == 1) {
            assertEquals(stats.getFirst().discarded(), nonZero(outcome.discarded()));
        }
    }

    private static Map<DiscardReason, Long> nonZero(Map<DiscardReason, Long> counts) {
        Map<DiscardReason, Long> found = new EnumMap<>(DiscardReason.class);
        counts.forEach((reason, events) -> {
            if (events > 0) {
                found.put(reason, events);
            }
        });
        return found;
    }

    private static ScriptedExporter exporter(String name, List<Answer> script, Random random) {
        ScriptedExporter exporter = new ScriptedExporter(name, random.nextInt(4) * 50, Map.of());
        script.forEach(answer -> exporter.then(batch -> give(answer, batch, random)));
        return exporter;
    }

    private static void give(Answer answer, EventBatch batch, Random random) throws IOException {
        int size = batch.size();
        int from = random.nextInt(size);
        int to = from + 1 + random.nextInt(size - from);
        switch (answer) {
            case ACCEPT -> {
            }
            case REFUSE_ALL -> throw ExportException.refused("no", size);
            case REFUSE_SOME -> throw failed(new Failed(from, to, to - from, false));
            case REJECT_UNKNOWN -> throw failed(new Failed(from, to, random.nextInt(to - from + 1), false));
            case RETRY_ALL -> throw ExportException.retryable("later", null, size, null);
            case RETRY_SOME -> throw failed(new Failed(from, to, to - from, true));
            case MIXED -> throw from == 0 ? failed(new Failed(from, to, to - from, true))
                    : failed(new Failed(0, from, from, false), new Failed(from, to, to - from, true));
            case BREAK -> throw new IOException("broken");
            case RUN_OUT_OF_MEMORY -> throw new OutOfMemoryError("simulated");
        }
    }

    private static ExportException failed(Failed... ranges) {
        return new ExportException("some failed", null, List.of(ranges), null);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
