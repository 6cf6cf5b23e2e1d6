package io.engram.trace.jmh.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The report on a run, as Markdown whose tables also read well as plain text. */
final class Report {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};
    private static final List<String> HEADINGS = List.of("benchmark", "mean ns/op", "± error", "over empty",
            "× nanoTime", "P50", "P90", "P99", "P99.9", "P99.99", "max", "B/op");
    // From here on decimals mean nothing.
    private static final double LARGE_NANOS = 1_000;
    private static final String NOTHING = "–";

    private final Results results;
    private final Machine machine;

    Report(List<Result> results, Machine machine) {
        this.results = new Results(results);
        this.machine = machine;
    }

    String toMarkdown() {
        StringBuilder text = new StringBuilder("# Benchmarks\n\n");
        for (String line : header()) {
            text.append("- ").append(line).append('\n');
        }
        text.append('\n');
        appendTable(text, HEADINGS, results.benchmarks().stream().map(this::row).toList());
        text.append("""

                Mean, error and B/op come from JMH's AverageTime, percentiles from SampleTime; the error is half of
                the 99.9 % confidence interval. Each sample times one call with two clock readings: `empty` shows what
                that alone comes to, so read a percentile as its distance from the first row. Calls run back to back
                in one thread and none is scheduled, so that there is no schedule to fall behind: coordinated omission
                does not arise, and a stall counts as the one slow call that it is.

                """);
        List<List<String>> goals = Goal.judge(results).stream()
                .map(goal -> List.of(goal.name(), goal.found(), goal.met() ? "pass" : "FAIL")).toList();
        if (!goals.isEmpty()) {
            appendTable(text, List.of("goal", "found", "verdict"), goals);
        }
        return text.toString();
    }

    private List<String> header() {
        List<String> lines = new ArrayList<>(machine.lines());
        lines.add("JVM: " + distinct(Result::jvm));
        lines.add("Flags: " + distinct(Result::jvmArgs));
        lines.add("Forks × (warm-up + measurement): " + distinct(Result::effort));
        return lines;
    }

    private String distinct(Function<Result, String> property) {
        String values = results.all().stream().map(property).distinct().sorted(Comparator.naturalOrder())
                .map(value -> value.isEmpty() ? "none" : value).collect(Collectors.joining("; "));
        return values.isEmpty() ? "unknown" : values;
    }

    private List<String> row(String benchmark) {
        Optional<Result> average = results.average(benchmark);
        Optional<Result> sample = results.sample(benchmark);
        boolean singleCall = Results.isSingleCall(benchmark);
        List<String> cells = new ArrayList<>();
        cells.add(benchmark);
        cells.add(average.map(one -> number(one.score())).orElse(NOTHING));
        cells.add(average.map(one -> number(one.error())).orElse(NOTHING));
        cells.add(average.flatMap(one -> results.average("empty")
                .filter(empty -> singleCall).map(empty -> number(one.score() - empty.score()))).orElse(NOTHING));
        cells.add(average.flatMap(one -> results.average("nanoTime")
                .filter(clock -> singleCall).map(clock -> number(one.score() / clock.score()))).orElse(NOTHING));
        for (double percentile : PERCENTILES) {
            cells.add(sample.map(one -> one.percentiles().get(percentile)).map(Report::whole).orElse(NOTHING));
        }
        cells.add(average.map(one -> number(one.bytesPerOp())).orElse(NOTHING));
        return cells;
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return NOTHING;
        }
        return Math.abs(value) < LARGE_NANOS ? String.format(Locale.ROOT, "%.2f", value) : whole(value);
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static void appendTable(StringBuilder text, List<String> headings, List<List<String>> rows) {
        int[] widths = new int[headings.size()];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[column] = Math.max(headings.get(at).length(),
                    rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
        }
        appendRow(text, headings, widths);
        text.append('|');
        for (int column = 0; column < widths.length; column++) {
            text.append('-').append("-".repeat(widths[column])).append(column == 0 ? "-|" : ":|");
        }
        text.append('\n');
        rows.forEach(row -> appendRow(text, row, widths));
    }

    // The first column is text, the others are figures.
    private static void appendRow(StringBuilder text, List<String> cells, int[] widths) {
        text.append('|');
        for (int column = 0; column < widths.length; column++) {
            String padding = " ".repeat(widths[column] - cells.get(column).length());
            text.append(' ').append(column == 0 ? cells.get(0) + padding : padding + cells.get(column)).append(" |");
        }
        text.append('\n');
    }
}
