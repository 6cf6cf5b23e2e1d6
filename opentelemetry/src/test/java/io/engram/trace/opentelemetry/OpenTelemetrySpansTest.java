// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.Collector;
import io.engram.trace.collector.event.SpanContext;
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
import java.util.Map;
import java.util.TreeMap;
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
    private final ByNumber received = new ByNumber();
    private final CognitiveTracer tracer = start(received);

    // Before the first span of all.
    @BeforeAll
    static void install() {
        OpenTelemetrySpans.install();
    }

    private static CognitiveTracer start(ByNumber received) {
        return CognitiveTracer.start(TracingConfig.development().toBuilder().traceFile(false).build(),
                Collector.exportingTo(received));
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
        received.events().forEach((number, event) -> found.put(number, event.spanContext()));
        return found;
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
            expected.put(number, ByNumber.contextOf(outer));
        }
        expected.put(3L, ByNumber.contextOf(inner));
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
        expected.put(1L, ByNumber.contextOf(span));
        expected.put(2L, null);
        assertEquals(expected, spansByNumber());
    }

    @Test
    void shouldKeepThreadsAndTracersApart() throws InterruptedException {
        ByNumber others = new ByNumber();
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
        expected.put(1L, ByNumber.contextOf(span));
        expected.put(2L, null);
        expected.put(3L, ByNumber.contextOf(span));
        assertEquals(expected, spansByNumber());
        assertEquals(ByNumber.contextOf(span), others.events().get(11L).spanContext());
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
            right.put(number, ByNumber.contextOf(span));
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
