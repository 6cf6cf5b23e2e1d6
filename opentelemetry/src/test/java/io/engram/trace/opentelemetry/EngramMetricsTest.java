// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.opentelemetry;

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
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
// Resources are there to be closed.
@SuppressWarnings("try")
class EngramMetricsTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final SdkMeterProvider provider = SdkMeterProvider.builder().registerMetricReader(reader).build();
    private final OpenTelemetry openTelemetry = OpenTelemetrySdk.builder().setMeterProvider(provider).build();

    // The SDK's metrics use the context, which other tests of this JVM want to know of.
    @BeforeAll
    static void install() {
        OpenTelemetrySpans.install();
    }

    @AfterEach
    void close() {
        provider.close();
    }

    private static TracingConfig.Builder config() {
        return TracingConfig.development().toBuilder().traceFile(false);
    }

    /** Values by metric and attributes, for example {@code name{key=value, key=value}}; those that are 0 left out. */
    private Map<String, Long> collect() {
        Map<String, Long> values = new TreeMap<>();
        for (MetricData metric : reader.collectAllMetrics()) {
            for (LongPointData point : metric.getLongSumData().getPoints()) {
                if (point.getValue() != 0) {
                    values.put(metric.getName() + text(point.getAttributes()), point.getValue());
                }
            }
        }
        return values;
    }

    private static String text(Attributes attributes) {
        return attributes.asMap().entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).sorted()
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** Refuses every event. */
    private static final class Picky implements EventExporter {
        @Override
        public String name() {
            return "picky";
        }

        @Override
        public void export(EventBatch batch) throws ExportException {
            throw ExportException.refused("no", batch.size());
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
        try (CognitiveTracer tracer = CognitiveTracer.start(config().ringCapacity(4)
                .sampleRate(EventType.FALSE_MEMORY, 0).build(), (source, settings) -> null);
                EngramMetrics metrics = EngramMetrics.register(tracer, openTelemetry)) {
            for (int i = 0; i < 6; i++) {
                tracer.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            }
            tracer.tracePriming(null, 1, 1, 2);
            tracer.traceFalseMemory(1, 1, new long[0], 0);
            Map<String, Long> expected = new TreeMap<>(Map.of(
                    "cognitive.trace.events{event_type=false_memory, outcome=sampled_out}", 1L,
                    "cognitive.trace.events{event_type=priming, outcome=overwritten}", 2L,
                    "cognitive.trace.events{event_type=priming, outcome=rejected, reason=invalid_argument}", 1L,
                    "cognitive.trace.pending{event_type=priming, state=ring}", 4L,
                    "cognitive.trace.ring.count{}", 1L,
                    "cognitive.trace.ring.limit{}", 16L,
                    "cognitive.trace.memory.usage{}", tracer.stats().memoryBytes(),
                    "cognitive.trace.memory.limit{}", tracer.stats().memoryLimitBytes()));
            assertEquals(expected, collect());
            tracer.close();
            expected.remove("cognitive.trace.pending{event_type=priming, state=ring}");
            expected.remove("cognitive.trace.ring.count{}");
            expected.put("cognitive.trace.events{event_type=priming, outcome=discarded, reason=shutdown}", 4L);
            expected.put("cognitive.trace.memory.usage{}", tracer.stats().memoryBytes());
            expected.values().removeIf(value -> value == 0);
            assertEquals(expected, collect());
        }
        assertEquals(Map.of(), collect());
    }

    @Test
    void shouldTellOfExporters() {
        try (CognitiveTracer tracer = CognitiveTracer.start(config().build(),
                Collector.exportingTo(new Picky(), new Picky()));
                EngramMetrics metrics = EngramMetrics.register(tracer, openTelemetry)) {
            tracer.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            tracer.tracePriming(PrimingType.SEMANTIC, 1, 3, 4);
            assertTrue(tracer.flush(LONG).complete());
            Map<String, Long> values = collect();
            values.keySet().removeIf(name -> name.startsWith("cognitive.trace.ring")
                    || name.startsWith("cognitive.trace.memory"));
            assertEquals(Map.of(
                    "cognitive.trace.events{event_type=priming, outcome=discarded, reason=refused}", 2L,
                    "cognitive.trace.exporter.events{exporter=picky, outcome=discarded, reason=refused}", 2L,
                    "cognitive.trace.exporter.events{exporter=picky-2, outcome=discarded, reason=refused}", 2L),
                    values);
        }
    }

    @Test
    void shouldDescribeItsInstruments() {
        try (CognitiveTracer tracer = CognitiveTracer.start(config().build(), Collector.exportingTo(new Picky()));
                EngramMetrics metrics = EngramMetrics.register(tracer, openTelemetry)) {
            Collection<MetricData> all = reader.collectAllMetrics();
            Map<String, String> instruments = new TreeMap<>();
            all.forEach(metric -> {
                assertEquals("io.engram.trace", metric.getInstrumentationScopeInfo().getName());
                assertTrue(metric.getDescription().endsWith("."), metric.getDescription());
                boolean rises = metric.getLongSumData().isMonotonic();
                instruments.put(metric.getName(), metric.getUnit() + (rises ? " rises" : ""));
            });
            assertEquals(Map.of("cognitive.trace.events", "{event} rises", "cognitive.trace.pending", "{event}",
                    "cognitive.trace.ring.count", "{ring}", "cognitive.trace.ring.limit", "{ring}",
                    "cognitive.trace.memory.usage", "By", "cognitive.trace.memory.limit", "By",
                    "cognitive.trace.exporter.events", "{event} rises", "cognitive.trace.exporter.pending", "{event}",
                    "cognitive.trace.exporter.retries", "{attempt} rises"), instruments);
        }
    }

    @Test
    void shouldTellTracersApart() {
        AttributeKey<String> memory = AttributeKey.stringKey("memory");
        try (CognitiveTracer one = CognitiveTracer.start(config().build(), (source, settings) -> null);
                CognitiveTracer other = CognitiveTracer.start(config().build(), (source, settings) -> null);
                EngramMetrics ofOne = EngramMetrics.register(one, openTelemetry, Attributes.of(memory, "episodic"));
                EngramMetrics ofOther =
                        EngramMetrics.register(other, openTelemetry, Attributes.of(memory, "semantic"))) {
            one.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            other.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            other.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            Map<String, Long> values = collect();
            assertEquals(1, values.get("cognitive.trace.pending{event_type=priming, memory=episodic, state=ring}"));
            assertEquals(2, values.get("cognitive.trace.pending{event_type=priming, memory=semantic, state=ring}"));
            ofOne.close();
            assertTrue(collect().keySet().stream().noneMatch(name -> name.contains("episodic")));
        }
    }

    /** A figure that comes down a little is no start from 0. */
    @Test
    void shouldNeverLetACounterFall() {
        RisingCounts counts = new RisingCounts();
        Attributes series = Attributes.of(AttributeKey.stringKey("a"), "b");
        assertEquals("[5, 5, 7, 1]", Arrays.toString(new long[] {counts.rise(series, 5), counts.rise(series, 4),
            counts.rise(series, 7), counts.rise(Attributes.empty(), 1)}));
    }

    private WeakReference<CognitiveTracer> forget() {
        CognitiveTracer tracer = CognitiveTracer.start(config().build(), Collector.exportingTo(new Picky()));
        EngramMetrics.register(tracer, openTelemetry);
        return new WeakReference<>(tracer);
    }

    @Test
    void shouldNotKeepATracerThatIsForgotten() throws InterruptedException {
        WeakReference<CognitiveTracer> tracer = forget();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!tracer.refersTo(null) && System.nanoTime() - deadline < 0) {
            System.gc();
            Thread.sleep(10);
        }
        assertTrue(tracer.refersTo(null), "still held");
        assertEquals(Map.of(), collect());
    }
}
