package io.engram.trace.exporters.otlp;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.resource.Versions;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes events as requests of OTLP, {@code ExportLogsServiceRequest}, straight in protobuf's wire format: the generated
 * builders cost many times as much and leave garbage behind. Field numbers are those of the generated classes.
 *
 * <p>Each event becomes a log record without a body, with an event name and flat attributes. Ids and bit sets are
 * unsigned decimal strings, because OTLP's integers are signed.
 *
 * <p>Assumptions: one thread uses it.
 */
public final class OtlpEncoder {
    private static final String PROCESS_PID = "process.pid";

    private static final int RESOURCE_LOGS = message(ExportLogsServiceRequest.RESOURCE_LOGS_FIELD_NUMBER);
    private static final int RESOURCE = message(ResourceLogs.RESOURCE_FIELD_NUMBER);
    private static final int RESOURCE_ATTRIBUTE = message(Resource.ATTRIBUTES_FIELD_NUMBER);
    private static final int SCOPE_LOGS = message(ResourceLogs.SCOPE_LOGS_FIELD_NUMBER);
    private static final int SCOPE = message(ScopeLogs.SCOPE_FIELD_NUMBER);
    private static final int SCOPE_NAME = message(InstrumentationScope.NAME_FIELD_NUMBER);
    private static final int SCOPE_VERSION = message(InstrumentationScope.VERSION_FIELD_NUMBER);
    private static final int LOG_RECORD = message(ScopeLogs.LOG_RECORDS_FIELD_NUMBER);
    private static final int TIME = EncodeBuffer.tag(LogRecord.TIME_UNIX_NANO_FIELD_NUMBER, EncodeBuffer.FIXED64);
    private static final int OBSERVED_TIME =
            EncodeBuffer.tag(LogRecord.OBSERVED_TIME_UNIX_NANO_FIELD_NUMBER, EncodeBuffer.FIXED64);
    private static final int SEVERITY_NUMBER =
            EncodeBuffer.tag(LogRecord.SEVERITY_NUMBER_FIELD_NUMBER, EncodeBuffer.VARINT);
    private static final int EVENT_NAME = message(LogRecord.EVENT_NAME_FIELD_NUMBER);
    private static final int ATTRIBUTE = message(LogRecord.ATTRIBUTES_FIELD_NUMBER);
    private static final int FLAGS = EncodeBuffer.tag(LogRecord.FLAGS_FIELD_NUMBER, EncodeBuffer.FIXED32);
    private static final int TRACE_ID = message(LogRecord.TRACE_ID_FIELD_NUMBER);
    private static final int SPAN_ID = message(LogRecord.SPAN_ID_FIELD_NUMBER);

    private static final Attribute POSITION = Attribute.integer(OtlpAttributes.POSITION);
    private static final Attribute CORRELATION_ID = Attribute.decimal(OtlpAttributes.CORRELATION_ID);
    private static final Attribute PRIMING_STRENGTH = Attribute.floating(OtlpAttributes.PRIMING_STRENGTH);
    private static final Attribute PRIMING_SOURCE_ID = Attribute.decimal(OtlpAttributes.PRIMING_SOURCE_ID);
    private static final Attribute PRIMING_TARGET_ID = Attribute.decimal(OtlpAttributes.PRIMING_TARGET_ID);
    private static final Attribute INTERFERENCE_MAGNITUDE =
            Attribute.floating(OtlpAttributes.INTERFERENCE_MAGNITUDE);
    private static final Attribute INTERFERENCE_TARGET_ID = Attribute.decimal(OtlpAttributes.INTERFERENCE_TARGET_ID);
    private static final Attribute INTERFERENCE_COMPETING_IDS =
            Attribute.decimals(OtlpAttributes.INTERFERENCE_COMPETING_IDS);
    private static final Attribute INTERFERENCE_COMPETING_COUNT =
            Attribute.integer(OtlpAttributes.INTERFERENCE_COMPETING_COUNT);
    private static final Attribute RECONSOLIDATION_NODE_ID = Attribute.decimal(OtlpAttributes.RECONSOLIDATION_NODE_ID);
    private static final Attribute RECONSOLIDATION_WINDOW_POSITION =
            Attribute.floating(OtlpAttributes.RECONSOLIDATION_WINDOW_POSITION);
    private static final Attribute RECONSOLIDATION_MODIFICATION_COUNT =
            Attribute.integer(OtlpAttributes.RECONSOLIDATION_MODIFICATION_COUNT);
    private static final Attribute RECONSOLIDATION_MODIFIED_FIELDS =
            Attribute.decimal(OtlpAttributes.RECONSOLIDATION_MODIFIED_FIELDS);
    private static final Attribute RECONSOLIDATION_PLASTICITY_FACTOR =
            Attribute.floating(OtlpAttributes.RECONSOLIDATION_PLASTICITY_FACTOR);
    private static final Attribute FALSE_MEMORY_CRITICAL_LURE_ID =
            Attribute.decimal(OtlpAttributes.FALSE_MEMORY_CRITICAL_LURE_ID);
    private static final Attribute FALSE_MEMORY_SOURCE_IDS = Attribute.decimals(OtlpAttributes.FALSE_MEMORY_SOURCE_IDS);
    private static final Attribute FALSE_MEMORY_SOURCE_COUNT =
            Attribute.integer(OtlpAttributes.FALSE_MEMORY_SOURCE_COUNT);
    private static final Attribute FALSE_MEMORY_RECONSTRUCTION_CONFIDENCE =
            Attribute.floating(OtlpAttributes.FALSE_MEMORY_RECONSTRUCTION_CONFIDENCE);

    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    private final SharedFields shared = new SharedFields();
    private final byte[] resource;
    private final byte[] scope;

    /**
     * An encoder for the events of one process.
     *
     * @param resource attributes of that process; {@code process.pid} becomes an integer, all others are texts
     */
    public OtlpEncoder(Map<String, String> resource) {
        this.resource = encodeResource(resource);
        this.scope = encodeScope();
    }

    private static int message(int fieldNumber) {
        return EncodeBuffer.tag(fieldNumber, EncodeBuffer.LENGTH_DELIMITED);
    }

    private static byte[] encodeResource(Map<String, String> attributes) {
        EncodeBuffer out = new EncodeBuffer(512);
        int begin = out.beginMessage(RESOURCE);
        attributes.forEach((name, value) -> {
            if (name.equals(PROCESS_PID) && isInteger(value)) {
                Attribute.putInteger(out, RESOURCE_ATTRIBUTE, name, Long.parseLong(value));
            } else {
                Attribute.putText(out, RESOURCE_ATTRIBUTE, name, value);
            }
        });
        out.endMessage(begin);
        return Arrays.copyOf(out.array(), out.length());
    }

    // 18 digits always fit.
    private static boolean isInteger(String value) {
        return !value.isEmpty() && value.length() <= 18 && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static byte[] encodeScope() {
        EncodeBuffer out = new EncodeBuffer(64);
        int begin = out.beginMessage(SCOPE);
        out.putTextField(SCOPE_NAME, OtlpAttributes.SCOPE);
        out.putTextField(SCOPE_VERSION, Versions.CURRENT);
        out.endMessage(begin);
        return Arrays.copyOf(out.array(), out.length());
    }

    /**
     * Writes a request of as many events as fit.
     *
     * @param events in the order in which they are sent
     * @param from index of the first one to write
     * @param observedUnixNano time of the export, nanoseconds since 1970
     * @param maxRequestBytes largest request, bytes
     * @param out where to; what it held is taken back
     * @return index of the event with which the next request begins; {@code from} if that event alone is too large, and
     *     then there is nothing to send
     */
    public int encode(List<? extends CognitiveEvent> events, int from, long observedUnixNano, int maxRequestBytes,
            EncodeBuffer out) {
        out.clear();
        int resourceLogs = out.beginLargeMessage(RESOURCE_LOGS);
        out.put(resource);
        int scopeLogs = out.beginLargeMessage(SCOPE_LOGS);
        out.put(scope);
        int next = from;
        while (next < events.size()) {
            int end = out.length();
            // A thread's name may be of any length: not even written if it is too long.
            CognitiveEvent event = events.get(next);
            byte[] fields = shared.of(event);
            if (fields.length > maxRequestBytes - end) {
                break;
            }
            putRecord(event, fields, observedUnixNano, out);
            if (out.length() > maxRequestBytes) {
                out.truncate(end);
                break;
            }
            next++;
        }
        if (next == from) {
            out.clear();
            return from;
        }
        out.endLargeMessage(scopeLogs);
        out.endLargeMessage(resourceLogs);
        return next;
    }

    /**
     * Writes a request that tells of losses: one log record, which is no event.
     *
     * @param lost events lost by reason, such as {@code overwritten}
     * @param timeUnixNano when that was noticed, nanoseconds since 1970
     * @param out where to; what it held is taken back
     */
    public void encodeLoss(Map<String, Long> lost, long timeUnixNano, EncodeBuffer out) {
        out.clear();
        int resourceLogs = out.beginLargeMessage(RESOURCE_LOGS);
        out.put(resource);
        int scopeLogs = out.beginLargeMessage(SCOPE_LOGS);
        out.put(scope);
        int record = out.beginMessage(LOG_RECORD);
        out.putFixed64Field(TIME, timeUnixNano);
        out.putFixed64Field(OBSERVED_TIME, timeUnixNano);
        out.putVarintField(SEVERITY_NUMBER, SeverityNumber.SEVERITY_NUMBER_WARN_VALUE);
        out.putTextField(EVENT_NAME, OtlpAttributes.LOSS_EVENT);
        lost.forEach((reason, events) ->
                Attribute.putInteger(out, ATTRIBUTE, OtlpAttributes.LOSS_PREFIX + reason, events));
        out.endMessage(record);
        out.endLargeMessage(scopeLogs);
        out.endLargeMessage(resourceLogs);
    }

    private static void putRecord(CognitiveEvent event, byte[] fields, long observedUnixNano, EncodeBuffer out) {
        int record = out.beginMessage(LOG_RECORD);
        out.putFixed64Field(TIME, event.timeUnixNano());
        out.putFixed64Field(OBSERVED_TIME, observedUnixNano);
        out.put(fields);
        POSITION.putInteger(out, event.position());
        if (event.correlationId() != 0) {
            CORRELATION_ID.putDecimal(out, event.correlationId());
        }
        switch (event) {
            case PrimingEvent priming -> putData(priming, out);
            case InterferenceEvent interference -> putData(interference, out);
            case ReconsolidationEvent reconsolidation -> putData(reconsolidation, out);
            case FalseMemoryEvent falseMemory -> putData(falseMemory, out);
        }
        if (event.spanContext() != null) {
            putSpan(event.spanContext(), out);
        }
        out.endMessage(record);
    }

    private static void putData(PrimingEvent event, EncodeBuffer out) {
        PRIMING_STRENGTH.putDouble(out, event.strength());
        PRIMING_SOURCE_ID.putDecimal(out, event.sourceNode());
        PRIMING_TARGET_ID.putDecimal(out, event.targetNode());
    }

    private static void putData(InterferenceEvent event, EncodeBuffer out) {
        INTERFERENCE_MAGNITUDE.putDouble(out, event.magnitude());
        INTERFERENCE_TARGET_ID.putDecimal(out, event.targetNode());
        INTERFERENCE_COMPETING_IDS.putDecimals(out, event.competingNodes());
        INTERFERENCE_COMPETING_COUNT.putInteger(out, event.competingCount());
    }

    private static void putData(ReconsolidationEvent event, EncodeBuffer out) {
        RECONSOLIDATION_NODE_ID.putDecimal(out, event.node());
        RECONSOLIDATION_WINDOW_POSITION.putDouble(out, event.windowPosition());
        RECONSOLIDATION_MODIFICATION_COUNT.putInteger(out, event.modificationCount());
        RECONSOLIDATION_MODIFIED_FIELDS.putDecimal(out, event.modifiedFields());
        RECONSOLIDATION_PLASTICITY_FACTOR.putDouble(out, event.plasticityFactor());
    }

    private static void putData(FalseMemoryEvent event, EncodeBuffer out) {
        FALSE_MEMORY_CRITICAL_LURE_ID.putDecimal(out, event.criticalLure());
        FALSE_MEMORY_SOURCE_IDS.putDecimals(out, event.sourceNodes());
        FALSE_MEMORY_SOURCE_COUNT.putInteger(out, event.sourceListSize());
        FALSE_MEMORY_RECONSTRUCTION_CONFIDENCE.putDouble(out, event.reconstructionConfidence());
    }

    private static void putSpan(SpanContext span, EncodeBuffer out) {
        out.putVarint(FLAGS);
        out.putIntLittleEndian(span.flags());
        out.putVarint(TRACE_ID);
        out.putVarint(TRACE_ID_BYTES);
        out.putLongBigEndian(span.traceIdHigh());
        out.putLongBigEndian(span.traceIdLow());
        out.putVarint(SPAN_ID);
        out.putVarint(SPAN_ID_BYTES);
        out.putLongBigEndian(span.spanId());
    }
}
