// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Figures and tables for people. */
final class Texts {
    // What other processes wrote may hold what a terminal obeys, or what reverses the text around it.
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final String[] BYTE_UNITS = {"KiB", "MiB", "GiB", "TiB"};
    private static final int BYTES_PER_KIB = 1 << 10;
    private static final double MILLIS_PER_SECOND = 1e3;

    private Texts() {
    }

    static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** A sample rate in no more digits than it takes. */
    static String rate(double rate) {
        return new BigDecimal(rate).round(SIX_DIGITS).stripTrailingZeros().toPlainString();
    }

    static String bytes(long bytes) {
        if (bytes < BYTES_PER_KIB) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= BYTES_PER_KIB && unit < BYTE_UNITS.length - 1) {
            value /= BYTES_PER_KIB;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, BYTE_UNITS[unit]);
    }

    /** How long something takes or is ago, in the unit that fits. */
    static String span(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.compareTo(Duration.ofSeconds(10)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / MILLIS_PER_SECOND);
        }
        if (duration.compareTo(Duration.ofMinutes(10)) < 0) {
            return duration.toSeconds() + " s";
        }
        if (duration.compareTo(Duration.ofHours(10)) < 0) {
            return duration.toMinutes() + " min";
        }
        if (duration.compareTo(Duration.ofDays(3)) < 0) {
            return duration.toHours() + " h";
        }
        return number(duration.toDays()) + " d";
    }

    /** A text that another process wrote, fit for a terminal. */
    static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("?");
    }

    /**
     * A table: the first column to the left, the others to the right.
     *
     * @param rows the first one is the heading; all of one length
     */
    static String table(List<List<String>> rows) {
        return table(rows, Set.of(0));
    }

    /**
     * A table.
     *
     * @param rows the first one is the heading; all of one length
     * @param left columns that go to the left, from 0; the others go to the right
     */
    static String table(List<List<String>> rows, Set<Integer> left) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String pad = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? "" : "  ").append(left.contains(i) ? row.get(i) + pad : pad + row.get(i));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
