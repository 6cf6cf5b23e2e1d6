// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables that reports show in all their forms. */
final class Tables {
    static final List<String> HEADINGS = List.of("benchmark", "mean ns/op", "± error", "over empty", "× nanoTime",
            "P50", "P90", "P99", "P99.9", "P99.99", "max", "B/op", "taken");
    static final List<String> SCALING_HEADINGS = List.of("benchmark", "threads", "ns/op", "± error", "million events/s",
            "taken");
    static final List<String> BATCH_HEADINGS = List.of("benchmark", "ms per 10,000", "± error", "thousand events/s",
            "bytes/event", "B per 10,000");
    static final List<String> GOAL_HEADINGS = List.of("goal", "found", "verdict");

    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};
    private static final List<String> SCALED = List.of("priming", "primingExported");
    private static final double BATCH_EVENTS = 10_000;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Results results;

    Tables(Results results) {
        this.results = results;
    }

    /** Every benchmark that ran with a number of threads. */
    List<List<String>> all(int threads) {
        Results some = results.with(threads);
        return some.benchmarks().stream().map(name -> row(some, name)).toList();
    }

    /** The same records by more and more threads; empty if no run had several. */
    List<List<String>> scaling() {
        if (results.threads().size() < 2) {
            return List.of();
        }
        return SCALED.stream().flatMap(name -> scaled(name).stream()).map(one -> List.of(one.benchmark(),
                String.valueOf(one.threads()), Figures.number(one.score()), Figures.number(one.error()),
                Figures.number(millionsPerSecond(one)), Figures.percent(one.takenShare()))).toList();
    }

    /** Means of a benchmark by number of threads. */
    List<Result> scaled(String benchmark) {
        return results.threads().stream()
                .flatMap(threads -> results.with(threads).average(benchmark).stream()).toList();
    }

    /** What is done with 10,000 events at once. */
    List<List<String>> batches() {
        return results.with(1).averages(Group.BATCH).stream().map(one -> List.of(one.benchmark(),
                Figures.number(one.score() / NANOS_PER_MILLI), Figures.number(one.error() / NANOS_PER_MILLI),
                Figures.whole(thousandsPerSecond(one)), Figures.number(one.bytesPerEvent()),
                Figures.whole(one.bytesPerOp()))).toList();
    }

    List<List<String>> goals() {
        return Goal.judge(results).stream()
                .map(goal -> List.of(goal.name(), goal.found(), goal.met() ? "pass" : "FAIL")).toList();
    }

    /** Events that all threads together handed over in a second; what was dropped included. */
    static double millionsPerSecond(Result result) {
        return result.threads() * 1e3 / result.score();
    }

    static double thousandsPerSecond(Result batch) {
        return BATCH_EVENTS * 1e6 / batch.score();
    }

    private static List<String> row(Results some, String benchmark) {
        Optional<Result> average = some.average(benchmark);
        Optional<Result> sample = some.sample(benchmark);
        boolean singleCall = average.or(() -> sample).filter(one -> Catalogue.group(one.name()).isSingleCall())
                .isPresent();
        List<String> cells = new ArrayList<>();
        cells.add(benchmark);
        cells.add(average.map(one -> Figures.number(one.score())).orElse(Figures.NOTHING));
        cells.add(average.map(one -> Figures.number(one.error())).orElse(Figures.NOTHING));
        cells.add(average.flatMap(one -> some.average("empty").filter(empty -> singleCall)
                .map(empty -> Figures.number(one.score() - empty.score()))).orElse(Figures.NOTHING));
        cells.add(average.flatMap(one -> some.average("nanoTime").filter(clock -> singleCall)
                .map(clock -> Figures.number(one.score() / clock.score()))).orElse(Figures.NOTHING));
        for (double percentile : PERCENTILES) {
            cells.add(sample.map(one -> one.percentiles().get(percentile)).map(Figures::whole)
                    .orElse(Figures.NOTHING));
        }
        cells.add(average.map(one -> Figures.number(one.bytesPerOp())).orElse(Figures.NOTHING));
        cells.add(average.map(one -> Figures.percent(one.takenShare())).orElse(Figures.NOTHING));
        return cells;
    }
}
