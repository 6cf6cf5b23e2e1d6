// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Bars with their error margins, a line of them for each label. On a logarithmic scale, which has no zero for a bar to
 * begin at, points.
 */
final class BarChart {
    private static final double WIDTH = 1_000;
    private static final double LABELS = 320;
    private static final double FIGURES = 240;
    private static final double TOP = 26;
    private static final double BAR = 13;
    private static final double BAR_GAP = 3;
    private static final double ROW_GAP = 11;
    private static final double POINT = 5;
    private static final double WHISKER = 4;

    /**
     * A bar.
     *
     * @param value how long it is
     * @param error margin to both sides, or NaN
     * @param figures what is written behind it
     */
    record Bar(double value, double error, String figures) {
    }

    private record Row(String label, List<Bar> bars) {
    }

    private final String title;
    private final boolean logarithmic;
    private final DoubleFunction<String> tickText;
    private final List<Row> rows = new ArrayList<>();
    private double baseline = Double.NaN;

    BarChart(String title, boolean logarithmic, DoubleFunction<String> tickText) {
        this.title = title;
        this.logarithmic = logarithmic;
        this.tickText = tickText;
    }

    /** Adds a line; its bars take the series' colours in turn. */
    void add(String label, List<Bar> bars) {
        rows.add(new Row(label, bars));
    }

    /** Draws a line through all rows to compare with. */
    void baseline(double value) {
        baseline = value;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    String toSvg() {
        double bottom = TOP;
        for (Row row : rows) {
            bottom += height(row);
        }
        Scale scale = scale();
        StringBuilder svg = new StringBuilder(Html.svg(WIDTH, bottom + 4, title));
        for (double tick : scale.ticks()) {
            double x = scale.at(tick);
            svg.append(Html.line("grid", x, TOP - 6, x, bottom)).append(Html.text("tick middle", x, TOP - 11,
                    tickText.apply(tick)));
        }
        double y = TOP;
        for (Row row : rows) {
            append(svg, row, y, scale);
            y += height(row);
        }
        if (!Double.isNaN(baseline)) {
            svg.append(Html.line("baseline", scale.at(baseline), TOP - 6, scale.at(baseline), bottom));
        }
        return svg.append("</svg>\n").toString();
    }

    private static double height(Row row) {
        return row.bars().size() * (BAR + BAR_GAP) + ROW_GAP;
    }

    private Scale scale() {
        double largest = rows.stream().flatMap(row -> row.bars().stream()).mapToDouble(BarChart::upper).max().orElse(1);
        double smallest = rows.stream().flatMap(row -> row.bars().stream()).mapToDouble(Bar::value).min().orElse(1);
        return logarithmic ? Scale.logarithmic(smallest, largest, LABELS, WIDTH - FIGURES)
                : Scale.linear(largest, LABELS, WIDTH - FIGURES);
    }

    private static double upper(Bar bar) {
        return bar.value() + (Double.isNaN(bar.error()) ? 0 : bar.error());
    }

    private void append(StringBuilder svg, Row row, double top, Scale scale) {
        double middle = top + (height(row) - ROW_GAP) / 2 + POINT;
        svg.append(Html.text("label end", LABELS - 12, middle, row.label()));
        double y = top;
        for (int series = 0; series < row.bars().size(); series++) {
            Bar bar = row.bars().get(series);
            append(svg, bar, "s" + series, y, scale);
            y += BAR + BAR_GAP;
        }
    }

    private void append(StringBuilder svg, Bar bar, String series, double y, Scale scale) {
        double end = scale.at(bar.value());
        double middle = y + BAR / 2;
        if (logarithmic) {
            svg.append(Html.line("stem", scale.start(), middle, end, middle)).append("<circle class=\"").append(series)
                    .append("\" cx=\"").append(Html.at(end)).append("\" cy=\"").append(Html.at(middle))
                    .append("\" r=\"").append(Html.at(POINT)).append("\"/>\n");
        } else {
            svg.append("<rect class=\"").append(series).append("\" x=\"").append(Html.at(scale.start()))
                    .append("\" y=\"").append(Html.at(y)).append("\" width=\"")
                    .append(Html.at(Math.max(1, end - scale.start()))).append("\" height=\"").append(Html.at(BAR))
                    .append("\" rx=\"2\"/>\n");
        }
        double right = end;
        if (!Double.isNaN(bar.error())) {
            double left = scale.at(Math.max(scale.from(), bar.value() - bar.error()));
            right = scale.at(upper(bar));
            svg.append(Html.line("whisker", left, middle, right, middle))
                    .append(Html.line("whisker", left, middle - WHISKER, left, middle + WHISKER))
                    .append(Html.line("whisker", right, middle - WHISKER, right, middle + WHISKER));
        }
        svg.append(Html.text("figure", right + 10, middle + 4, bar.figures()));
    }
}
