// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.opentelemetry;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.opentelemetry.api.trace.Span;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps priming events by the number that each has as its source node. */
final class ByNumber implements EventExporter {
    private final Map<Long, CognitiveEvent> events = new ConcurrentHashMap<>();

    Map<Long, CognitiveEvent> events() {
        return events;
    }

    /** What events within a span must tell. */
    static SpanContext contextOf(Span span) {
        String trace = span.getSpanContext().getTraceId();
        return new SpanContext(HexFormat.fromHexDigitsToLong(trace.substring(0, 16)),
                HexFormat.fromHexDigitsToLong(trace.substring(16)),
                HexFormat.fromHexDigitsToLong(span.getSpanContext().getSpanId()),
                span.getSpanContext().getTraceFlags().asByte());
    }

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
}
