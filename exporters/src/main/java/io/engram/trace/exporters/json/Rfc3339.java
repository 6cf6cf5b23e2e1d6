package io.engram.trace.exporters.json;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Writes timestamps as RFC 3339 with nine digits, in UTC, without garbage: neighbouring events share their second, so
 * that date and time are worked out once for all of them.
 *
 * <p>Assumptions: one thread uses it.
 */
final class Rfc3339 {
    /** Length of {@code 2026-01-01T00:00:00.000000000Z}. */
    static final int LENGTH = 30;

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int FRACTION = 20;
    private static final int FRACTION_DIGITS = 9;

    private final byte[] text = "1970-01-01T00:00:00.000000000Z".getBytes(StandardCharsets.US_ASCII);
    private long second;

    /**
     * Formats a time.
     *
     * @param unixNano nanoseconds since 1970
     * @return {@link #LENGTH} ASCII characters, good until the next call
     */
    byte[] format(long unixNano) {
        long whole = Math.floorDiv(unixNano, NANOS_PER_SECOND);
        if (whole != second) {
            setSecond(whole);
        }
        int fraction = (int) Math.floorMod(unixNano, NANOS_PER_SECOND);
        for (int i = FRACTION + FRACTION_DIGITS - 1; i >= FRACTION; i--) {
            text[i] = (byte) ('0' + fraction % 10);
            fraction /= 10;
        }
        return text;
    }

    private void setSecond(long whole) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(whole, 0, ZoneOffset.UTC);
        setDigits(0, 4, time.getYear());
        setDigits(5, 2, time.getMonthValue());
        setDigits(8, 2, time.getDayOfMonth());
        setDigits(11, 2, time.getHour());
        setDigits(14, 2, time.getMinute());
        setDigits(17, 2, time.getSecond());
        second = whole;
    }

    private void setDigits(int from, int digits, int value) {
        int rest = value;
        for (int i = from + digits - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
