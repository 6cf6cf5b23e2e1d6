// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.json.JsonEncoder;
import java.util.Map;

/** What {@link ProtobufForm} compresses, written plain: the oracle for it. */
final class PlainProtobufForm implements RequestForm {
    private final JsonEncoder encoder;
    private final ProtobufForm compressed;
    private final EncodeBuffer out = new EncodeBuffer(1 << 16);

    PlainProtobufForm(JsonEncoder encoder) {
        this.encoder = encoder;
        this.compressed = new ProtobufForm(encoder);
    }

    @Override
    public byte[] labels(Map<String, String> labels) {
        return compressed.labels(labels);
    }

    @Override
    public int emptyBytes() {
        return compressed.emptyBytes();
    }

    @Override
    public int streamBytes(byte[] labels) {
        return compressed.streamBytes(labels);
    }

    @Override
    public StreamEntries newEntries(int type) {
        return new PlainEntries(new ProtobufEntry(encoder), encoder);
    }

    @Override
    public void beginRequest() {
        out.clear();
    }

    @Override
    public void addStream(byte[] labels, StreamEntries entries) {
        EncodeBuffer written = entries.written();
        out.putVarintField(EncodeBuffer.tag(1, EncodeBuffer.LENGTH_DELIMITED), labels.length + written.length());
        out.put(labels);
        out.put(written.array(), 0, written.length());
    }

    @Override
    public EncodeBuffer endRequest() {
        return out;
    }

    @Override
    public void leaveBody() {
        // Nobody reads it later.
    }
}
