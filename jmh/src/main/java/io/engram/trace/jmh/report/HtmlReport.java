// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import io.engram.trace.jmh.report.BarChart.Bar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/** The report on a run as one page of HTML that needs nothing else. */
final class HtmlReport {
    private static final List<Integer> COMPARED_THREADS = List.of(1, 2);
    private static final String OURS = "priming";
    // What a percentile's chart of the tracer shows: a record of each type would be one curve upon the other.
    private static final List<String> CURVES =
            List.of("switchedOff", "typeDisabled", "sampledOnePercent", OURS, "falseMemory", "primingExported");
    private static final DoubleFunction<String> NANOS = Figures::time;
    private static final double SMALL_WIDTH = 310;
    private static final double SMALL_HEIGHT = 210;
    // Half of the last tick's text.
    private static final double SMALL_MARGIN = 22;

    private final Run run;
    private final Tables tables;
    private final Results single;

    HtmlReport(Run run) {
        this.run = run;
        this.tables = new Tables(run.results());
        this.single = run.results().with(1);
    }

    String toHtml() throws IOException {
        StringBuilder html = new StringBuilder("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Engram Trace: benchmarks</title>
                <style>
                """);
        html.append(style()).append("</style>\n</head>\n<body>\n<main>\n<h1>Engram Trace: benchmarks</h1>\n");
        appendHeader(html);
        section(html, "Goals", tables.goals().isEmpty() ? "" : Html.table(Tables.GOAL_HEADINGS, tables.goals()));
        section(html, "One call", calls());
        section(html, "Beside its peers", peers());
        section(html, "Percentiles of single calls", percentiles());
        section(html, "By number of threads", scaling());
        section(html, "Encoding 10,000 events", batches());
        section(html, "From the call to a server's answer", deliveries());
        section(html, "All figures", all());
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String style() throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void appendHeader(StringBuilder html) {
        html.append("<dl class=\"facts\">\n");
        for (String line : Texts.header(run)) {
            int colon = line.indexOf(": ");
            String name = line.substring(0, colon);
            String value = Html.escape(line.substring(colon + 2));
            boolean isLong = name.equals("Flags");
            html.append("<dt>").append(Html.escape(name)).append("</dt><dd>")
                    .append(isLong ? "<details><summary>by benchmark</summary>" + value.replace("; ", "<br>")
                            + "</details>" : value).append("</dd>\n");
        }
        html.append("</dl>\n");
    }

    private static void section(StringBuilder html, String title, String content) {
        if (!content.isEmpty()) {
            html.append("<section>\n<h2>").append(title).append("</h2>\n").append(content).append("</section>\n");
        }
    }

    private static String paragraph(String text) {
        return "<p>" + Html.prose(text) + "</p>\n";
    }

    private String calls() {
        BarChart chart = new BarChart("Mean of one call", false, NANOS);
        Stream.of(Group.YARDSTICK, Group.TRACER).flatMap(group -> single.averages(group).stream())
                .forEach(one -> chart.add(label(one), bars(one)));
        return chart.isEmpty() ? "" : withBaseline(chart, paragraph(Texts.HOW_MEASURED));
    }

    private String peers() {
        if (single.averages(Group.PEER).isEmpty()) {
            return "";
        }
        BarChart chart = new BarChart("Mean of one call beside peers", true, NANOS);
        Stream.of("nanoTime", OURS, "primingExported").flatMap(name -> single.average(name).stream())
                .forEach(one -> chart.add((one.name().equals("nanoTime") ? "" : "this tracer: ") + label(one),
                        bars(one)));
        single.averages(Group.PEER).forEach(one -> chart.add(label(one), bars(one)));
        return withBaseline(chart, paragraph("The same event, handed to others; note the logarithmic scale. "
                + Texts.TAKEN));
    }

    private String withBaseline(BarChart chart, String text) {
        Optional<Result> clock = single.average("nanoTime");
        clock.ifPresent(one -> chart.baseline(one.score()));
        List<String> legend = new ArrayList<>();
        List<Integer> threads = COMPARED_THREADS.stream().filter(run.results().threads()::contains).toList();
        if (threads.size() > 1) {
            for (int i = 0; i < threads.size(); i++) {
                legend.add(key("s" + i, threads.get(i) == 1 ? "1 thread" : threads.get(i) + " threads"));
            }
        }
        clock.ifPresent(one -> legend.add("<span><i class=\"dashed\"></i><code>System.nanoTime()</code></span>"));
        return text + "<p class=\"legend\">" + String.join(" ", legend)
                + " <span>mean ± error, heap allocated, taken</span></p>\n" + chart.toSvg();
    }

    private static String key(String style, String label) {
        return "<span><i class=\"" + style + "\"></i>" + Html.escape(label) + "</span>";
    }

    private List<Bar> bars(Result single) {
        return COMPARED_THREADS.stream()
                .flatMap(threads -> run.results().with(threads).average(single.benchmark()).stream())
                .map(one -> new Bar(one.score(), one.error(), figures(one))).toList();
    }

    private static String figures(Result one) {
        String text = Figures.withMargin(one.score(), one.error()) + " ns";
        if (!Double.isNaN(one.bytesPerOp())) {
            text += ", " + Figures.whole(one.bytesPerOp()) + " B";
        }
        return Double.isNaN(one.takenShare()) ? text : text + ", " + Figures.percent(one.takenShare());
    }

    private static String label(Result one) {
        String ids = one.parameters().get("ids");
        return Catalogue.label(one) + (ids == null ? "" : ", " + ids + " ids");
    }

    private String percentiles() {
        PercentileChart chart = new PercentileChart("Percentiles of the tracer's calls", 960, 380, 210);
        single.sample("empty").ifPresent(one -> chart.add("empty method", "grey", one));
        single.sample("nanoTime").ifPresent(one -> chart.add("System.nanoTime()", "grey dash", one));
        int series = 0;
        for (String name : CURVES) {
            Optional<Result> sample = single.sample(name);
            if (sample.isPresent()) {
                chart.add(Catalogue.label(name), "s" + series, sample.get());
            }
            series++;
        }
        if (chart.isEmpty()) {
            return "";
        }
        return paragraph(Texts.COORDINATED_OMISSION) + chart.toSvg(chart.ownScale()) + peerPercentiles();
    }

    private String peerPercentiles() {
        List<PercentileChart> charts = new ArrayList<>();
        List<String> titles = new ArrayList<>();
        PercentileChart all = new PercentileChart("all", SMALL_WIDTH, SMALL_HEIGHT, SMALL_MARGIN);
        for (String name : single.benchmarks()) {
            Optional<Result> peer = single.sample(name).filter(one -> Catalogue.group(one.name()) == Group.PEER);
            if (peer.isPresent()) {
                PercentileChart chart =
                        new PercentileChart(label(peer.get()), SMALL_WIDTH, SMALL_HEIGHT, SMALL_MARGIN);
                for (PercentileChart each : List.of(chart, all)) {
                    single.sample("empty").ifPresent(one -> each.add("empty method", "grey", one));
                    single.sample(OURS).ifPresent(one -> each.add("this tracer", "s0", one));
                    each.add(label(peer.get()), "s1", peer.get());
                }
                charts.add(chart);
                titles.add(label(peer.get()));
            }
        }
        if (charts.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<p class=\"legend\">" + key("s1", "the peer") + " "
                + key("s0", "this tracer: priming") + " " + key("grey", "empty method")
                + "</p>\n<div class=\"many\">\n");
        for (int i = 0; i < charts.size(); i++) {
            html.append("<figure><figcaption>").append(Html.escape(titles.get(i))).append("</figcaption>\n")
                    .append(charts.get(i).toSvg(all.ownScale())).append("</figure>\n");
        }
        return html.append("</div>\n").toString();
    }

    private String scaling() {
        List<List<String>> rows = tables.scaling();
        if (rows.isEmpty()) {
            return "";
        }
        BarChart chart = new BarChart("Events a second by number of threads", false,
                value -> Figures.whole(value) + " M/s");
        for (int threads : run.results().threads()) {
            List<Bar> bars = Stream.of(OURS, "primingExported")
                    .flatMap(name -> run.results().with(threads).average(name).stream())
                    .map(one -> new Bar(Tables.millionsPerSecond(one), Double.NaN,
                            Figures.number(Tables.millionsPerSecond(one)) + " M/s")).toList();
            if (!bars.isEmpty()) {
                chart.add(threads == 1 ? "1 thread" : threads + " threads", bars);
            }
        }
        return paragraph("Million events a second that all threads together record. With more threads than the "
                + run.machine().cores() + " cores they take turns. While exporting, a collector and an exporter "
                + "encode OTLP in threads of their own, and take what they can before it is overwritten.")
                + "<p class=\"legend\">" + key("s0", "recording") + " " + key("s1", "recording while exporting")
                + "</p>\n" + chart.toSvg() + Html.table(Tables.SCALING_HEADINGS, rows);
    }

    private String batches() {
        List<Result> means = single.averages(Group.BATCH);
        if (means.isEmpty()) {
            return "";
        }
        BarChart chart = new BarChart("Events encoded a second", true, value -> Figures.whole(value) + " k/s");
        for (Result one : means) {
            String size = Double.isNaN(one.bytesPerEvent()) ? ""
                    : ", " + Figures.whole(one.bytesPerEvent()) + " B/event";
            chart.add(label(one), List.of(new Bar(Tables.thousandsPerSecond(one), Double.NaN,
                    Figures.whole(Tables.thousandsPerSecond(one)) + " k/s" + size)));
        }
        return paragraph("Thousand events a second by one thread, and how long an encoded event is.") + chart.toSvg()
                + Html.table(Tables.BATCH_HEADINGS, tables.batches());
    }

    private String deliveries() {
        BarChart chart = new BarChart("Time per delivered event", false, NANOS);
        for (Result one : single.averages(Group.DELIVERY)) {
            chart.add(label(one), List.of(new Bar(one.score(), one.error(), Figures.time(one.score()) + " ± "
                    + Figures.time(one.error()))));
        }
        return chart.isEmpty() ? "" : paragraph("Time per event, from the trace call until an OTLP server on the "
                + "loopback interface has acknowledged all.") + chart.toSvg();
    }

    private String all() {
        StringBuilder html = new StringBuilder();
        for (int threads : run.results().threads()) {
            html.append("<h3>").append(threads == 1 ? "1 thread" : threads + " threads").append("</h3>\n")
                    .append(Html.table(Tables.HEADINGS, tables.all(threads)));
        }
        return html.toString();
    }
}
