// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import io.engram.trace.exporters.encode.EncodeBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Writes timestamps as RFC 3339 with nine digits, in UTC, without garbage: neighbouring events share their second, so
 * that date and time are worked out once for all of them.
 *
 * <p>Assumptions: one thread uses it.
 */
final class Rfc3339 {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long SECONDS_PER_DAY = 86_400;

    private final byte[] text = "1970-01-01T00:00:00.".getBytes(StandardCharsets.US_ASCII);
    private long lastSecond;
    private long lastDay;

    /**
     * Writes a time.
     *
     * @param unixNano nanoseconds since 1970
     * @param out where to
     */
    void put(long unixNano, EncodeBuffer out) {
        out.put(toSecond(Math.floorDiv(unixNano, NANOS_PER_SECOND)));
        out.putNanosOfSecond((int) Math.floorMod(unixNano, NANOS_PER_SECOND));
        out.put('Z');
    }

    /**
     * Formats a time up to the point behind its second.
     *
     * @param second since 1970
     * @return ASCII characters, good until the next call
     */
    byte[] toSecond(long second) {
        if (second != lastSecond) {
            setSecond(second);
        }
        return text;
    }

    private void setSecond(long second) {
        long day = Math.floorDiv(second, SECONDS_PER_DAY);
        if (day != lastDay) {
            LocalDate date = LocalDate.ofEpochDay(day);
            setDigits(0, 4, date.getYear());
            setDigits(5, 2, date.getMonthValue());
            setDigits(8, 2, date.getDayOfMonth());
            lastDay = day;
        }
        int ofDay = (int) (second - day * SECONDS_PER_DAY);
        setDigits(11, 2, ofDay / 3_600);
        setDigits(14, 2, ofDay / 60 % 60);
        setDigits(17, 2, ofDay % 60);
        lastSecond = second;
    }

    private void setDigits(int from, int digits, int value) {
        int rest = value;
        for (int i = from + digits - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
