// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.SharedPart;
import io.engram.trace.exporters.encode.ShortText;
import io.engram.trace.exporters.json.JsonEncoder;
import java.util.Arrays;

/**
 * An entry of Loki's {@code logproto.PushRequest} with its field number in a stream:
 *
 * <pre>
 * Entry       { google.protobuf.Timestamp timestamp = 1; string line = 2; repeated Label structuredMetadata = 3 }
 * Timestamp   { int64 seconds = 1; int32 nanos = 2 }
 * Label       { string name = 1; string value = 2 }
 * </pre>
 *
 * <p>Assumptions: one thread uses it.
 */
final class ProtobufEntry implements EntryForm {
    static final long NANOS_PER_SECOND = 1_000_000_000;

    static final int FIELD_1_TEXT = EncodeBuffer.tag(1, EncodeBuffer.LENGTH_DELIMITED);
    static final int FIELD_2_TEXT = EncodeBuffer.tag(2, EncodeBuffer.LENGTH_DELIMITED);
    static final int FIELD_3_TEXT = EncodeBuffer.tag(3, EncodeBuffer.LENGTH_DELIMITED);
    static final int FIELD_1_NUMBER = EncodeBuffer.tag(1, EncodeBuffer.VARINT);
    static final int FIELD_2_NUMBER = EncodeBuffer.tag(2, EncodeBuffer.VARINT);

    // A label's tag, length, name, and the value's tag and length, with the lengths put in afterwards.
    private static final ShortText[] LABEL_HEADS =
            Arrays.stream(MetadataName.values()).map(ProtobufEntry::labelHead).toArray(ShortText[]::new);

    private final JsonEncoder encoder;
    private final SharedPart<byte[]> shared = new SharedPart<>(ProtobufEntry::sharedMetadata);
    private int entry;
    private int label;
    private int value;

    /** Writes lines by an encoder. */
    ProtobufEntry(JsonEncoder encoder) {
        this.encoder = encoder;
    }

    private static ShortText labelHead(MetadataName name) {
        EncodeBuffer head = new EncodeBuffer(ShortText.MAX_BYTES);
        head.put(FIELD_3_TEXT);
        head.put(0);
        head.putTextField(FIELD_1_TEXT, name.label());
        head.put(FIELD_2_TEXT);
        head.put(0);
        return ShortText.of(Arrays.copyOf(head.array(), head.length()));
    }

    @Override
    public void beginEntry(long unixNano, EncodeBuffer out) {
        entry = out.beginMessage(FIELD_2_TEXT);
        putTime(unixNano, out);
    }

    private static void putTime(long unixNano, EncodeBuffer out) {
        long second = Math.floorDiv(unixNano, NANOS_PER_SECOND);
        int nanos = (int) (unixNano - second * NANOS_PER_SECOND);
        out.put(FIELD_1_TEXT);
        out.put(2 + EncodeBuffer.varintLength(second) + EncodeBuffer.varintLength(nanos));
        out.putVarintField(FIELD_1_NUMBER, second);
        out.putVarintField(FIELD_2_NUMBER, nanos);
    }

    @Override
    public int lineAndSharedMetadata(CognitiveEvent event, EncodeBuffer out) {
        int line = out.beginMessage(FIELD_2_TEXT);
        int begin = out.length();
        encoder.writeEvent(event, out);
        int length = out.length() - begin;
        out.endMessage(line);
        out.put(shared.of(event));
        return length;
    }

    /** The labels that the entries of one type, thread and sampling rate share. */
    static byte[] sharedMetadata(CognitiveEvent event) {
        EncodeBuffer out = new EncodeBuffer(256);
        putLabel(MetadataName.THREAD_ID, Long.toString(event.thread().id()), out);
        putLabel(MetadataName.THREAD_NAME,
                LokiLimits.cutChars(event.thread().name(), LokiLimits.THREAD_NAME_CHARS), out);
        putLabel(MetadataName.SAMPLE_RATE, Double.toString(event.sampleRate()), out);
        return Arrays.copyOf(out.array(), out.length());
    }

    private static void putLabel(MetadataName name, String value, EncodeBuffer out) {
        int label = out.beginMessage(FIELD_3_TEXT);
        out.putTextField(FIELD_1_TEXT, name.label());
        out.putTextField(FIELD_2_TEXT, value);
        out.endMessage(label);
    }

    @Override
    public void beginValue(MetadataName name, EncodeBuffer out) {
        label = out.length();
        out.put(LABEL_HEADS[name.ordinal()]);
        value = out.length();
    }

    @Override
    public void endValue(EncodeBuffer out) {
        int end = out.length();
        // Names and ids are short: each length takes one byte.
        out.array()[value - 1] = (byte) (end - value);
        out.array()[label + 1] = (byte) (end - label - 2);
    }

    @Override
    public void endEntry(EncodeBuffer out) {
        out.endMessage(entry);
    }

    @Override
    public void entry(long unixNano, EncodeBuffer line, EncodeBuffer out) {
        entry = out.beginMessage(FIELD_2_TEXT);
        putTime(unixNano, out);
        out.putVarintField(FIELD_2_TEXT, line.length());
        out.put(line.array(), 0, line.length());
        out.endMessage(entry);
    }
}
