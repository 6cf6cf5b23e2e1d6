package io.engram.trace.exporters.otlp;

import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;

/**
 * One attribute of log records. All but its value is encoded once and copied, with the lengths put in afterwards.
 *
 * <pre>
 * attributes tag | length | key tag | length | key | value tag | length | AnyValue: tag of its kind | …
 * ^ start        ^ start + 1                                   ^ start + head.length - 2
 * </pre>
 *
 * <p>Each length takes one byte: names are short, and so are the numbers behind them.
 */
final class Attribute {
    private static final int LOG_RECORD_ATTRIBUTE =
            EncodeBuffer.tag(LogRecord.ATTRIBUTES_FIELD_NUMBER, EncodeBuffer.LENGTH_DELIMITED);
    private static final int KEY = EncodeBuffer.tag(KeyValue.KEY_FIELD_NUMBER, EncodeBuffer.LENGTH_DELIMITED);
    private static final int VALUE = EncodeBuffer.tag(KeyValue.VALUE_FIELD_NUMBER, EncodeBuffer.LENGTH_DELIMITED);
    private static final int TEXT = EncodeBuffer.tag(AnyValue.STRING_VALUE_FIELD_NUMBER,
            EncodeBuffer.LENGTH_DELIMITED);
    private static final int INTEGER = EncodeBuffer.tag(AnyValue.INT_VALUE_FIELD_NUMBER, EncodeBuffer.VARINT);
    private static final int DOUBLE = EncodeBuffer.tag(AnyValue.DOUBLE_VALUE_FIELD_NUMBER, EncodeBuffer.FIXED64);
    private static final int ARRAY = EncodeBuffer.tag(AnyValue.ARRAY_VALUE_FIELD_NUMBER,
            EncodeBuffer.LENGTH_DELIMITED);
    private static final int ELEMENT = EncodeBuffer.tag(ArrayValue.VALUES_FIELD_NUMBER,
            EncodeBuffer.LENGTH_DELIMITED);

    private static final int MAX_DECIMAL_BYTES = 1 + 20;
    // Three ids, each with two tags and lengths.
    private static final int MAX_DECIMALS_BYTES = 1 + 3 * (3 + MAX_DECIMAL_BYTES);
    private static final int MAX_VARINT_BYTES = 10;
    private static final int MAX_LENGTH_IN_A_BYTE = 127;

    private final byte[] head;

    private Attribute(String name, int kind, int maxValueBytes) {
        EncodeBuffer out = new EncodeBuffer(128);
        out.put(LOG_RECORD_ATTRIBUTE);
        out.put(0);
        out.putTextField(KEY, name);
        out.put(VALUE);
        out.put(0);
        out.put(kind);
        head = new byte[out.length()];
        System.arraycopy(out.array(), 0, head, 0, head.length);
        if (head.length - 2 + maxValueBytes > MAX_LENGTH_IN_A_BYTE) {
            throw new IllegalArgumentException("attribute name '" + name + "' is too long for a length of one byte");
        }
    }

    /** An attribute whose values are unsigned 64-bit numbers as decimal texts, because not all readers know those. */
    static Attribute decimal(String name) {
        return new Attribute(name, TEXT, MAX_DECIMAL_BYTES);
    }

    static Attribute integer(String name) {
        return new Attribute(name, INTEGER, MAX_VARINT_BYTES);
    }

    static Attribute floating(String name) {
        return new Attribute(name, DOUBLE, Long.BYTES);
    }

    /** An attribute whose values are arrays of such texts as {@link #decimal} writes. */
    static Attribute decimals(String name) {
        return new Attribute(name, ARRAY, MAX_DECIMALS_BYTES);
    }

    /** Writes an attribute of any name, with a text of any length. */
    static void putText(EncodeBuffer out, int tag, String name, String value) {
        int attribute = out.beginMessage(tag);
        out.putTextField(KEY, name);
        int any = out.beginMessage(VALUE);
        out.putTextField(TEXT, value);
        out.endMessage(any);
        out.endMessage(attribute);
    }

    /** Writes an attribute of any name. */
    static void putInteger(EncodeBuffer out, int tag, String name, long value) {
        int attribute = out.beginMessage(tag);
        out.putTextField(KEY, name);
        int any = out.beginMessage(VALUE);
        out.putVarintField(INTEGER, value);
        out.endMessage(any);
        out.endMessage(attribute);
    }

    void putDecimal(EncodeBuffer out, long value) {
        int start = out.length();
        out.put(head);
        out.put(0);
        int digits = out.putDecimal(value);
        out.set(start + head.length, digits);
        putLengths(out, start);
    }

    void putInteger(EncodeBuffer out, long value) {
        int start = out.length();
        out.put(head);
        out.putVarint(value);
        putLengths(out, start);
    }

    void putDouble(EncodeBuffer out, double value) {
        int start = out.length();
        out.put(head);
        // The bits of a NaN as they are.
        out.putLongLittleEndian(Double.doubleToRawLongBits(value));
        putLengths(out, start);
    }

    void putDecimals(EncodeBuffer out, NodeIds ids) {
        int start = out.length();
        out.put(head);
        out.put(0);
        for (int i = 0; i < ids.size(); i++) {
            int element = out.length();
            out.put(ELEMENT);
            out.put(0);
            out.put(TEXT);
            out.put(0);
            int digits = out.putDecimal(ids.get(i));
            out.set(element + 1, digits + 2);
            out.set(element + 3, digits);
        }
        out.set(start + head.length, out.length() - start - head.length - 1);
        putLengths(out, start);
    }

    private void putLengths(EncodeBuffer out, int start) {
        int end = out.length();
        int value = start + head.length - 1;
        out.set(value - 1, end - value);
        out.set(start + 1, end - start - 2);
    }
}
