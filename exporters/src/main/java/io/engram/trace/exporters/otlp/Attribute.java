// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.exporters.encode.DecimalText;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.ShortText;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One attribute of log records. All but its value is encoded once and stored by constant words, with the lengths put in
 * afterwards where values differ in length. A record, because the JIT takes the fields of records as constants.
 *
 * <pre>
 * attributes tag | length | key tag | length | key | value tag | length | AnyValue: tag of its kind | length if any | …
 * ^ start        ^ start + 1                                                                               head ends ^
 * </pre>
 *
 * <p>Each length takes one byte: names are short, and so are the numbers behind them.
 *
 * @param head all before the value
 */
record Attribute(ShortText head) {
    private static final int LOG_RECORD_ATTRIBUTE =
            EncodeBuffer.tag(LogRecord.ATTRIBUTES_FIELD_NUMBER, EncodeBuffer.LENGTH_DELIMITED);
    static final int KEY = EncodeBuffer.tag(KeyValue.KEY_FIELD_NUMBER, EncodeBuffer.LENGTH_DELIMITED);
    static final int VALUE = EncodeBuffer.tag(KeyValue.VALUE_FIELD_NUMBER, EncodeBuffer.LENGTH_DELIMITED);
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

    private static final VarHandle INT_LE =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();

    // An element's tag and length and its text's, the first one lowest, but for what the digits add to both lengths.
    private static final int ELEMENT_HEAD_BYTES = Integer.BYTES;
    private static final int ELEMENT_HEAD = ELEMENT | 2 << Byte.SIZE | TEXT << 2 * Byte.SIZE;
    private static final int ELEMENT_LENGTHS = 1 << Byte.SIZE | 1 << 3 * Byte.SIZE;

    private static final int MAX_DECIMAL_BYTES = 20;
    // Three ids, each with two tags and lengths.
    private static final int MAX_DECIMALS_BYTES = 3 * (ELEMENT_HEAD_BYTES + MAX_DECIMAL_BYTES);
    private static final int MAX_VARINT_BYTES = 10;
    private static final int MAX_LENGTH_IN_A_BYTE = 127;

    /** How many bytes of an array the writing of one attribute may touch. */
    static final int MAX_BYTES = 2 + MAX_LENGTH_IN_A_BYTE + ShortText.MAX_BYTES;

    private static Attribute of(String name, int kind, int lengthBytes, int valueBytes, int maxValueBytes) {
        EncodeBuffer out = new EncodeBuffer(128);
        out.put(LOG_RECORD_ATTRIBUTE);
        out.put(0);
        out.putTextField(KEY, name);
        out.put(VALUE);
        out.put(1 + lengthBytes + valueBytes);
        out.put(kind);
        if (lengthBytes > 0) {
            out.put(0);
        }
        out.array()[1] = (byte) (out.length() - 2 + valueBytes);
        if (out.length() - 2 + maxValueBytes > MAX_LENGTH_IN_A_BYTE) {
            throw new IllegalArgumentException("attribute name '" + name + "' is too long for a length of one byte");
        }
        return new Attribute(ShortText.of(Arrays.copyOf(out.array(), out.length())));
    }

    /** An attribute whose values are unsigned 64-bit numbers as decimal texts, because not all readers know those. */
    static Attribute decimal(String name) {
        return of(name, TEXT, 1, 0, MAX_DECIMAL_BYTES);
    }

    static Attribute integer(String name) {
        return of(name, INTEGER, 0, 0, MAX_VARINT_BYTES);
    }

    static Attribute floating(String name) {
        return of(name, DOUBLE, 0, Double.BYTES, Double.BYTES);
    }

    /** An attribute whose values are arrays of such texts as {@link #decimal} writes. */
    static Attribute decimals(String name) {
        return of(name, ARRAY, 1, 0, MAX_DECIMALS_BYTES);
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
        int at = head.put(to, start);
        int end = DecimalText.put(value, to, at);
        return putLengths(to, start, at, end);
    }

    /** Writes this attribute and returns the index behind it. */
    int putInteger(long value, byte[] to, int start) {
        int at = head.put(to, start);
        int end = EncodeBuffer.putVarint(value, to, at);
        to[at - 2] = (byte) (1 + end - at);
        to[start + 1] = (byte) (end - start - 2);
        return end;
    }

    /** Writes this attribute and returns the index behind it. */
    int putDouble(double value, byte[] to, int start) {
        int at = head.put(to, start);
        // The bits of a NaN as they are. The lengths are always the same, and stand in the head.
        LONG_LE.set(to, at, Double.doubleToRawLongBits(value));
        return at + Double.BYTES;
    }

    /** Writes this attribute and returns the index behind it. */
    int putDecimals(NodeIds ids, byte[] to, int start) {
        int begin = head.put(to, start);
        int at = begin;
        for (int i = 0; i < ids.size(); i++) {
            int end = DecimalText.put(ids.get(i), to, at + ELEMENT_HEAD_BYTES);
            int digits = end - at - ELEMENT_HEAD_BYTES;
            INT_LE.set(to, at, ELEMENT_HEAD + digits * ELEMENT_LENGTHS);
            at = end;
        }
        return putLengths(to, start, begin, at);
    }

    /** Puts in the lengths before a value that has a length of its own. */
    private static int putLengths(byte[] to, int start, int begin, int end) {
        to[begin - 1] = (byte) (end - begin);
        to[begin - 3] = (byte) (2 + end - begin);
        to[start + 1] = (byte) (end - start - 2);
        return end;
    }
}
