// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.Collector;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
// A scope is there to be closed.
@SuppressWarnings("try")
class OpenTelemetrySpansTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            // Without one the SDK makes no spans.
            .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite())).build();
    private final Tracer spans = provider.get("test");
    // By the number that each event has as its source node.
    private final Map<Long, CognitiveEvent> events = new ConcurrentHashMap<>();
    private final CognitiveTracer tracer = start(events);

    // Before the first span of all.
    @BeforeAll
    static void install() {
        OpenTelemetrySpans.install();
    }

    private static CognitiveTracer start(Map<Long, CognitiveEvent> events) {
        return CognitiveTracer.start(TracingConfig.development().toBuilder().traceFile(false).build(),
                Collector.exportingTo(new EventExporter() {
                    @Override
                    public String name() {
                        return "by-number";
                    }

                    @Override
                    public void export(EventBatch batch) {
                        batch.events().forEach(event -> events.put(((PrimingEvent) event).sourceNode(), event));
                    }

                    @Override
                    public void flush() {
                    }

                    @Override
                    public void close() {
                    }
                }));
    }

    @AfterEach
    void close() {
        tracer.close();
        provider.close();
    }

    private void trace(long number) {
        tracer.tracePriming(PrimingType.SEMANTIC, 1, number, 0);
    }

    private Map<Long, SpanContext> spansByNumber() {
        assertTrue(tracer.flush(LONG).complete());
        Map<Long, SpanContext> found = new TreeMap<>();
        events.forEach((number, event) -> found.put(number, event.spanContext()));
        return found;
    }

    private static SpanContext contextOf(Span span) {
        String trace = span.getSpanContext().getTraceId();
        return new SpanContext(HexFormat.fromHexDigitsToLong(trace.substring(0, 16)),
                HexFormat.fromHexDigitsToLong(trace.substring(16)),
                HexFormat.fromHexDigitsToLong(span.getSpanContext().getSpanId()),
                span.getSpanContext().getTraceFlags().asByte());
    }

    @Test
    void shouldLinkEventsToTheSpanWithinWhichTheyWereRecorded() {
        Map<Long, SpanContext> expected = new TreeMap<>();
        trace(0);
        Span outer = spans.spanBuilder("outer").startSpan();
        Span inner = spans.spanBuilder("inner").startSpan();
        try (Scope scope = outer.makeCurrent()) {
            trace(1);
            trace(2);
            try (Scope within = inner.makeCurrent()) {
                trace(3);
            }
            trace(4);
            try (Scope empty = inner.makeCurrent()) {
                // Nothing is recorded within it.
                assertEquals(inner, Span.current());
            }
            trace(5);
            try (Scope none = Context.root().makeCurrent()) {
                trace(6);
            }
        }
        trace(7);
        for (long number : new long[] {1, 2, 4, 5}) {
            expected.put(number, contextOf(outer));
        }
        expected.put(3L, contextOf(inner));
        for (long number : new long[] {0, 6, 7}) {
            expected.put(number, null);
        }
        assertEquals(expected, spansByNumber());
        assertEquals(1, expected.get(1L).flags() & 1, "the SDK samples all");
    }

    @Test
    void shouldLinkAThreadsFirstEventToTheSpanThatItIsInAlready() throws InterruptedException {
        Span span = spans.spanBuilder("request").startSpan();
        Thread thread = new Thread(() -> {
            try (Scope scope = span.makeCurrent()) {
                trace(1);
            }
            trace(2);
        });
        thread.start();
        thread.join();
        Map<Long, SpanContext> expected = new TreeMap<>();
        expected.put(1L, contextOf(span));
        expected.put(2L, null);
        assertEquals(expected, spansByNumber());
    }

    @Test
    void shouldKeepThreadsAndTracersApart() throws InterruptedException {
        Map<Long, CognitiveEvent> others = new ConcurrentHashMap<>();
        Span span = spans.spanBuilder("request").startSpan();
        try (CognitiveTracer other = start(others); Scope scope = span.makeCurrent()) {
            trace(1);
            other.tracePriming(PrimingType.SEMANTIC, 1, 11, 0);
            Thread thread = new Thread(() -> trace(2));
            thread.start();
            thread.join();
            Thread virtual = Thread.startVirtualThread(Context.current().wrap(() -> trace(3)));
            virtual.join();
        }
        Map<Long, SpanContext> expected = new TreeMap<>();
        expected.put(1L, contextOf(span));
        expected.put(2L, null);
        // Rings that are shared have no spans.
        expected.put(3L, null);
        assertEquals(expected, spansByNumber());
        assertEquals(contextOf(span), others.get(11L).spanContext());
    }

    /** More spans than are kept, before the collector comes by once: some are unknown, none is wrong. */
    @Test
    void shouldSayNothingRatherThanSomethingWrong() {
        int rounds = 5_000;
        Map<Long, SpanContext> right = new TreeMap<>();
        for (long number = 0; number < rounds; number++) {
            Span span = spans.spanBuilder("short").startSpan();
            try (Scope scope = span.makeCurrent()) {
                trace(number);
            }
            right.put(number, contextOf(span));
        }
        Map<Long, SpanContext> found = spansByNumber();
        assertEquals(right.keySet(), found.keySet());
        found.forEach((number, span) -> assertTrue(span == null || span.equals(right.get(number)), "event " + number));
        assertEquals(right.get(rounds - 1L), found.get(rounds - 1L));
    }

    @Test
    void shouldFindNoSpanWhereThereIsNone() {
        assertNull(new OpenTelemetrySpans().current());
        assertNull(OpenTelemetrySpans.spanOf(Context.root().with(Span.getInvalid())));
    }
}
