package io.engram.trace.exporters.json;

import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.ShortText;
import java.nio.charset.StandardCharsets;

/**
 * Writes the beginning of an event's object: its time as a number and as a text. Neighbouring events share their
 * second, so that all but its parts is made once for them.
 *
 * <p>Assumptions: one thread uses it.
 */
final class TimeFields {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final byte[] BEFORE_NANO =
            ("{\"" + JsonFields.TIME_UNIX_NANO + "\":\"").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEFORE_TIMESTAMP =
            ("\",\"" + JsonFields.TIMESTAMP + "\":\"").getBytes(StandardCharsets.US_ASCII);
    private static final ShortText AFTER_TIMESTAMP = ShortText.of("Z\"");

    private final Rfc3339 timestamps = new Rfc3339();
    private final EncodeBuffer beforeNanos = new EncodeBuffer(64);
    private final EncodeBuffer betweenNanos = new EncodeBuffer(64);
    private int beforeId;
    private int betweenId;
    private long lastSecond;

    /**
     * Writes both fields and the brace before them.
     *
     * @param unixNano nanoseconds since 1970
     * @param out where to
     */
    void put(long unixNano, EncodeBuffer out) {
        if (unixNano < NANOS_PER_SECOND) {
            putAny(unixNano, out);
            return;
        }
        long second = unixNano / NANOS_PER_SECOND;
        if (second != lastSecond) {
            setSecond(second);
        }
        // The same nine digits end the number and the text.
        int nanos = (int) (unixNano - second * NANOS_PER_SECOND);
        out.putRepeated(beforeId, beforeNanos.array(), beforeNanos.length());
        out.putNanosOfSecond(nanos);
        out.putRepeated(betweenId, betweenNanos.array(), betweenNanos.length());
        out.putNanosOfSecond(nanos);
        out.put(AFTER_TIMESTAMP);
    }

    private void setSecond(long second) {
        beforeId = EncodeBuffer.newRepeatedId();
        betweenId = EncodeBuffer.newRepeatedId();
        beforeNanos.clear();
        beforeNanos.put(BEFORE_NANO);
        beforeNanos.putDecimal(second);
        betweenNanos.clear();
        betweenNanos.put(BEFORE_TIMESTAMP);
        betweenNanos.put(timestamps.toSecond(second));
        lastSecond = second;
    }

    // In and before the first second of 1970 the number has no nine digits to share, or counts the other way.
    private void putAny(long unixNano, EncodeBuffer out) {
        out.put(BEFORE_NANO);
        out.putSignedDecimal(unixNano);
        out.put(BEFORE_TIMESTAMP);
        timestamps.put(unixNano, out);
        out.put('"');
    }
}
