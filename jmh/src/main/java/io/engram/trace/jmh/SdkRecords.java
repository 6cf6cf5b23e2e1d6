// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.EventType;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Events as the OpenTelemetry SDK holds them before it exports them. */
final class SdkRecords {
    private static final AttributeKey<Long> THREAD_ID = AttributeKey.longKey("thread.id");
    private static final AttributeKey<Long> POSITION = AttributeKey.longKey("cognitive.position");
    private static final AttributeKey<String> THREAD_NAME = AttributeKey.stringKey("thread.name");
    private static final AttributeKey<String> PRIMING_TYPE = AttributeKey.stringKey("cognitive.priming.type");
    private static final AttributeKey<String> INTERFERENCE_TYPE = AttributeKey.stringKey("cognitive.interference.type");
    private static final AttributeKey<Double> SAMPLING_RATE = AttributeKey.doubleKey("cognitive.sampling.rate");
    private static final AttributeKey<String> CORRELATION_ID = AttributeKey.stringKey("cognitive.correlation.id");
    private static final AttributeKey<String> PRIMING_SOURCE_ID = AttributeKey.stringKey("cognitive.priming.source.id");
    private static final AttributeKey<String> PRIMING_TARGET_ID = AttributeKey.stringKey("cognitive.priming.target.id");
    private static final AttributeKey<String> INTERFERENCE_TARGET_ID =
            AttributeKey.stringKey("cognitive.interference.target.id");
    private static final AttributeKey<String> RECONSOLIDATION_NODE_ID =
            AttributeKey.stringKey("cognitive.reconsolidation.node.id");
    private static final AttributeKey<String> RECONSOLIDATION_MODIFIED_FIELDS =
            AttributeKey.stringKey("cognitive.reconsolidation.modified.fields");
    private static final AttributeKey<String> FALSE_MEMORY_CRITICAL_LURE_ID =
            AttributeKey.stringKey("cognitive.false_memory.critical_lure.id");
    private static final AttributeKey<List<String>> INTERFERENCE_COMPETING_IDS =
            AttributeKey.stringArrayKey("cognitive.interference.competing.ids");
    private static final AttributeKey<List<String>> FALSE_MEMORY_SOURCE_IDS =
            AttributeKey.stringArrayKey("cognitive.false_memory.source.ids");
    private static final AttributeKey<Long> INTERFERENCE_COMPETING_COUNT =
            AttributeKey.longKey("cognitive.interference.competing.count");
    private static final AttributeKey<Long> RECONSOLIDATION_MODIFICATION_COUNT =
            AttributeKey.longKey("cognitive.reconsolidation.modification.count");
    private static final AttributeKey<Long> FALSE_MEMORY_SOURCE_COUNT =
            AttributeKey.longKey("cognitive.false_memory.source.count");
    private static final AttributeKey<Double> PRIMING_STRENGTH = AttributeKey.doubleKey("cognitive.priming.strength");
    private static final AttributeKey<Double> INTERFERENCE_MAGNITUDE =
            AttributeKey.doubleKey("cognitive.interference.magnitude");
    private static final AttributeKey<Double> RECONSOLIDATION_WINDOW_POSITION =
            AttributeKey.doubleKey("cognitive.reconsolidation.window.position");
    private static final AttributeKey<Double> RECONSOLIDATION_PLASTICITY_FACTOR =
            AttributeKey.doubleKey("cognitive.reconsolidation.plasticity.factor");
    private static final AttributeKey<Double> FALSE_MEMORY_RECONSTRUCTION_CONFIDENCE =
            AttributeKey.doubleKey("cognitive.false_memory.reconstruction.confidence");

    private static final String[] EVENT_NAMES = Arrays.stream(EventType.values())
            .map(type -> "cognitive." + type.label()).toArray(String[]::new);

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

    static void emit(Logger logger, CognitiveEvent event) {
        LogRecordBuilder record = logger.logRecordBuilder().setTimestamp(event.timeUnixNano(), TimeUnit.NANOSECONDS)
                .setSeverity(Severity.INFO).setEventName(EVENT_NAMES[event.eventType().ordinal()])
                .setAttribute(THREAD_ID, event.thread().id())
                .setAttribute(THREAD_NAME, event.thread().name())
                .setAttribute(SAMPLING_RATE, event.sampleRate())
                .setAttribute(POSITION, event.position());
        id(record, CORRELATION_ID, event.correlationId());
        switch (event) {
            case PrimingEvent one -> {
                record.setAttribute(PRIMING_TYPE, one.primingType().label());
                number(record, PRIMING_STRENGTH, one.strength());
                id(record, PRIMING_SOURCE_ID, one.sourceNode());
                id(record, PRIMING_TARGET_ID, one.targetNode());
            }
            case InterferenceEvent one -> {
                record.setAttribute(INTERFERENCE_TYPE,
                        one.interferenceType().label());
                number(record, INTERFERENCE_MAGNITUDE, one.magnitude());
                id(record, INTERFERENCE_TARGET_ID, one.targetNode());
                ids(record, INTERFERENCE_COMPETING_IDS, one.competingNodes());
                count(record, INTERFERENCE_COMPETING_COUNT, one.competingCount());
            }
            case ReconsolidationEvent one -> {
                id(record, RECONSOLIDATION_NODE_ID, one.node());
                number(record, RECONSOLIDATION_WINDOW_POSITION, one.windowPosition());
                count(record, RECONSOLIDATION_MODIFICATION_COUNT, one.modificationCount());
                id(record, RECONSOLIDATION_MODIFIED_FIELDS, one.modifiedFields());
                number(record, RECONSOLIDATION_PLASTICITY_FACTOR, one.plasticityFactor());
            }
            case FalseMemoryEvent one -> {
                id(record, FALSE_MEMORY_CRITICAL_LURE_ID, one.criticalLure());
                ids(record, FALSE_MEMORY_SOURCE_IDS, one.sourceNodes());
                count(record, FALSE_MEMORY_SOURCE_COUNT, one.sourceListSize());
                number(record, FALSE_MEMORY_RECONSTRUCTION_CONFIDENCE, one.reconstructionConfidence());
            }
        }
        record.emit();
    }

    private static void id(LogRecordBuilder record, AttributeKey<String> name, long value) {
        record.setAttribute(name, Long.toUnsignedString(value));
    }

    private static void ids(LogRecordBuilder record, AttributeKey<List<String>> name, NodeIds ids) {
        record.setAttribute(name,
                IntStream.range(0, ids.size()).mapToObj(i -> Long.toUnsignedString(ids.get(i))).toList());
    }

    private static void count(LogRecordBuilder record, AttributeKey<Long> name, long value) {
        record.setAttribute(name, value);
    }

    private static void number(LogRecordBuilder record, AttributeKey<Double> name, double value) {
        record.setAttribute(name, value);
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
