// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The figures of a run for people who want to read only a few, between two markers of a text. */
final class ReadmeFigures {
    static final String BEGIN = "<!-- figures: begin, written by jmh/update-readme -->";
    static final String END = "<!-- figures: end -->";

    private static final double P50 = 50;
    private static final double P99 = 99;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_MICRO = 1e3;

    private final Run run;
    private final Results single;

    ReadmeFigures(Run run) {
        this.run = run;
        this.single = run.results().with(1);
    }

    /** Puts the figures between the markers of a text. */
    String insertInto(String text) throws IOException {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("the markers of the figures are missing: put '" + BEGIN + "' and '" + END
                    + "' where the figures belong");
        }
        return text.substring(0, begin) + BEGIN + "\n\n" + toMarkdown() + "\n" + text.substring(end);
    }

    String toMarkdown() {
        StringBuilder text = new StringBuilder();
        text.append(run.machine().cpu()).append(", ").append(run.machine().cores()).append(" cores, ")
                .append(run.machine().system()).append("; ").append(Texts.distinct(run, Result::jvm))
                .append("; commit ").append(run.machine().commit()).append(".\nReproduce with `jmh/run && "
                        + "jmh/update-readme`. Means of one call in ns with the 99.9 % confidence interval; "
                        + "percentiles of\nsingle calls, which include the measuring (the first row):\n\n");
        text.append(MarkdownTable.of(List.of("call", "mean", "× `nanoTime`", "P50", "P99", "B/op", "taken"), Stream.of(
                Group.YARDSTICK, Group.TRACER, Group.PEER).flatMap(group -> single.averages(group).stream())
                .map(this::call).toList()));
        List<List<String>> encodings = encodings();
        if (!encodings.isEmpty()) {
            text.append("\nWork on 10,000 events of all types, mean in ms:\n\n").append(MarkdownTable.of(List.of(
                    "work", "small ids", "random ids", "bytes/event, small", "random", "allocated"), encodings));
        }
        List<List<String>> deliveries = single.averages(Group.DELIVERY).stream().map(one -> List.of(
                Catalogue.label(one),
                Figures.withMargin(one.score() / NANOS_PER_MICRO, one.error() / NANOS_PER_MICRO))).toList();
        if (!deliveries.isEmpty()) {
            text.append("\nFrom the trace call until an OTLP server on the loopback interface has acknowledged, "
                    + "in µs per event:\n\n").append(MarkdownTable.of(List.of("by", "µs/event"), deliveries));
        }
        return text.toString();
    }

    private List<String> call(Result one) {
        Optional<Map<Double, Double>> percentiles = single.sample(one.benchmark()).map(Result::percentiles);
        return List.of(Catalogue.label(one), Figures.withMargin(one.score(), one.error()),
                single.average("nanoTime").map(clock -> Figures.number(one.score() / clock.score()))
                        .orElse(Figures.NOTHING),
                percentile(percentiles, P50), percentile(percentiles, P99), Figures.whole(one.bytesPerOp()),
                Figures.percent(one.takenShare()));
    }

    private static String percentile(Optional<Map<Double, Double>> percentiles, double percentile) {
        return percentiles.map(all -> all.get(percentile)).map(Figures::whole).orElse(Figures.NOTHING);
    }

    /** A row for each kind of work, with both kinds of ids in it. */
    private List<List<String>> encodings() {
        Map<String, List<Result>> byLabel = new LinkedHashMap<>();
        single.averages(Group.BATCH)
                .forEach(one -> byLabel.computeIfAbsent(Catalogue.label(one), label -> new ArrayList<>()).add(one));
        return byLabel.entrySet().stream().map(entry -> {
            Optional<Result> small = with(entry.getValue(), "small");
            Optional<Result> random = with(entry.getValue(), "random").or(() -> Optional.of(entry.getValue().get(0)));
            return List.of(entry.getKey(), millis(small), millis(random), size(small), size(random),
                    random.map(one -> Figures.whole(one.bytesPerOp()) + " B").orElse(Figures.NOTHING));
        }).toList();
    }

    private static Optional<Result> with(List<Result> results, String ids) {
        return results.stream().filter(one -> ids.equals(one.parameters().get("ids"))).findFirst();
    }

    private static String millis(Optional<Result> result) {
        return result.map(one -> Figures.withMargin(one.score() / NANOS_PER_MILLI, one.error() / NANOS_PER_MILLI))
                .orElse(Figures.NOTHING);
    }

    private static String size(Optional<Result> result) {
        return result.map(one -> Figures.whole(one.bytesPerEvent())).orElse(Figures.NOTHING);
    }
}
