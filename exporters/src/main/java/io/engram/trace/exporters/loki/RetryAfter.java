// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Reads the header Retry-After (RFC 9110, section 10.2.3). */
final class RetryAfter {
    private static final Duration MOST = Duration.ofHours(1);
    // More digits are more than the most.
    private static final String SECONDS = "\\d{1,9}";

    private RetryAfter() {
    }

    /**
     * Reads a value.
     *
     * @param value seconds or a date
     * @param now time of the answer
     * @return 0 to 1 h; null if the value is neither
     */
    static Duration parse(String value, Instant now) {
        String text = value.strip();
        if (text.matches(SECONDS)) {
            return clamp(Duration.ofSeconds(Long.parseLong(text)));
        }
        if (text.matches("\\d+")) {
            return MOST;
        }
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return clamp(Duration.between(now, then));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration clamp(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration.compareTo(MOST) > 0 ? MOST : duration;
    }
}
