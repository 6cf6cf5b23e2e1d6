// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import com.google.protobuf.ByteString;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.exporters.resource.Versions;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What our encoder should write, made with the generated builders and names spelled out here. */
final class GeneratedRecords {
    private GeneratedRecords() {
    }

    static ExportLogsServiceRequest request(Map<String, String> resource, List<LogRecord> records) {
        Resource.Builder made = Resource.newBuilder();
        resource.forEach((name, value) -> made.addAttributes(name.equals("process.pid")
                ? integer(name, Long.parseLong(value)) : text(name, value)));
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder().setResource(made)
                        .addScopeLogs(ScopeLogs.newBuilder()
                                .setScope(InstrumentationScope.newBuilder().setName("io.engram.trace")
                                        .setVersion(Versions.CURRENT))
                                .addAllLogRecords(records)))
                .build();
    }

    static List<LogRecord> records(List<? extends CognitiveEvent> events, long observedUnixNano) {
        return events.stream().map(event -> record(event, observedUnixNano)).toList();
    }

    static LogRecord record(CognitiveEvent event, long observedUnixNano) {
        LogRecord.Builder record = LogRecord.newBuilder().setTimeUnixNano(event.timeUnixNano())
                .setObservedTimeUnixNano(observedUnixNano).setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_INFO)
                .setEventName("cognitive." + event.eventType().name().toLowerCase(Locale.ROOT))
                .addAttributes(integer("thread.id", event.thread().id()))
                .addAttributes(text("thread.name", event.thread().name()))
                .addAttributes(floating("cognitive.sampling.rate", event.sampleRate()));
        if (event.sampleRate() > 0 && event.sampleRate() < 1) {
            record.addAttributes(floating("cognitive.sampling.adjusted_count", 1 / event.sampleRate()));
        }
        switch (event) {
            case PrimingEvent priming -> record.addAttributes(
                    text("cognitive.priming.type", priming.primingType().name().toLowerCase(Locale.ROOT)));
            case InterferenceEvent interference -> record.addAttributes(text("cognitive.interference.type",
                    interference.interferenceType().name().toLowerCase(Locale.ROOT)));
            default -> {
                // No subtype.
            }
        }
        record.addAttributes(integer("cognitive.position", event.position()));
        if (event.correlationId() != 0) {
            record.addAttributes(id("cognitive.correlation.id", event.correlationId()));
        }
        switch (event) {
            case PrimingEvent priming -> record
                    .addAttributes(floating("cognitive.priming.strength", priming.strength()))
                    .addAttributes(id("cognitive.priming.source.id", priming.sourceNode()))
                    .addAttributes(id("cognitive.priming.target.id", priming.targetNode()));
            case InterferenceEvent interference -> record
                    .addAttributes(floating("cognitive.interference.magnitude", interference.magnitude()))
                    .addAttributes(id("cognitive.interference.target.id", interference.targetNode()))
                    .addAttributes(ids("cognitive.interference.competing.ids", interference.competingNodes()))
                    .addAttributes(integer("cognitive.interference.competing.count", interference.competingCount()));
            case ReconsolidationEvent one -> record
                    .addAttributes(id("cognitive.reconsolidation.node.id", one.node()))
                    .addAttributes(floating("cognitive.reconsolidation.window.position", one.windowPosition()))
                    .addAttributes(integer("cognitive.reconsolidation.modification.count", one.modificationCount()))
                    .addAttributes(id("cognitive.reconsolidation.modified.fields", one.modifiedFields()))
                    .addAttributes(floating("cognitive.reconsolidation.plasticity.factor", one.plasticityFactor()));
            case FalseMemoryEvent one -> record
                    .addAttributes(id("cognitive.false_memory.critical_lure.id", one.criticalLure()))
                    .addAttributes(ids("cognitive.false_memory.source.ids", one.sourceNodes()))
                    .addAttributes(integer("cognitive.false_memory.source.count", one.sourceListSize()))
                    .addAttributes(floating("cognitive.false_memory.reconstruction.confidence",
                            one.reconstructionConfidence()));
        }
        SpanContext span = event.spanContext();
        if (span != null) {
            record.setFlags(span.flags())
                    .setTraceId(bytes(span.traceIdHigh(), span.traceIdLow())).setSpanId(bytes(span.spanId()));
        }
        return record.build();
    }

    private static ByteString bytes(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Long.BYTES);
        for (long value : values) {
            buffer.putLong(value);
        }
        return ByteString.copyFrom(buffer.flip());
    }

    static KeyValue text(String name, String value) {
        // What UTF-8 cannot say becomes a question mark.
        String wellFormed = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return attribute(name, AnyValue.newBuilder().setStringValue(wellFormed));
    }

    static KeyValue integer(String name, long value) {
        return attribute(name, AnyValue.newBuilder().setIntValue(value));
    }

    private static KeyValue floating(String name, double value) {
        return attribute(name, AnyValue.newBuilder().setDoubleValue(value));
    }

    private static KeyValue id(String name, long value) {
        return attribute(name, AnyValue.newBuilder().setStringValue(Long.toUnsignedString(value)));
    }

    private static KeyValue ids(String name, NodeIds ids) {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        for (int i = 0; i < ids.size(); i++) {
            array.addValues(AnyValue.newBuilder().setStringValue(Long.toUnsignedString(ids.get(i))));
        }
        return attribute(name, AnyValue.newBuilder().setArrayValue(array));
    }

    private static KeyValue attribute(String name, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(name).setValue(value).build();
    }
}
