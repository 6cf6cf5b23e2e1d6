// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
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
import java.util.List;
import java.util.Map;

/** Makes the requests that our encoder writes with the builders that protobuf's compiler generates. */
final class GeneratedBuilders {
    private GeneratedBuilders() {
    }

    static ExportLogsServiceRequest request(Map<String, String> resource, List<CognitiveEvent> events,
            long observedUnixNano) {
        Resource.Builder made = Resource.newBuilder();
        resource.forEach((name, value) -> made.addAttributes(text(name, value)));
        ScopeLogs.Builder logs = ScopeLogs.newBuilder().setScope(InstrumentationScope.newBuilder()
                .setName("io.engram.trace").setVersion(Versions.CURRENT));
        for (CognitiveEvent event : events) {
            logs.addLogRecords(record(event, observedUnixNano));
        }
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder().setResource(made).addScopeLogs(logs)).build();
    }

    private static LogRecord.Builder record(CognitiveEvent event, long observedUnixNano) {
        LogRecord.Builder record = LogRecord.newBuilder().setTimeUnixNano(event.timeUnixNano())
                .setObservedTimeUnixNano(observedUnixNano).setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_INFO)
                .setEventName("cognitive." + event.eventType().label())
                .addAttributes(integer("thread.id", event.thread().id()))
                .addAttributes(text("thread.name", event.thread().name()))
                .addAttributes(floating("cognitive.sampling.rate", event.sampleRate()))
                .addAttributes(integer("cognitive.position", event.position()))
                .addAttributes(id("cognitive.correlation.id", event.correlationId()));
        return switch (event) {
            case PrimingEvent one -> record
                    .addAttributes(text("cognitive.priming.type", one.primingType().label()))
                    .addAttributes(floating("cognitive.priming.strength", one.strength()))
                    .addAttributes(id("cognitive.priming.source.id", one.sourceNode()))
                    .addAttributes(id("cognitive.priming.target.id", one.targetNode()));
            case InterferenceEvent one -> record
                    .addAttributes(text("cognitive.interference.type", one.interferenceType().label()))
                    .addAttributes(floating("cognitive.interference.magnitude", one.magnitude()))
                    .addAttributes(id("cognitive.interference.target.id", one.targetNode()))
                    .addAttributes(ids("cognitive.interference.competing.ids", one.competingNodes()))
                    .addAttributes(integer("cognitive.interference.competing.count", one.competingCount()));
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
        };
    }

    private static KeyValue.Builder text(String name, String value) {
        return attribute(name, AnyValue.newBuilder().setStringValue(value));
    }

    private static KeyValue.Builder integer(String name, long value) {
        return attribute(name, AnyValue.newBuilder().setIntValue(value));
    }

    private static KeyValue.Builder floating(String name, double value) {
        return attribute(name, AnyValue.newBuilder().setDoubleValue(value));
    }

    private static KeyValue.Builder id(String name, long value) {
        return text(name, Long.toUnsignedString(value));
    }

    private static KeyValue.Builder ids(String name, NodeIds ids) {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        for (int i = 0; i < ids.size(); i++) {
            array.addValues(AnyValue.newBuilder().setStringValue(Long.toUnsignedString(ids.get(i))));
        }
        return attribute(name, AnyValue.newBuilder().setArrayValue(array));
    }

    private static KeyValue.Builder attribute(String name, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(name).setValue(value);
    }
}
