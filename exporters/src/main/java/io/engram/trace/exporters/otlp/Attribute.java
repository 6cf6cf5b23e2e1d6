package io.engram.trace.exporters.otlp;

import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.exporters.encode.DecimalDigits;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One attribute of log records. All but its value is encoded once and copied, with the lengths put in afterwards.
 *
 * <pre>
 * attributes tag | length | key tag | length | key | value tag | length | AnyValue: tag of its kind | …
 * ^ start        ^ start + 1                                   ^ start + headBytes - 2
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

    private static final VarHandle LONG_LE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();

    private static final int MAX_DECIMAL_BYTES = 1 + 20;
    // Three ids, each with two tags and lengths.
    private static final int MAX_DECIMALS_BYTES = 1 + 3 * (3 + MAX_DECIMAL_BYTES);
    private static final int MAX_VARINT_BYTES = 10;
    private static final int MAX_LENGTH_IN_A_BYTE = 127;

    /** How many bytes of an array the writing of one attribute may touch. */
    static final int MAX_BYTES = 2 + MAX_LENGTH_IN_A_BYTE + Long.BYTES;

    // Longs, because copying so few bytes costs less by hand; the last one is padded, and its end overwritten.
    private final byte[] head;
    private final int headBytes;

    private Attribute(String name, int kind, int maxValueBytes) {
        EncodeBuffer out = new EncodeBuffer(128);
        out.put(LOG_RECORD_ATTRIBUTE);
        out.put(0);
        out.putTextField(KEY, name);
        out.put(VALUE);
        out.put(0);
        out.put(kind);
        headBytes = out.length();
        head = Arrays.copyOf(out.array(), (headBytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
        if (headBytes - 2 + maxValueBytes > MAX_LENGTH_IN_A_BYTE) {
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

    /** Writes this attribute and returns the index behind it. */
    int putDecimal(long value, byte[] to, int start) {
        int at = putHead(to, start);
        int digits = DecimalDigits.put(value, to, at + 1);
        to[at] = (byte) digits;
        return putLengths(to, start, at + 1 + digits);
    }

    /** Writes this attribute and returns the index behind it. */
    int putInteger(long value, byte[] to, int start) {
        int at = putHead(to, start);
        return putLengths(to, start, EncodeBuffer.putVarint(value, to, at));
    }

    /** Writes this attribute and returns the index behind it. */
    int putDouble(double value, byte[] to, int start) {
        int at = putHead(to, start);
        // The bits of a NaN as they are.
        LONG_LE.set(to, at, Double.doubleToRawLongBits(value));
        return putLengths(to, start, at + Long.BYTES);
    }

    /** Writes this attribute and returns the index behind it. */
    int putDecimals(NodeIds ids, byte[] to, int start) {
        int array = putHead(to, start);
        int at = array + 1;
        for (int i = 0; i < ids.size(); i++) {
            int digits = DecimalDigits.put(ids.get(i), to, at + 4);
            to[at] = (byte) ELEMENT;
            to[at + 1] = (byte) (digits + 2);
            to[at + 2] = (byte) TEXT;
            to[at + 3] = (byte) digits;
            at += 4 + digits;
        }
        to[array] = (byte) (at - array - 1);
        return putLengths(to, start, at);
    }

    private int putHead(byte[] to, int start) {
        for (int i = 0; i < head.length; i += Long.BYTES) {
            LONG_LE.set(to, start + i, (long) LONG_LE.get(head, i));
        }
        return start + headBytes;
    }

    private int putLengths(byte[] to, int start, int end) {
        int value = start + headBytes - 1;
        to[value - 1] = (byte) (end - value);
        to[start + 1] = (byte) (end - start - 2);
        return end;
    }
}
