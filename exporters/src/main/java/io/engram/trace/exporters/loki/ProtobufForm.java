package io.engram.trace.exporters.loki;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.SharedBytes;
import io.engram.trace.exporters.encode.ShortText;
import io.engram.trace.exporters.encode.SnappyBuffer;
import io.engram.trace.exporters.json.JsonEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Loki's {@code logproto.PushRequest}:
 *
 * <pre>
 * PushRequest { repeated Stream streams = 1 }
 * Stream      { string labels = 1; repeated Entry entries = 2 }
 * Entry       { google.protobuf.Timestamp timestamp = 1; string line = 2; repeated Label structuredMetadata = 3 }
 * Timestamp   { int64 seconds = 1; int32 nanos = 2 }
 * Label       { string name = 1; string value = 2 }
 * </pre>
 *
 * <p>It is compressed by Snappy as it is written, as Loki takes nothing else.
 *
 * <p>Assumptions: one thread uses it.
 */
final class ProtobufForm implements RequestForm {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private static final int FIELD_1_TEXT = EncodeBuffer.tag(1, EncodeBuffer.LENGTH_DELIMITED);
    private static final int FIELD_2_TEXT = EncodeBuffer.tag(2, EncodeBuffer.LENGTH_DELIMITED);
    private static final int FIELD_3_TEXT = EncodeBuffer.tag(3, EncodeBuffer.LENGTH_DELIMITED);
    private static final int FIELD_1_NUMBER = EncodeBuffer.tag(1, EncodeBuffer.VARINT);
    private static final int FIELD_2_NUMBER = EncodeBuffer.tag(2, EncodeBuffer.VARINT);

    // An entry's time, the tags in it, and metadata that is not shared.
    private static final int ENTRY_BYTES = 1_024;
    private static final int INITIAL_BYTES = 1 << 16;
    // A label's tag, length, name and the value's tag and length, by name and length of the value: as the lengths are
    // part of them, they are repeated as a whole.
    private static final ShortText[][] LABEL_HEADS =
            Arrays.stream(MetadataName.values()).map(ProtobufForm::labelHeads).toArray(ShortText[][]::new);

    private final JsonEncoder encoder;
    private final SharedBytes shared = new SharedBytes(ProtobufForm::sharedMetadata);
    private final SnappyBuffer headElements = new SnappyBuffer(256);
    private EncodeBuffer request = new EncodeBuffer(INITIAL_BYTES);
    private int entry;

    /** Writes lines by an encoder. */
    ProtobufForm(JsonEncoder encoder) {
        this.encoder = encoder;
    }

    private static ShortText[] labelHeads(MetadataName name) {
        ShortText[] heads = new ShortText[VALUE_BYTES];
        Arrays.setAll(heads, valueBytes -> {
            byte[] label = name.label().getBytes(StandardCharsets.US_ASCII);
            EncodeBuffer head = new EncodeBuffer(ShortText.MAX_BYTES);
            head.put(FIELD_3_TEXT);
            head.put(2 + label.length + 2 + valueBytes);
            head.putBytesField(FIELD_1_TEXT, label);
            head.put(FIELD_2_TEXT);
            head.put(valueBytes);
            return ShortText.of(Arrays.copyOf(head.array(), head.length()));
        });
        return heads;
    }

    @Override
    public EncodeBuffer newEntries() {
        return new SnappyBuffer(INITIAL_BYTES);
    }

    @Override
    public byte[] labels(Map<String, String> labels) {
        EncodeBuffer field = new EncodeBuffer(256);
        field.putTextField(FIELD_1_TEXT, LabelText.of(labels));
        return Arrays.copyOf(field.array(), field.length());
    }

    @Override
    public int emptyBytes() {
        return 0;
    }

    @Override
    public int streamBytes(byte[] labels) {
        return 1 + EncodeBuffer.varintLength(Integer.MAX_VALUE) + labels.length;
    }

    @Override
    public void beginEntry(CognitiveEvent event, long unixNano, EncodeBuffer out) {
        out.expectMessages(encoder.maxEventBytes(event) + shared.length(event) + ENTRY_BYTES);
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
        int begin = out.plainLength();
        encoder.writeEvent(event, out);
        int length = out.plainLength() - begin;
        out.endMessage(line);
        shared.put(event, out);
        return length;
    }

    private static byte[] sharedMetadata(CognitiveEvent event) {
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
    public void beginValue(MetadataName name, int valueBytes, EncodeBuffer out) {
        out.put(LABEL_HEADS[name.ordinal()][valueBytes]);
    }

    @Override
    public void endValue(EncodeBuffer out) {
        // Its length stands before it.
    }

    @Override
    public void endEntry(EncodeBuffer out) {
        out.endMessage(entry);
    }

    @Override
    public void entry(long unixNano, EncodeBuffer line, EncodeBuffer out) {
        out.expectMessages(line.length() + ENTRY_BYTES);
        entry = out.beginMessage(FIELD_2_TEXT);
        putTime(unixNano, out);
        out.putVarintField(FIELD_2_TEXT, line.length());
        out.put(line.array(), 0, line.length());
        out.endMessage(entry);
    }

    @Override
    public void beginRequest(int plainBytes) {
        request.clear();
        // What a Snappy stream begins with.
        request.putVarint(plainBytes);
    }

    @Override
    public int plainBytes(byte[] labels, EncodeBuffer entries) {
        int inner = labels.length + entries.plainLength();
        return 1 + EncodeBuffer.varintLength(inner) + inner;
    }

    @Override
    public void addStream(byte[] labels, EncodeBuffer entries) {
        headElements.clear();
        headElements.putVarintField(FIELD_1_TEXT, labels.length + entries.plainLength());
        headElements.put(labels);
        request.put(headElements.array(), 0, headElements.length());
        request.put(entries.array(), 0, entries.length());
    }

    @Override
    public EncodeBuffer endRequest() {
        return request;
    }

    @Override
    public void leaveBody() {
        request = new EncodeBuffer(INITIAL_BYTES);
    }
}
