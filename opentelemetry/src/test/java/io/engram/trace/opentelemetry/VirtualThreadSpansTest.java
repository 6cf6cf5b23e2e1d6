// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.Collector;
import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.TypeStats;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spans of threads that share rings. Each event has a number, and each of these its span. */
@Timeout(120)
// A scope is there to be closed.
@SuppressWarnings("try")
class VirtualThreadSpansTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            // Without one the SDK makes no spans.
            .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite())).build();
    private final Tracer spans = provider.get("test");
    private final ByNumber received = new ByNumber();
    // Of each event; no entry for those outside any span.
    private final Map<Long, SpanContext> expected = new ConcurrentHashMap<>();

    // Before the first span of all.
    @BeforeAll
    static void install() {
        OpenTelemetrySpans.install();
    }

    @AfterEach
    void close() {
        provider.close();
    }

    private CognitiveTracer start(TracingConfig.Builder config) {
        return CognitiveTracer.start(config.build(), Collector.exportingTo(received));
    }

    private static TracingConfig.Builder config() {
        return TracingConfig.development().toBuilder().traceFile(false);
    }

    private Span newSpan() {
        return spans.spanBuilder("work").startSpan();
    }

    private void trace(CognitiveTracer tracer, long number) {
        Span span = Span.fromContextOrNull(Context.current());
        if (span != null) {
            expected.put(number, ByNumber.contextOf(span));
        }
        tracer.tracePriming(PrimingType.SEMANTIC, 1, number, 0);
    }

    private void assertSpans(Map<Long, CognitiveEvent> events) {
        Map<Long, SpanContext> found = new HashMap<>();
        events.forEach((number, event) -> found.put(number, event.spanContext()));
        found.forEach((number, span) -> assertEquals(expected.get(number), span, "event " + number));
    }

    @Test
    void shouldFollowScopesWithinScopes() throws InterruptedException {
        try (CognitiveTracer tracer = start(config())) {
            Thread.ofVirtual().start(() -> {
                trace(tracer, 0);
                try (Scope outer = newSpan().makeCurrent()) {
                    trace(tracer, 1);
                    try (Scope inner = newSpan().makeCurrent()) {
                        trace(tracer, 2);
                        // Onto another carrier, perhaps.
                        Thread.yield();
                        trace(tracer, 3);
                        try (Scope none = Context.root().makeCurrent()) {
                            trace(tracer, 4);
                        }
                    }
                    trace(tracer, 5);
                }
                trace(tracer, 6);
            }).join();
            assertTrue(tracer.flush(LONG).complete());
        }
        assertEquals(7, received.events().size());
        assertSpans(received.events());
        assertEquals(List.of(1L, 2L, 3L, 5L), expected.keySet().stream().sorted().toList());
    }

    /** Each thread hands its context to the next one, which goes on within the span while the first is in another. */
    @Test
    void shouldFollowAContextFromThreadToThread() throws InterruptedException {
        try (CognitiveTracer tracer = start(config())) {
            CountDownLatch left = new CountDownLatch(2);
            try (Scope scope = newSpan().makeCurrent()) {
                Thread.ofVirtual().start(Context.current().wrap(() -> {
                    trace(tracer, 1);
                    Context handed = Context.current();
                    try (Scope other = newSpan().makeCurrent()) {
                        trace(tracer, 2);
                        Thread.ofVirtual().start(handed.wrap(() -> {
                            trace(tracer, 3);
                            left.countDown();
                        }));
                        Thread.ofVirtual().start(() -> {
                            trace(tracer, 4);
                            left.countDown();
                        });
                    }
                    trace(tracer, 5);
                })).join();
            }
            left.await();
            assertTrue(tracer.flush(LONG).complete());
        }
        assertEquals(5, received.events().size());
        assertSpans(received.events());
        assertEquals(expected.get(1L), expected.get(3L));
        assertEquals(List.of(1L, 2L, 3L, 5L), expected.keySet().stream().sorted().toList());
    }

    /** Many at a time, with and without spans in turn, in rings that go round many times and are drained meanwhile. */
    @Test
    void shouldTellEveryEventsOwnSpanWhereRingsGoRound() throws InterruptedException {
        int threads = 50;
        int rounds = 400;
        try (CognitiveTracer tracer = start(config().ringCapacity(500).exportBatchSize(64)
                .sampleRate(EventType.PRIMING, 0.9))) {
            List<Thread> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                long first = (long) t * rounds * 4;
                all.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < rounds; i++) {
                        long number = first + 4L * i;
                        trace(tracer, number);
                        try (Scope scope = newSpan().makeCurrent()) {
                            trace(tracer, number + 1);
                            Thread.yield();
                            trace(tracer, number + 2);
                        }
                        trace(tracer, number + 3);
                    }
                }));
            }
            for (Thread thread : all) {
                thread.join();
            }
            assertTrue(tracer.flush(LONG).complete());
            TypeStats stats = tracer.stats().of(EventType.PRIMING);
            assertEquals(stats.exported(), received.events().size());
            assertTrue(stats.exported() > threads, stats::toString);
        }
        assertSpans(received.events());
    }

    /** A platform thread that came when all rings were taken shares one, too. */
    @Test
    void shouldTellSpansOfThreadsBeyondTheLimit() throws InterruptedException {
        TracingConfig.Builder builder = config();
        TracingConfig two = builder.build();
        try (CognitiveTracer tracer = start(builder.memoryLimitBytes(TracingConfig.fixedBytes() + 2 * two.ringBytes()))) {
            // This thread has the one ring that is not kept for all others.
            trace(tracer, 0);
            for (long number = 1; number < 5; number += 2) {
                long first = number;
                Thread thread = new Thread(() -> {
                    trace(tracer, first);
                    try (Scope scope = newSpan().makeCurrent()) {
                        trace(tracer, first + 1);
                    }
                });
                thread.start();
                thread.join();
            }
            assertTrue(tracer.flush(LONG).complete());
        }
        assertEquals(5, received.events().size());
        assertSpans(received.events());
        assertEquals(List.of(2L, 4L), expected.keySet().stream().sorted().toList());
    }

    private void traceInTurn(CognitiveTracer tracer, long from) {
        for (long number = from; number < from + 300; number += 3) {
            try (Scope scope = newSpan().makeCurrent()) {
                trace(tracer, number);
                trace(tracer, number + 1);
            }
            trace(tracer, number + 2);
        }
    }

    /** Another process would read the same. */
    @Test
    void shouldTellSpansInTheTraceFileOfAFlightRecorder() throws IOException, InterruptedException {
        TracingConfig config = TracingConfig.development().toBuilder().traceFileFolder(folder).build();
        Path file;
        try (CognitiveTracer tracer = CognitiveTracer.start(config, (source, its) -> null)) {
            file = tracer.traceFile().orElseThrow();
            Thread.ofVirtual().start(() -> traceInTurn(tracer, 0)).join();
            // This one has a ring of its own.
            traceInTurn(tracer, 300);
            tracer.close(Duration.ZERO);
        }
        Map<Long, CognitiveEvent> found = new HashMap<>();
        try (TraceFile trace = TraceFile.open(file)) {
            trace.snapshot(EventFilter.ALL).events()
                    .forEach(event -> found.put(((PrimingEvent) event).sourceNode(), event));
        }
        assertEquals(600, found.size());
        assertEquals(400, expected.size());
        assertSpans(found);
    }
}
