// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.SharedPart;
import io.engram.trace.exporters.encode.ShortText;
import io.engram.trace.exporters.encode.WellFormed;
import io.engram.trace.exporters.json.JsonEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Loki's JSON: {@code {"streams":[{"stream":{"a":"b"},"values":[["1700000000000000000","line",{"c":"d"}]]}]}}.
 *
 * <p>Assumptions: one thread uses it.
 */
final class JsonForm implements EntryForm, RequestForm {
    private static final byte[] REQUEST_START = ascii("{\"streams\":[");
    private static final byte[] REQUEST_END = ascii("]}");
    private static final byte[] SEPARATOR = ascii(",");
    private static final byte[] STREAM_END = ascii("]}");
    private static final ShortText ENTRY_START = ShortText.of("[\"");
    private static final ShortText LINE_START = ShortText.of("\",\"");
    private static final ShortText METADATA_START = ShortText.of(",{");
    private static final ShortText ENTRY_END = ShortText.of("}],");
    private static final ShortText PLAIN_ENTRY_END = ShortText.of("],");
    private static final ShortText[] VALUE_STARTS = Arrays.stream(MetadataName.values())
            .map(name -> ShortText.of(",\"" + name.label() + "\":\"")).toArray(ShortText[]::new);

    private final JsonEncoder encoder;
    private final BodyCompressor compressor;
    private final SharedPart<byte[]> shared = new SharedPart<>(JsonForm::sharedMetadata);
    private final EncodeBuffer lineBuffer = new EncodeBuffer(1 << 10);
    private boolean empty;

    /** Writes lines by an encoder. */
    JsonForm(JsonEncoder encoder, BodyCompressor compressor) {
        this.encoder = encoder;
        this.compressor = compressor;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] labels(Map<String, String> labels) {
        EncodeBuffer head = new EncodeBuffer(256);
        head.put(ascii("{\"stream\":{"));
        int first = head.length();
        labels.forEach((name, value) -> {
            if (head.length() > first) {
                head.put(',');
            }
            putText(name, head);
            head.put(':');
            putText(value, head);
        });
        head.put(ascii("},\"values\":["));
        return Arrays.copyOf(head.array(), head.length());
    }

    private static void putText(String text, EncodeBuffer out) {
        out.put('"');
        out.put(JsonStringEncoder.getInstance().quoteAsUTF8(WellFormed.text(text)));
        out.put('"');
    }

    @Override
    public int emptyBytes() {
        return REQUEST_START.length + REQUEST_END.length;
    }

    @Override
    public int streamBytes(byte[] labels) {
        return labels.length + STREAM_END.length + SEPARATOR.length;
    }

    @Override
    public StreamEntries newEntries(int type) {
        return new PlainEntries(this, encoder);
    }

    @Override
    public void beginEntry(long unixNano, EncodeBuffer out) {
        out.put(ENTRY_START);
        out.putSignedDecimal(unixNano);
        out.put(LINE_START);
    }

    @Override
    public int lineAndSharedMetadata(CognitiveEvent event, EncodeBuffer out) {
        lineBuffer.clear();
        encoder.writeEvent(event, lineBuffer);
        putLine(lineBuffer, out);
        out.put(METADATA_START);
        out.put(shared.of(event));
        return lineBuffer.length();
    }

    private static void putLine(EncodeBuffer line, EncodeBuffer out) {
        out.ensure(2 * line.length() + 1);
        byte[] from = line.array();
        byte[] to = out.array();
        int length = line.length();
        int at = out.length();
        // What no JSON may hold is escaped in the line already; its quotes and escapes are all that is left.
        for (int i = 0; i < length; i++) {
            byte one = from[i];
            if (one == '"' || one == '\\') {
                to[at++] = '\\';
            }
            to[at++] = one;
        }
        to[at++] = '"';
        out.advance(at);
    }

    private static byte[] sharedMetadata(CognitiveEvent event) {
        EncodeBuffer out = new EncodeBuffer(256);
        putField(MetadataName.THREAD_ID, Long.toString(event.thread().id()), out);
        out.put(',');
        putField(MetadataName.THREAD_NAME,
                LokiLimits.cutChars(event.thread().name(), LokiLimits.THREAD_NAME_CHARS), out);
        out.put(',');
        putField(MetadataName.SAMPLE_RATE, Double.toString(event.sampleRate()), out);
        return Arrays.copyOf(out.array(), out.length());
    }

    private static void putField(MetadataName name, String value, EncodeBuffer out) {
        putText(name.label(), out);
        out.put(':');
        putText(value, out);
    }

    @Override
    public void beginValue(MetadataName name, EncodeBuffer out) {
        out.put(VALUE_STARTS[name.ordinal()]);
    }

    @Override
    public void endValue(EncodeBuffer out) {
        out.put('"');
    }

    @Override
    public void endEntry(EncodeBuffer out) {
        out.put(ENTRY_END);
    }

    @Override
    public void entry(long unixNano, EncodeBuffer line, EncodeBuffer out) {
        out.put(ENTRY_START);
        out.putSignedDecimal(unixNano);
        out.put(LINE_START);
        putLine(line, out);
        out.put(PLAIN_ENTRY_END);
    }

    @Override
    public void beginRequest() {
        compressor.begin();
        compressor.add(REQUEST_START, 0, REQUEST_START.length);
        empty = true;
    }

    @Override
    public void addStream(byte[] labels, StreamEntries entries) {
        if (!empty) {
            compressor.add(SEPARATOR, 0, SEPARATOR.length);
        }
        empty = false;
        compressor.add(labels, 0, labels.length);
        // Without the last entry's comma.
        compressor.add(entries.written().array(), 0, entries.plainBytes() - SEPARATOR.length);
        compressor.add(STREAM_END, 0, STREAM_END.length);
    }

    @Override
    public EncodeBuffer endRequest() {
        compressor.add(REQUEST_END, 0, REQUEST_END.length);
        return compressor.end();
    }

    @Override
    public void leaveBody() {
        compressor.leaveBody();
    }
}
