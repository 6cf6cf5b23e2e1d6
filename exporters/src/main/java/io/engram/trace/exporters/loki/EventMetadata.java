// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.exporters.encode.EncodeBuffer;

/**
 * Writes what an event is found by: ids and places, as structured metadata, because as labels they would make a stream
 * each. What entries share stands before it.
 */
final class EventMetadata {
    private final EntryForm form;

    EventMetadata(EntryForm form) {
        this.form = form;
    }

    void write(CognitiveEvent event, EncodeBuffer out) {
        switch (event) {
            case PrimingEvent priming -> write(priming, out);
            case InterferenceEvent interference -> write(interference, out);
            case ReconsolidationEvent reconsolidation -> write(reconsolidation, out);
            case FalseMemoryEvent falseMemory -> write(falseMemory, out);
        }
    }

    private void write(PrimingEvent event, EncodeBuffer out) {
        writeCommon(event.position(), event.correlationId(), event.spanContext(), out);
        write(MetadataName.SOURCE_NODE, event.sourceNode(), out);
        write(MetadataName.TARGET_NODE, event.targetNode(), out);
    }

    private void write(InterferenceEvent event, EncodeBuffer out) {
        writeCommon(event.position(), event.correlationId(), event.spanContext(), out);
        write(MetadataName.TARGET_NODE, event.targetNode(), out);
        write(MetadataName.COMPETING_NODES, event.competingNodes(), out);
    }

    private void write(ReconsolidationEvent event, EncodeBuffer out) {
        writeCommon(event.position(), event.correlationId(), event.spanContext(), out);
        write(MetadataName.NODE, event.node(), out);
    }

    private void write(FalseMemoryEvent event, EncodeBuffer out) {
        writeCommon(event.position(), event.correlationId(), event.spanContext(), out);
        write(MetadataName.CRITICAL_LURE, event.criticalLure(), out);
        write(MetadataName.SOURCE_NODES, event.sourceNodes(), out);
    }

    private void writeCommon(long position, long correlationId, SpanContext span, EncodeBuffer out) {
        write(MetadataName.POSITION, position, out);
        if (correlationId != 0) {
            write(MetadataName.CORRELATION_ID, correlationId, out);
        }
        if (span != null) {
            write(span, out);
        }
    }

    private void write(SpanContext span, EncodeBuffer out) {
        form.beginValue(MetadataName.TRACE_ID, out);
        out.putHex(span.traceIdHigh());
        out.putHex(span.traceIdLow());
        form.endValue(out);
        form.beginValue(MetadataName.SPAN_ID, out);
        out.putHex(span.spanId());
        form.endValue(out);
    }

    private void write(MetadataName name, long id, EncodeBuffer out) {
        form.beginValue(name, out);
        out.putDecimal(id);
        form.endValue(out);
    }

    // Without ids there is nothing to find it by.
    private void write(MetadataName name, NodeIds ids, EncodeBuffer out) {
        if (ids.size() == 0) {
            return;
        }
        form.beginValue(name, out);
        for (int i = 0; i < ids.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            out.putDecimal(ids.get(i));
        }
        form.endValue(out);
    }
}
