// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Latency by percentile from P50 to P99.99. Both axes are logarithmic, that of the percentiles by how few calls are
 * slower, so that each nine takes the same room.
 */
final class PercentileChart {
    private static final double LEFT = 54;
    private static final double TOP = 12;
    private static final double BOTTOM = 26;
    private static final double LABEL_HEIGHT = 15;
    private static final double FIRST = 50;
    private static final double LAST = 99.99;
    private static final double[] TICKS = {50, 90, 99, 99.9, 99.99};
    private static final double POINT = 2.5;

    private record Curve(String label, String style, Map<Double, Double> points) {
        double last() {
            return points.values().stream().reduce((first, second) -> second).orElse(Double.NaN);
        }
    }

    private final String title;
    private final double width;
    private final double height;
    private final double labels;
    private final List<Curve> curves = new ArrayList<>();

    /** A chart of a size; with room for labels at the ends of the curves, or with none. */
    PercentileChart(String title, double width, double height, double labels) {
        this.title = title;
        this.width = width;
        this.height = height;
        this.labels = labels;
    }

    /** Adds a curve in one of the page's styles; nothing if the result has no percentiles. */
    void add(String label, String style, Result result) {
        Map<Double, Double> points = new TreeMap<>();
        result.percentiles().forEach((percentile, nanos) -> {
            // A time of 0 is one below the clock's resolution: a logarithm needs more.
            if (percentile >= FIRST && percentile <= LAST) {
                points.put(percentile, Math.max(1, nanos));
            }
        });
        if (!points.isEmpty()) {
            curves.add(new Curve(label, style, points));
        }
    }

    boolean isEmpty() {
        return curves.isEmpty();
    }

    /** The range of its values, for charts that are to be compared. */
    Scale ownScale() {
        return Scale.logarithmic(
                curves.stream().flatMap(one -> one.points().values().stream()).mapToDouble(x -> x).min().orElse(1),
                curves.stream().flatMap(one -> one.points().values().stream()).mapToDouble(x -> x).max().orElse(10),
                height - BOTTOM, TOP);
    }

    String toSvg(Scale vertical) {
        Scale horizontal = new Scale(true, 1, rarity(LAST) / rarity(FIRST), LEFT, width - labels);
        StringBuilder svg = new StringBuilder(Html.svg(width, height, title));
        for (double tick : vertical.ticks()) {
            double y = vertical.at(tick);
            svg.append(Html.line("grid", LEFT, y, width - labels, y))
                    .append(Html.text("tick end", LEFT - 6, y + 4, Figures.time(tick)));
        }
        for (double tick : TICKS) {
            double x = x(horizontal, tick);
            svg.append(Html.line("grid", x, TOP, x, height - BOTTOM)).append(Html.text("tick middle", x,
                    height - BOTTOM + 17, "P" + String.valueOf(tick).replaceAll("\\.0$", "")));
        }
        curves.forEach(curve -> append(svg, curve, horizontal, vertical));
        if (labels > LABEL_HEIGHT * 2) {
            appendLabels(svg, vertical);
        }
        return svg.append("</svg>\n").toString();
    }

    /** One call in how many is slower. */
    private static double rarity(double percentile) {
        return 100 / (100 - percentile);
    }

    private static double x(Scale horizontal, double percentile) {
        return horizontal.at(rarity(percentile) / rarity(FIRST));
    }

    private static void append(StringBuilder svg, Curve curve, Scale horizontal, Scale vertical) {
        StringBuilder path = new StringBuilder();
        StringBuilder points = new StringBuilder();
        curve.points().forEach((percentile, nanos) -> {
            double x = x(horizontal, percentile);
            double y = vertical.at(nanos);
            path.append(path.isEmpty() ? 'M' : 'L').append(Html.at(x)).append(' ').append(Html.at(y));
            points.append("<circle cx=\"").append(Html.at(x)).append("\" cy=\"").append(Html.at(y)).append("\" r=\"")
                    .append(POINT).append("\"><title>").append(Html.escape(curve.label())).append(", P")
                    .append(percentile).append(": ").append(Figures.time(nanos)).append("</title></circle>");
        });
        svg.append("<g class=\"curve ").append(curve.style()).append("\"><path d=\"").append(path).append("\"/>")
                .append(points).append("</g>\n");
    }

    // From the bottom up, each as near to its curve's end as the one below it leaves room.
    private void appendLabels(StringBuilder svg, Scale vertical) {
        List<Curve> ordered = curves.stream().sorted(Comparator.comparingDouble(Curve::last)).toList();
        double lowest = height - BOTTOM;
        double[] places = new double[ordered.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = Math.min(vertical.at(ordered.get(i).last()), lowest);
            lowest = places[i] - LABEL_HEIGHT;
        }
        // What would stick out at the top is moved down together with what is in its way.
        double highest = TOP;
        for (int i = places.length - 1; i >= 0 && places[i] < highest; i--) {
            places[i] = highest;
            highest += LABEL_HEIGHT;
        }
        double x = width - labels;
        for (int i = 0; i < places.length; i++) {
            Curve curve = ordered.get(i);
            svg.append("<g class=\"curve ").append(curve.style()).append("\">")
                    .append(Html.line("leader", x + 2, vertical.at(curve.last()), x + 14, places[i]))
                    .append("</g>").append(Html.text("figure", x + 18, places[i] + 4, curve.label()));
        }
    }
}
