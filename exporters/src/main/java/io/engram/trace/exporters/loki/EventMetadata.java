package io.engram.trace.exporters.loki;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.exporters.encode.DecimalText;
import io.engram.trace.exporters.encode.EncodeBuffer;

/**
 * Writes what an event is found by: ids and places, as structured metadata, because as labels they would make a stream
 * each. What entries share stands before it.
 */
final class EventMetadata {
    private static final int TRACE_ID_DIGITS = 32;
    private static final int SPAN_ID_DIGITS = 16;

    private final RequestForm form;

    EventMetadata(RequestForm form) {
        this.form = form;
    }

    void write(CognitiveEvent event, EncodeBuffer out) {
        write(MetadataName.POSITION, event.position(), out);
        if (event.correlationId() != 0) {
            write(MetadataName.CORRELATION_ID, event.correlationId(), out);
        }
        if (event.spanContext() != null) {
            write(event.spanContext(), out);
        }
        switch (event) {
            case PrimingEvent priming -> {
                write(MetadataName.SOURCE_NODE, priming.sourceNode(), out);
                write(MetadataName.TARGET_NODE, priming.targetNode(), out);
            }
            case InterferenceEvent interference -> {
                write(MetadataName.TARGET_NODE, interference.targetNode(), out);
                write(MetadataName.COMPETING_NODES, interference.competingNodes(), out);
            }
            case ReconsolidationEvent reconsolidation -> write(MetadataName.NODE, reconsolidation.node(), out);
            case FalseMemoryEvent falseMemory -> {
                write(MetadataName.CRITICAL_LURE, falseMemory.criticalLure(), out);
                write(MetadataName.SOURCE_NODES, falseMemory.sourceNodes(), out);
            }
        }
    }

    private void write(SpanContext span, EncodeBuffer out) {
        form.beginValue(MetadataName.TRACE_ID, TRACE_ID_DIGITS, out);
        out.putHex(span.traceIdHigh());
        out.putHex(span.traceIdLow());
        form.endValue(out);
        form.beginValue(MetadataName.SPAN_ID, SPAN_ID_DIGITS, out);
        out.putHex(span.spanId());
        form.endValue(out);
    }

    private void write(MetadataName name, long id, EncodeBuffer out) {
        form.beginValue(name, DecimalText.length(id), out);
        out.putDecimal(id);
        form.endValue(out);
    }

    // Without ids there is nothing to find it by.
    private void write(MetadataName name, NodeIds ids, EncodeBuffer out) {
        if (ids.size() == 0) {
            return;
        }
        int length = ids.size() - 1;
        for (int i = 0; i < ids.size(); i++) {
            length += DecimalText.length(ids.get(i));
        }
        form.beginValue(name, length, out);
        for (int i = 0; i < ids.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            out.putDecimal(ids.get(i));
        }
        form.endValue(out);
    }
}
