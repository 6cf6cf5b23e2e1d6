// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.labels.NodeLabels;
import io.engram.trace.exporters.resource.Versions;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes events as requests of OTLP, {@code ExportLogsServiceRequest}, straight in protobuf's wire format: generated
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

    // A tag, and a length as beginMessage makes room for it.
    private static final int RECORD_HEAD_BYTES = 3;
    // Ten attributes at most, and the fields of fixed length.
    private static final int MAX_RECORD_BYTES = 10 * Attribute.MAX_BYTES + 128;
    private static final VarHandle INT_LE =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();
    private static final VarHandle LONG_LE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();
    private static final VarHandle LONG_BE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN).withInvokeExactBehavior();
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    private final SharedFields shared = new SharedFields();
    private final LabelAttribute labels;
    private final byte[] resource;
    private final byte[] scope;

    /**
     * An encoder for the events of one process.
     *
     * @param resource attributes of that process; {@code process.pid} becomes an integer, all others are texts
     */
    public OtlpEncoder(Map<String, String> resource) {
        this(resource, NodeLabels.NONE);
    }

    /**
     * An encoder for the events of one process that adds words for nodes.
     *
     * @param resource attributes of that process; {@code process.pid} becomes an integer, all others are texts
     * @param labels of nodes
     */
    public OtlpEncoder(Map<String, String> resource, NodeLabels labels) {
        this.labels = new LabelAttribute(labels);
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
        while (next < events.size() && putRecord(events.get(next), observedUnixNano, maxRequestBytes, out)) {
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

    // Each type has a method of its own all the way, because the calls of an interface's methods cost more than the
    // work in between. They write into the array, so that an index is all that there is to keep on the way.

    /** Writes an event unless the request would become too large. */
    private boolean putRecord(CognitiveEvent event, long observedUnixNano, int maxRequestBytes, EncodeBuffer out) {
        return switch (event) {
            case PrimingEvent priming -> put(priming, observedUnixNano, maxRequestBytes, out);
            case InterferenceEvent interference -> put(interference, observedUnixNano, maxRequestBytes, out);
            case ReconsolidationEvent reconsolidation -> put(reconsolidation, observedUnixNano, maxRequestBytes, out);
            case FalseMemoryEvent falseMemory -> put(falseMemory, observedUnixNano, maxRequestBytes, out);
        };
    }

    private boolean put(PrimingEvent event, long observedUnixNano, int maxRequestBytes, EncodeBuffer out) {
        byte[] fields = shared.of(event, SharedFields.place(event.primingType()), event.thread(), event.sampleRate());
        if (!makeRoom(fields, maxRequestBytes, out)) {
            return false;
        }
        byte[] to = out.array();
        int at = putCommon(event.timeUnixNano(), observedUnixNano, fields, event.position(), event.correlationId(), to,
                out.length() + RECORD_HEAD_BYTES);
        at = PRIMING_STRENGTH.putDouble(event.strength(), to, at);
        at = PRIMING_SOURCE_ID.putDecimal(event.sourceNode(), to, at);
        at = PRIMING_TARGET_ID.putDecimal(event.targetNode(), to, at);
        return end(event, event.spanContext(), at, maxRequestBytes, out);
    }

    private boolean put(InterferenceEvent event, long observedUnixNano, int maxRequestBytes, EncodeBuffer out) {
        byte[] fields =
                shared.of(event, SharedFields.place(event.interferenceType()), event.thread(), event.sampleRate());
        if (!makeRoom(fields, maxRequestBytes, out)) {
            return false;
        }
        byte[] to = out.array();
        int at = putCommon(event.timeUnixNano(), observedUnixNano, fields, event.position(), event.correlationId(), to,
                out.length() + RECORD_HEAD_BYTES);
        at = INTERFERENCE_MAGNITUDE.putDouble(event.magnitude(), to, at);
        at = INTERFERENCE_TARGET_ID.putDecimal(event.targetNode(), to, at);
        at = INTERFERENCE_COMPETING_IDS.putDecimals(event.competingNodes(), to, at);
        at = INTERFERENCE_COMPETING_COUNT.putInteger(event.competingCount(), to, at);
        return end(event, event.spanContext(), at, maxRequestBytes, out);
    }

    private boolean put(ReconsolidationEvent event, long observedUnixNano, int maxRequestBytes, EncodeBuffer out) {
        byte[] fields = shared.of(event, SharedFields.RECONSOLIDATION, event.thread(), event.sampleRate());
        if (!makeRoom(fields, maxRequestBytes, out)) {
            return false;
        }
        byte[] to = out.array();
        int at = putCommon(event.timeUnixNano(), observedUnixNano, fields, event.position(), event.correlationId(), to,
                out.length() + RECORD_HEAD_BYTES);
        at = RECONSOLIDATION_NODE_ID.putDecimal(event.node(), to, at);
        at = RECONSOLIDATION_WINDOW_POSITION.putDouble(event.windowPosition(), to, at);
        at = RECONSOLIDATION_MODIFICATION_COUNT.putInteger(event.modificationCount(), to, at);
        at = RECONSOLIDATION_MODIFIED_FIELDS.putDecimal(event.modifiedFields(), to, at);
        at = RECONSOLIDATION_PLASTICITY_FACTOR.putDouble(event.plasticityFactor(), to, at);
        return end(event, event.spanContext(), at, maxRequestBytes, out);
    }

    private boolean put(FalseMemoryEvent event, long observedUnixNano, int maxRequestBytes, EncodeBuffer out) {
        byte[] fields = shared.of(event, SharedFields.FALSE_MEMORY, event.thread(), event.sampleRate());
        if (!makeRoom(fields, maxRequestBytes, out)) {
            return false;
        }
        byte[] to = out.array();
        int at = putCommon(event.timeUnixNano(), observedUnixNano, fields, event.position(), event.correlationId(), to,
                out.length() + RECORD_HEAD_BYTES);
        at = FALSE_MEMORY_CRITICAL_LURE_ID.putDecimal(event.criticalLure(), to, at);
        at = FALSE_MEMORY_SOURCE_IDS.putDecimals(event.sourceNodes(), to, at);
        at = FALSE_MEMORY_SOURCE_COUNT.putInteger(event.sourceListSize(), to, at);
        at = FALSE_MEMORY_RECONSTRUCTION_CONFIDENCE.putDouble(event.reconstructionConfidence(), to, at);
        return end(event, event.spanContext(), at, maxRequestBytes, out);
    }

    /** Makes room for a record, unless what it shares is too large: a thread's name may be of any length. */
    private static boolean makeRoom(byte[] fields, int maxRequestBytes, EncodeBuffer out) {
        if (fields.length > maxRequestBytes - out.length()) {
            return false;
        }
        out.ensure(fields.length + MAX_RECORD_BYTES);
        return true;
    }

    private static int putCommon(long timeUnixNano, long observedUnixNano, byte[] fields, long position,
            long correlationId, byte[] to, int start) {
        int at = putFixed64(TIME, timeUnixNano, to, start);
        at = putFixed64(OBSERVED_TIME, observedUnixNano, to, at);
        System.arraycopy(fields, 0, to, at, fields.length);
        at = POSITION.putInteger(position, to, at + fields.length);
        return correlationId == 0 ? at : CORRELATION_ID.putDecimal(correlationId, to, at);
    }

    /** Ends a record whose content was written, unless the request became too large. */
    private boolean end(CognitiveEvent event, SpanContext span, int contentEnd, int maxRequestBytes,
            EncodeBuffer out) {
        int begin = out.length();
        int record = out.beginMessage(LOG_RECORD);
        out.advance(span == null ? contentEnd : putSpan(span, out.array(), contentEnd));
        labels.put(event, out);
        out.endMessage(record);
        if (out.length() > maxRequestBytes) {
            out.truncate(begin);
            return false;
        }
        return true;
    }

    // The tags of these fields take one byte each.

    private static int putSpan(SpanContext span, byte[] to, int start) {
        int at = start;
        if (span.flags() != 0) {
            to[at] = (byte) FLAGS;
            INT_LE.set(to, at + 1, span.flags());
            at += 1 + Integer.BYTES;
        }
        to[at] = (byte) TRACE_ID;
        to[at + 1] = TRACE_ID_BYTES;
        LONG_BE.set(to, at + 2, span.traceIdHigh());
        LONG_BE.set(to, at + 2 + Long.BYTES, span.traceIdLow());
        at += 2 + TRACE_ID_BYTES;
        to[at] = (byte) SPAN_ID;
        to[at + 1] = SPAN_ID_BYTES;
        LONG_BE.set(to, at + 2, span.spanId());
        return at + 2 + SPAN_ID_BYTES;
    }

    private static int putFixed64(int tag, long value, byte[] to, int start) {
        to[start] = (byte) tag;
        LONG_LE.set(to, start + 1, value);
        return start + 1 + Long.BYTES;
    }
}
