// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.SnappyBlock;
import io.engram.trace.exporters.json.JsonEncoder;
import java.util.Arrays;
import java.util.Map;

/**
 * Loki's {@code logproto.PushRequest}, which Loki takes as a block of Snappy only:
 *
 * <pre>
 * PushRequest { repeated Stream streams = 1 }
 * Stream      { string labels = 1; repeated Entry entries = 2 }
 * </pre>
 *
 * <p>Assumptions: one thread uses it.
 */
final class ProtobufForm implements RequestForm {
    private static final int INITIAL_BYTES = 1 << 16;

    private final JsonEncoder encoder;
    private final byte[][] labels = new byte[LokiEventType.COUNT][];
    private final StreamEntries[] entries = new StreamEntries[LokiEventType.COUNT];
    private final EncodeBuffer head = new EncodeBuffer(1 << 8);
    private EncodeBuffer out = new EncodeBuffer(INITIAL_BYTES);
    private int streams;

    /** Writes lines as an encoder does. */
    ProtobufForm(JsonEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public byte[] labels(Map<String, String> labels) {
        EncodeBuffer field = new EncodeBuffer(256);
        field.putTextField(ProtobufEntry.FIELD_1_TEXT, LabelText.of(labels));
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
    public StreamEntries newEntries(int type) {
        return SnappyEntries.of(type, encoder);
    }

    @Override
    public void beginRequest() {
        streams = 0;
    }

    @Override
    public void addStream(byte[] labels, StreamEntries entries) {
        this.labels[streams] = labels;
        this.entries[streams] = entries;
        streams++;
    }

    @Override
    public EncodeBuffer endRequest() {
        out.clear();
        out.putVarint(plainBytes());
        for (int stream = 0; stream < streams; stream++) {
            head.clear();
            head.putVarintField(ProtobufEntry.FIELD_1_TEXT, contentBytes(stream));
            head.put(labels[stream]);
            SnappyBlock.putLiteral(head.array(), head.length(), out);
            EncodeBuffer elements = entries[stream].written();
            out.put(elements.array(), 0, elements.length());
        }
        return out;
    }

    private int plainBytes() {
        int bytes = 0;
        for (int stream = 0; stream < streams; stream++) {
            int contentBytes = contentBytes(stream);
            bytes += 1 + EncodeBuffer.varintLength(contentBytes) + contentBytes;
        }
        return bytes;
    }

    private int contentBytes(int stream) {
        return labels[stream].length + entries[stream].plainBytes();
    }

    @Override
    public void leaveBody() {
        out = new EncodeBuffer(INITIAL_BYTES);
    }
}
