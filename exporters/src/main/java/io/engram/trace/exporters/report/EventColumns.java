// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.exporters.encode.WellFormed;
import io.engram.trace.exporters.labels.NodeLabels;
import java.io.IOException;
import java.util.List;

/**
 * Events as columns, which all types share. Ids, threads, rates, spans stand in dictionaries: most occur many times, and
 * scripts have no numbers for 64-bit ids.
 */
final class EventColumns {
    private static final int MAX_OTHERS = 3;

    private final Dictionary<TracedThread> threads = new Dictionary<>();
    private final Dictionary<Double> rates = new Dictionary<>();
    private final Dictionary<Long> nodes = new Dictionary<>();
    private final Dictionary<Long> correlations = new Dictionary<>();
    private final Dictionary<Long> masks = new Dictionary<>();
    private final Dictionary<SpanContext> spans = new Dictionary<>();
    private final Column time = new Column();
    private final Column type = new Column();
    private final Column subtype = new Column();
    private final Column thread = new Column();
    private final Column position = new Column();
    private final Column rate = new Column();
    private final Column correlation = new Column();
    private final Column span = new Column();
    private final Column subject = new Column();
    private final Column others = new Column();
    private final Column[] other = {new Column(), new Column(), new Column()};
    private final Column count = new Column();
    private final Column mask = new Column();
    private final Column value = new Column();
    private final Column window = new Column();

    /**
     * Takes events.
     *
     * @param sorted in the order of their time
     */
    EventColumns(List<CognitiveEvent> sorted) {
        // Number 0 stands for none.
        correlations.numberOf(0L);
        for (CognitiveEvent event : sorted) {
            time.add(event.timeUnixNano() - sorted.getFirst().timeUnixNano());
            type.add(event.eventType().ordinal());
            thread.add(threads.numberOf(event.thread()));
            position.add(event.position());
            rate.add(rates.numberOf(event.sampleRate()));
            correlation.add(correlations.numberOf(event.correlationId()));
            span.add(event.spanContext() == null ? 0 : 1 + spans.numberOf(event.spanContext()));
            addNodes(event.subjectNode(), event.otherNodes());
            switch (event) {
                case PrimingEvent one -> add(one.primingType().ordinal(), 0, 0, one.strength(), 0);
                case InterferenceEvent one -> add(one.interferenceType().ordinal(), one.competingCount(), 0,
                        one.magnitude(), 0);
                case ReconsolidationEvent one -> add(0, one.modificationCount(), one.modifiedFields(),
                        one.plasticityFactor(), one.windowPosition());
                case FalseMemoryEvent one -> add(0, one.sourceListSize(), 0, one.reconstructionConfidence(), 0);
            }
        }
    }

    private void addNodes(long node, NodeIds from) {
        subject.add(nodes.numberOf(node));
        others.add(from.size());
        for (int i = 0; i < MAX_OTHERS; i++) {
            other[i].add(i < from.size() ? nodes.numberOf(from.get(i)) : 0);
        }
    }

    private void add(int kind, int items, long bitSet, float intensity, float windowPosition) {
        subtype.add(kind);
        count.add(items);
        mask.add(masks.numberOf(bitSet));
        value.addFloat(intensity);
        window.addFloat(windowPosition);
    }

    void write(JsonGenerator json, NodeLabels labels) throws IOException {
        json.writeArrayFieldStart("threads");
        for (TracedThread one : threads.values()) {
            json.writeStartArray();
            json.writeString(Long.toString(one.id()));
            json.writeString(WellFormed.text(one.name()));
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rates");
        for (double one : rates.values()) {
            json.writeNumber(one);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("labels");
        for (int i = 0; i < nodes.values().size(); i++) {
            String label = labels.of((long) nodes.values().get(i));
            if (label != null) {
                json.writeStringField(Integer.toString(i), WellFormed.text(label));
            }
        }
        json.writeEndObject();
        json.writeObjectFieldStart("dictionaries");
        writeIds(json, "nodes", nodes);
        writeIds(json, "correlations", correlations);
        writeIds(json, "masks", masks);
        writeSpans(json);
        json.writeEndObject();
        json.writeObjectFieldStart("columns");
        time.write(json, "time");
        type.write(json, "type");
        subtype.write(json, "subtype");
        thread.write(json, "thread");
        position.write(json, "position");
        rate.write(json, "rate");
        correlation.write(json, "correlation");
        span.write(json, "span");
        subject.write(json, "subject");
        others.write(json, "others");
        for (int i = 0; i < MAX_OTHERS; i++) {
            other[i].write(json, "other" + i);
        }
        count.write(json, "count");
        mask.write(json, "mask");
        value.writeFloats(json, "value");
        window.writeFloats(json, "window");
        json.writeEndObject();
    }

    private static void writeIds(JsonGenerator json, String name, Dictionary<Long> ids) throws IOException {
        Column column = new Column();
        ids.values().forEach(column::add);
        column.write(json, name);
    }

    private void writeSpans(JsonGenerator json) throws IOException {
        Column high = new Column();
        Column low = new Column();
        Column id = new Column();
        Column flags = new Column();
        for (SpanContext one : spans.values()) {
            high.add(one.traceIdHigh());
            low.add(one.traceIdLow());
            id.add(one.spanId());
            flags.add(one.flags());
        }
        high.write(json, "traceHigh");
        low.write(json, "traceLow");
        id.write(json, "spanId");
        flags.write(json, "traceFlags");
    }
}
