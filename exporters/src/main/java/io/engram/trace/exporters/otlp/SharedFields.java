// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What the log records of one thread, event type and subtype share, at the sampling rate that they were last kept at.
 * It is encoded once.
 *
 * <p>Assumptions: one thread uses it; the objects that stand for traced threads are reused, as the collector does.
 */
final class SharedFields {
    private static final int SEVERITY_NUMBER =
            EncodeBuffer.tag(LogRecord.SEVERITY_NUMBER_FIELD_NUMBER, EncodeBuffer.VARINT);
    private static final int EVENT_NAME =
            EncodeBuffer.tag(LogRecord.EVENT_NAME_FIELD_NUMBER, EncodeBuffer.LENGTH_DELIMITED);
    private static final int ATTRIBUTE =
            EncodeBuffer.tag(LogRecord.ATTRIBUTES_FIELD_NUMBER, EncodeBuffer.LENGTH_DELIMITED);
    private static final Attribute RATE = Attribute.floating(OtlpAttributes.SAMPLING_RATE);
    private static final Attribute ADJUSTED_COUNT = Attribute.floating(OtlpAttributes.SAMPLING_ADJUSTED_COUNT);

    // A place for each type and subtype.
    private static final int FIRST_INTERFERENCE = PrimingType.values().length;
    static final int RECONSOLIDATION = FIRST_INTERFERENCE + InterferenceType.values().length;
    static final int FALSE_MEMORY = RECONSOLIDATION + 1;
    private static final int PLACES = FALSE_MEMORY + 1;

    // Threads come and go, and their names may be long; what was kept for them is then made again.
    private static final int MAX_THREADS = 1_024;
    private static final int MAX_BYTES = 4 << 20;

    private final EncodeBuffer buffer = new EncodeBuffer(256);
    private final Map<TracedThread, Fields[]> byThread = new IdentityHashMap<>();
    private TracedThread lastThread;
    private Fields[] ofLastThread;
    private long keptBytes;

    private record Fields(long rateBits, byte[] encoded) {
    }

    /**
     * The fields of an event, encoded.
     *
     * @param event any
     * @param place of its type and subtype, such as {@link #RECONSOLIDATION}
     * @param thread of the event
     * @param sampleRate of the event
     * @return bytes that must not be changed
     */
    byte[] of(CognitiveEvent event, int place, TracedThread thread, double sampleRate) {
        if (thread != lastThread) {
            change(thread);
        }
        Fields fields = ofLastThread[place];
        long rateBits = Double.doubleToRawLongBits(sampleRate);
        return fields != null && fields.rateBits() == rateBits ? fields.encoded() : encode(event, place, rateBits);
    }

    static int place(PrimingType type) {
        return type.ordinal();
    }

    static int place(InterferenceType type) {
        return FIRST_INTERFERENCE + type.ordinal();
    }

    private void change(TracedThread thread) {
        Fields[] fields = byThread.get(thread);
        if (fields == null) {
            if (byThread.size() == MAX_THREADS) {
                byThread.clear();
                keptBytes = 0;
            }
            fields = new Fields[PLACES];
            byThread.put(thread, fields);
        }
        lastThread = thread;
        ofLastThread = fields;
    }

    private byte[] encode(CognitiveEvent event, int place, long rateBits) {
        buffer.clear();
        buffer.putVarintField(SEVERITY_NUMBER, SeverityNumber.SEVERITY_NUMBER_INFO_VALUE);
        buffer.putTextField(EVENT_NAME, OtlpAttributes.eventName(event.eventType()));
        Attribute.putInteger(buffer, ATTRIBUTE, OtlpAttributes.THREAD_ID, event.thread().id());
        Attribute.putText(buffer, ATTRIBUTE, OtlpAttributes.THREAD_NAME, event.thread().name());
        double rate = event.sampleRate();
        put(RATE, rate);
        if (rate > 0 && rate < 1) {
            put(ADJUSTED_COUNT, 1 / rate);
        }
        switch (event) {
            case PrimingEvent priming -> Attribute.putText(buffer, ATTRIBUTE, OtlpAttributes.PRIMING_TYPE,
                    priming.primingType().label());
            case InterferenceEvent interference -> Attribute.putText(buffer, ATTRIBUTE,
                    OtlpAttributes.INTERFERENCE_TYPE, interference.interferenceType().label());
            default -> {
                // The others have no subtype.
            }
        }
        byte[] encoded = Arrays.copyOf(buffer.array(), buffer.length());
        keep(event.thread(), place, new Fields(rateBits, encoded));
        return encoded;
    }

    private void put(Attribute attribute, double value) {
        buffer.ensure(Attribute.MAX_BYTES);
        buffer.advance(attribute.putDouble(value, buffer.array(), buffer.length()));
    }

    private void keep(TracedThread thread, int place, Fields fields) {
        Fields before = ofLastThread[place];
        keptBytes += fields.encoded().length - (before == null ? 0 : before.encoded().length);
        if (keptBytes > MAX_BYTES) {
            byThread.clear();
            lastThread = null;
            change(thread);
            keptBytes = fields.encoded().length;
        }
        ofLastThread[place] = fields;
    }
}
