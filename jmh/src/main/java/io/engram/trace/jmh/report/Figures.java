// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How figures are written. */
final class Figures {
    static final String NOTHING = "–";

    // From here on decimals mean nothing.
    private static final double LARGE = 1_000;
    private static final double HALF = 0.5;
    private static final double PERCENT = 100;
    private static final String[] UNITS = {"ns", "µs", "ms", "s"};
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private Figures() {
    }

    static String number(double value) {
        if (Double.isNaN(value)) {
            return NOTHING;
        }
        return Math.abs(value) < LARGE ? String.format(Locale.ROOT, "%.2f", value) : whole(value);
    }

    static String whole(double value) {
        return Double.isNaN(value) ? NOTHING : String.format(Locale.ROOT, "%,.0f", value);
    }

    /** A share of 0 to 1. */
    static String percent(double share) {
        return Double.isNaN(share) ? NOTHING : String.format(Locale.ROOT, "%.1f %%", share * PERCENT);
    }

    /** A mean with its error margin, if that is known. */
    static String withMargin(double value, double error) {
        return Double.isNaN(error) ? number(value) : number(value) + " ± " + number(error);
    }

    /** A length of time to three digits, with the unit that suits it. */
    static String time(double nanos) {
        if (Double.isNaN(nanos)) {
            return NOTHING;
        }
        int unit = 0;
        double value = nanos;
        // What would be rounded up to a thousand already has the next unit.
        while (value >= LARGE - HALF && unit < UNITS.length - 1) {
            value /= LARGE;
            unit++;
        }
        BigDecimal rounded = new BigDecimal(value, THREE_DIGITS);
        return (rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString()) + " " + UNITS[unit];
    }
}
