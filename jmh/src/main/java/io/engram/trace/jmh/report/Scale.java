// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Places values on a line of a chart.
 *
 * @param logarithmic whether equal distances are equal factors
 * @param from value at the line's beginning
 * @param to value at its end
 * @param start coordinate of the beginning
 * @param end coordinate of the end
 */
record Scale(boolean logarithmic, double from, double to, double start, double end) {
    private static final double[] STEPS = {1, 2, 5, 10};
    private static final int FEW_TICKS = 6;

    /** From 0 to a little more than the largest value. */
    static Scale linear(double largest, double start, double end) {
        return new Scale(false, 0, largest > 0 ? largest * 1.02 : 1, start, end);
    }

    /** Whole decades around all values, which are positive. */
    static Scale logarithmic(double smallest, double largest, double start, double end) {
        double from = Math.pow(10, Math.floor(Math.log10(smallest)));
        double to = Math.pow(10, Math.ceil(Math.log10(largest)));
        return new Scale(true, from, to > from ? to : from * 10, start, end);
    }

    double at(double value) {
        double share = logarithmic ? Math.log10(Math.max(value, from) / from) / Math.log10(to / from)
                : (value - from) / (to - from);
        return start + Math.min(1, share) * (end - start);
    }

    /** Round values along the line. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            for (int decade = (int) Math.round(Math.log10(from)); decade <= Math.round(Math.log10(to)); decade++) {
                ticks.add(Math.pow(10, decade));
            }
            return ticks;
        }
        double step = step((to - from) / FEW_TICKS);
        for (int i = 0; i * step <= to; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private static double step(double atLeast) {
        double decade = Math.pow(10, Math.floor(Math.log10(atLeast)));
        for (double step : STEPS) {
            if (step * decade >= atLeast) {
                return step * decade;
            }
        }
        return 10 * decade;
    }
}
