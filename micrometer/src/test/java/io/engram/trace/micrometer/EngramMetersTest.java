// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.Collector;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.ExportException;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.TracerStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
// Resources are there to be closed.
@SuppressWarnings("try")
class EngramMetersTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final MockClock clock = new MockClock();
    private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

    private static TracingConfig.Builder config() {
        return TracingConfig.development().toBuilder().traceFile(false);
    }

    /** A tracer without a collector. */
    private static CognitiveTracer recorder(TracingConfig config) {
        return CognitiveTracer.start(config, (source, settings) -> null);
    }

    private static EngramMeters bind(CognitiveTracer tracer, MeterRegistry registry, String... tags) {
        EngramMeters meters = new EngramMeters(tracer, Tags.of(tags));
        meters.bindTo(registry);
        return meters;
    }

    /** Values by name and tags, for example {@code name{key=value, key=value}}; those that are 0 left out. */
    private Map<String, Long> read() {
        // So that what was read before is no longer good.
        clock.add(1, TimeUnit.SECONDS);
        Map<String, Long> values = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            long value = switch (meter) {
                case FunctionCounter counter -> (long) counter.count();
                case Gauge gauge -> (long) gauge.value();
                default -> throw new AssertionError(meter.getId());
            };
            if (value != 0) {
                values.put(meter.getId().getName() + meter.getId().getTags().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .collect(Collectors.joining(", ", "{", "}")), value);
            }
        }
        return values;
    }

    /** Refuses every other event. */
    private static final class Picky implements EventExporter {
        @Override
        public String name() {
            return "picky";
        }

        @Override
        public void export(EventBatch batch) throws ExportException {
            throw ExportException.refused("no", batch.size() / 2);
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    }

    @Test
    void shouldTellWhatBecameOfEveryEvent() {
        try (CognitiveTracer tracer = recorder(config().ringCapacity(4).sampleRate(EventType.FALSE_MEMORY, 0).build());
                EngramMeters meters = bind(tracer, registry)) {
            for (int i = 0; i < 6; i++) {
                tracer.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            }
            tracer.tracePriming(null, 1, 1, 2);
            tracer.traceFalseMemory(1, 1, new long[0], 0);
            TracerStats stats = tracer.stats();
            assertEquals(6, stats.of(EventType.PRIMING).recorded());
            Map<String, Long> expected = new TreeMap<>(Map.of(
                    "cognitive.trace.events{event_type=false_memory, outcome=sampled_out, reason=none}", 1L,
                    "cognitive.trace.events{event_type=priming, outcome=overwritten, reason=none}", 2L,
                    "cognitive.trace.events{event_type=priming, outcome=rejected, reason=invalid_argument}", 1L,
                    "cognitive.trace.pending{event_type=priming, state=ring}", 4L,
                    "cognitive.trace.ring.count{}", 1L,
                    "cognitive.trace.ring.limit{}", 16L,
                    "cognitive.trace.memory.usage{}", stats.memoryBytes(),
                    "cognitive.trace.memory.limit{}", stats.memoryLimitBytes()));
            assertEquals(expected, read());
            tracer.close();
            expected.remove("cognitive.trace.pending{event_type=priming, state=ring}");
            expected.remove("cognitive.trace.ring.count{}");
            expected.put("cognitive.trace.events{event_type=priming, outcome=discarded, reason=shutdown}", 4L);
            expected.put("cognitive.trace.memory.usage{}", tracer.stats().memoryBytes());
            expected.values().removeIf(value -> value == 0);
            assertEquals(expected, read());
        }
    }

    @Test
    void shouldTellOfExportersAlsoAfterClose() {
        try (CognitiveTracer tracer = CognitiveTracer.start(config().build(),
                Collector.exportingTo(new Picky(), new Picky()));
                EngramMeters meters = bind(tracer, registry)) {
            for (int i = 0; i < 4; i++) {
                tracer.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            }
            assertTrue(tracer.flush(LONG).complete());
            Map<String, Long> expected = new TreeMap<>();
            tracer.stats().exportersByName().forEach((name, stats) -> {
                String events = "cognitive.trace.exporter.events{exporter=" + name + ", outcome=";
                expected.put(events + "exported, reason=none}", stats.exported());
                expected.put(events + "discarded, reason=refused}", stats.discardedTotal());
            });
            expected.values().removeIf(value -> value == 0);
            assertEquals(8, expected.values().stream().mapToLong(Long::longValue).sum());
            assertEquals(expected, ofExporters());
            tracer.close();
            assertEquals(expected, ofExporters());
        }
    }

    private Map<String, Long> ofExporters() {
        Map<String, Long> values = read();
        values.keySet().removeIf(name -> !name.startsWith("cognitive.trace.exporter"));
        return values;
    }

    /** What Prometheus is told is called as when OpenTelemetry tells it. */
    @Test
    void shouldHaveOpenTelemetrysNamesInPrometheus() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        List<String> refused = new ArrayList<>();
        prometheus.config().onMeterRegistrationFailed((id, reason) -> refused.add(id + ": " + reason));
        try (CognitiveTracer tracer = CognitiveTracer.start(config().build(), Collector.exportingTo(new Picky()));
                EngramMeters meters = bind(tracer, prometheus)) {
            assertEquals(List.of(), refused);
            Set<String> lines = new TreeSet<>();
            prometheus.scrape().lines().filter(line -> line.startsWith("# TYPE "))
                    .forEach(line -> lines.add(line.substring("# TYPE ".length())));
            assertEquals(new TreeSet<>(Set.of("cognitive_trace_events_total counter", "cognitive_trace_pending gauge",
                    "cognitive_trace_ring_count gauge", "cognitive_trace_ring_limit gauge",
                    "cognitive_trace_memory_usage_bytes gauge", "cognitive_trace_memory_limit_bytes gauge",
                    "cognitive_trace_exporter_events_total counter", "cognitive_trace_exporter_pending gauge",
                    "cognitive_trace_exporter_retries_total counter")), lines);
        }
    }

    @Test
    void shouldAskOnceForMetersThatAreReadTogether() {
        try (CognitiveTracer tracer = recorder(config().build())) {
            LatestStats latest = new LatestStats(clock);
            TracerStats first = latest.of(tracer);
            tracer.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            clock.add(99, TimeUnit.MILLISECONDS);
            assertEquals(first, latest.of(tracer));
            clock.add(1, TimeUnit.MILLISECONDS);
            assertEquals(1, latest.of(tracer).of(EventType.PRIMING).recorded());
        }
    }

    @Test
    void shouldTellTracersApartAndForgetThoseThatAreClosed() {
        try (CognitiveTracer one = recorder(config().build());
                CognitiveTracer other = recorder(config().build());
                EngramMeters ofOne = bind(one, registry, "memory", "episodic");
                EngramMeters ofOther = bind(other, registry, "memory", "semantic")) {
            one.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            other.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            other.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            Map<String, Long> values = read();
            assertEquals(1, values.get("cognitive.trace.pending{event_type=priming, memory=episodic, state=ring}"));
            assertEquals(2, values.get("cognitive.trace.pending{event_type=priming, memory=semantic, state=ring}"));
            ofOne.close();
            assertTrue(read().keySet().stream().noneMatch(name -> name.contains("episodic")));
            // Their place is free again.
            bind(other, registry, "memory", "episodic");
            assertEquals(2, read().get("cognitive.trace.pending{event_type=priming, memory=episodic, state=ring}"));
        }
    }

    /** A figure that comes down a little is no start from 0. */
    @Test
    void shouldNeverLetACounterFall() {
        RisingCount count = new RisingCount();
        assertEquals(List.of(5L, 5L, 7L), List.of(count.rise(5), count.rise(4), count.rise(7)));
    }

    private WeakReference<CognitiveTracer> forget(List<EngramMeters> kept) {
        CognitiveTracer tracer = CognitiveTracer.start(config().build(), Collector.exportingTo(new Picky()));
        kept.add(bind(tracer, registry));
        return new WeakReference<>(tracer);
    }

    @Test
    void shouldNotKeepATracerThatIsForgotten() throws InterruptedException {
        List<EngramMeters> kept = new ArrayList<>();
        WeakReference<CognitiveTracer> tracer = forget(kept);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!tracer.refersTo(null) && System.nanoTime() - deadline < 0) {
            System.gc();
            Thread.sleep(10);
        }
        assertTrue(tracer.refersTo(null), "still held");
        assertEquals(Map.of(), read());
        // There is nothing to be bound any more.
        kept.getFirst().close();
        kept.getFirst().bindTo(registry);
        assertEquals(List.of(), registry.getMeters());
    }
}
