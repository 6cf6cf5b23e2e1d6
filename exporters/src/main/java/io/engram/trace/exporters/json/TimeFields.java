// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import io.engram.trace.exporters.encode.DecimalText;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.ShortText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes the beginning of an event's object: its time as a number and as a text. Neighbouring events share their
 * second, so that all but its parts is made once for them.
 *
 * <p>Assumptions: one thread uses it.
 */
final class TimeFields {
    /** How many bytes of an array the writing of both fields may touch. */
    static final int MAX_BYTES = 128;

    static final int NANOS_DIGITS = 9;
    static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int EIGHT_DIGITS = 100_000_000;
    static final byte[] BEFORE_NANO =
            ("{\"" + JsonFields.TIME_UNIX_NANO + "\":\"").getBytes(StandardCharsets.US_ASCII);
    static final byte[] BEFORE_TIMESTAMP =
            ("\",\"" + JsonFields.TIMESTAMP + "\":\"").getBytes(StandardCharsets.US_ASCII);
    static final ShortText AFTER_TIMESTAMP = ShortText.of("Z\"");
    // What is copied at once; more than stands before the nanoseconds.
    private static final int COPIED_BYTES = 5 * Long.BYTES;
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();

    private final Rfc3339 timestamps = new Rfc3339();
    private final EncodeBuffer beforeNanos = new EncodeBuffer(MAX_BYTES);
    private final EncodeBuffer betweenNanos = new EncodeBuffer(MAX_BYTES);
    private final EncodeBuffer any = new EncodeBuffer(MAX_BYTES);
    private long lastSecond;

    /**
     * Writes both fields and the brace before them.
     *
     * @param unixNano nanoseconds since 1970
     * @param to where to; {@link #MAX_BYTES} must fit from {@code start}
     * @param start index of the brace
     * @return index behind the last byte
     */
    int put(long unixNano, byte[] to, int start) {
        if (unixNano < NANOS_PER_SECOND) {
            return putAny(unixNano, to, start);
        }
        long second = unixNano / NANOS_PER_SECOND;
        if (second != lastSecond) {
            setSecond(second);
        }
        // The same nine digits end the number and the text.
        int nanos = (int) (unixNano - second * NANOS_PER_SECOND);
        int firstDigit = nanos / EIGHT_DIGITS;
        long others = DecimalText.ascii(nanos - firstDigit * EIGHT_DIGITS);
        int at = putNineDigits(firstDigit, others, to, put(beforeNanos, to, start));
        at = putNineDigits(firstDigit, others, to, put(betweenNanos, to, at));
        return AFTER_TIMESTAMP.put(to, at);
    }

    private static int put(EncodeBuffer text, byte[] to, int at) {
        byte[] from = text.array();
        for (int i = 0; i < COPIED_BYTES; i += Long.BYTES) {
            EIGHT_BYTES.set(to, at + i, (long) EIGHT_BYTES.get(from, i));
        }
        return at + text.length();
    }

    /** Writes the part of a second as {@link #NANOS_DIGITS} digits; returns the index behind them. */
    static int putNanos(int nanos, byte[] to, int at) {
        int firstDigit = nanos / EIGHT_DIGITS;
        return putNineDigits(firstDigit, DecimalText.ascii(nanos - firstDigit * EIGHT_DIGITS), to, at);
    }

    private static int putNineDigits(int first, long others, byte[] to, int at) {
        to[at] = (byte) ('0' + first);
        EIGHT_BYTES.set(to, at + 1, others);
        return at + 1 + Long.BYTES;
    }

    private void setSecond(long second) {
        beforeNanos.clear();
        beforeNanos.put(BEFORE_NANO);
        beforeNanos.putDecimal(second);
        betweenNanos.clear();
        betweenNanos.put(BEFORE_TIMESTAMP);
        betweenNanos.put(timestamps.toSecond(second));
        lastSecond = second;
    }

    // In and before the first second of 1970 the number has no nine digits to share, or counts the other way.
    private int putAny(long unixNano, byte[] to, int start) {
        any.clear();
        any.put(BEFORE_NANO);
        any.putSignedDecimal(unixNano);
        any.put(BEFORE_TIMESTAMP);
        timestamps.put(unixNano, any);
        any.put('"');
        System.arraycopy(any.array(), 0, to, start, any.length());
        return start + any.length();
    }
}
