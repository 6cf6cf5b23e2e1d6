// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and durations as people write them. */
public final class Quantities {
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,19})\\s*([a-z]*)");

    private Quantities() {
    }

    /**
     * Reads a duration.
     *
     * @param text a whole number and {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}; or ISO 8601, such as
     *     {@code PT5S}
     * @return duration, not negative
     * @throws IllegalArgumentException if it is none
     */
    public static Duration parseDuration(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        try {
            if (lower.startsWith("p")) {
                Duration duration = Duration.parse(lower);
                if (duration.isNegative()) {
                    throw noDuration(text, null);
                }
                return duration;
            }
            Matcher matcher = QUANTITY.matcher(lower);
            if (matcher.matches()) {
                long number = Long.parseLong(matcher.group(1));
                switch (matcher.group(2)) {
                    case "ms" -> {
                        return Duration.ofMillis(number);
                    }
                    case "s" -> {
                        return Duration.ofSeconds(number);
                    }
                    case "m" -> {
                        return Duration.ofMinutes(number);
                    }
                    case "h" -> {
                        return Duration.ofHours(number);
                    }
                    case "d" -> {
                        return Duration.ofDays(number);
                    }
                    default -> {
                        // Falls to the message below: a number alone does not say what it counts.
                    }
                }
            }
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            throw noDuration(text, e);
        }
        throw noDuration(text, null);
    }

    /**
     * Writes a duration so that {@link #parseDuration} reads it.
     *
     * @param duration not negative
     * @return milliseconds where that is exact, or else ISO 8601
     */
    static String format(Duration duration) {
        // A comparison, not toMillis() alone: that overflows.
        boolean whole = duration.getNano() % 1_000_000 == 0 && duration.getSeconds() < Integer.MAX_VALUE;
        return whole && !duration.isNegative() ? duration.toMillis() + "ms" : duration.toString();
    }

    /**
     * Reads a size.
     *
     * @param text a whole number of bytes, or one with {@code KiB}, {@code MiB} or {@code GiB}
     * @return bytes, not negative
     * @throws IllegalArgumentException if it is none
     */
    public static long parseBytes(String text) {
        Matcher matcher = QUANTITY.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            try {
                long number = Long.parseLong(matcher.group(1));
                switch (matcher.group(2)) {
                    case "" -> {
                        return number;
                    }
                    case "kib" -> {
                        return Math.multiplyExact(number, 1L << 10);
                    }
                    case "mib" -> {
                        return Math.multiplyExact(number, 1L << 20);
                    }
                    case "gib" -> {
                        return Math.multiplyExact(number, 1L << 30);
                    }
                    default -> {
                        // Falls to the message below.
                    }
                }
            } catch (ArithmeticException | NumberFormatException e) {
                throw new IllegalArgumentException("size '" + text + "' is more than 2^63 bytes", e);
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is not a size: give bytes, or a whole number with KiB, MiB or GiB, such as 16MiB");
    }

    private static IllegalArgumentException noDuration(String text, Exception cause) {
        return new IllegalArgumentException(
                "'" + text + "' is not a duration: give a whole number with ms, s, m, h or d, such as 5s", cause);
    }
}
