package io.engram.trace.jmh;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Events as the OpenTelemetry SDK holds them before it exports them. */
final class SdkRecords {
    private SdkRecords() {
    }

    static List<LogRecordData> of(List<CognitiveEvent> events) {
        Collector collector = new Collector();
        try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(collector)).build()) {
            Logger logger = provider.get("io.engram.trace");
            events.forEach(event -> emit(logger, event));
        }
        return collector.records;
    }

    private static void emit(Logger logger, CognitiveEvent event) {
        LogRecordBuilder record = logger.logRecordBuilder().setTimestamp(event.timeUnixNano(), TimeUnit.NANOSECONDS)
                .setSeverity(Severity.INFO).setEventName("cognitive." + event.eventType().label())
                .setAttribute(AttributeKey.longKey("thread.id"), event.thread().id())
                .setAttribute(AttributeKey.stringKey("thread.name"), event.thread().name())
                .setAttribute(AttributeKey.doubleKey("cognitive.sampling.rate"), event.sampleRate())
                .setAttribute(AttributeKey.longKey("cognitive.position"), event.position());
        id(record, "cognitive.correlation.id", event.correlationId());
        switch (event) {
            case PrimingEvent one -> {
                record.setAttribute(AttributeKey.stringKey("cognitive.priming.type"), one.primingType().label());
                number(record, "cognitive.priming.strength", one.strength());
                id(record, "cognitive.priming.source.id", one.sourceNode());
                id(record, "cognitive.priming.target.id", one.targetNode());
            }
            case InterferenceEvent one -> {
                record.setAttribute(AttributeKey.stringKey("cognitive.interference.type"),
                        one.interferenceType().label());
                number(record, "cognitive.interference.magnitude", one.magnitude());
                id(record, "cognitive.interference.target.id", one.targetNode());
                ids(record, "cognitive.interference.competing.ids", one.competingNodes());
                count(record, "cognitive.interference.competing.count", one.competingCount());
            }
            case ReconsolidationEvent one -> {
                id(record, "cognitive.reconsolidation.node.id", one.node());
                number(record, "cognitive.reconsolidation.window.position", one.windowPosition());
                count(record, "cognitive.reconsolidation.modification.count", one.modificationCount());
                id(record, "cognitive.reconsolidation.modified.fields", one.modifiedFields());
                number(record, "cognitive.reconsolidation.plasticity.factor", one.plasticityFactor());
            }
            case FalseMemoryEvent one -> {
                id(record, "cognitive.false_memory.critical_lure.id", one.criticalLure());
                ids(record, "cognitive.false_memory.source.ids", one.sourceNodes());
                count(record, "cognitive.false_memory.source.count", one.sourceListSize());
                number(record, "cognitive.false_memory.reconstruction.confidence", one.reconstructionConfidence());
            }
        }
        record.emit();
    }

    private static void id(LogRecordBuilder record, String name, long value) {
        record.setAttribute(AttributeKey.stringKey(name), Long.toUnsignedString(value));
    }

    private static void ids(LogRecordBuilder record, String name, NodeIds ids) {
        record.setAttribute(AttributeKey.stringArrayKey(name),
                IntStream.range(0, ids.size()).mapToObj(i -> Long.toUnsignedString(ids.get(i))).toList());
    }

    private static void count(LogRecordBuilder record, String name, long value) {
        record.setAttribute(AttributeKey.longKey(name), value);
    }

    private static void number(LogRecordBuilder record, String name, double value) {
        record.setAttribute(AttributeKey.doubleKey(name), value);
    }

    private static final class Collector implements LogRecordExporter {
        private final List<LogRecordData> records = new ArrayList<>();

        @Override
        public CompletableResultCode export(Collection<LogRecordData> batch) {
            records.addAll(batch);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
