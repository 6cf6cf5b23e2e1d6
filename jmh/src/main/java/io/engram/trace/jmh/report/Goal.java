package io.engram.trace.jmh.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A goal and how it was met.
 *
 * @param name what is aimed at
 * @param found what was measured
 * @param met whether it was met
 */
record Goal(String name, String found, boolean met) {
    static final List<String> RECORDS =
            List.of("priming", "interference", "interferenceArray", "reconsolidation", "falseMemory");

    private static final double NOT_CONFIGURED_NANOS = 1.0;
    private static final double SAMPLED_OUT_NANOS = 3.0;
    private static final double RECORD_TO_CLOCK = 1.25;
    private static final double FILE_TO_ANONYMOUS = 1.10;
    private static final double P99 = 99.0;
    private static final double P99_NANOS = 100;
    private static final double JSON_NANOS = 5e6;
    private static final double OTLP_NANOS = 1e6;
    private static final double LOKI_NANOS = 3e6;
    private static final double LOOPBACK_FACTOR = 5;
    private static final double SNAPSHOT_NANOS = 100e6;

    /** Judges the goals for which there are figures. */
    static List<Goal> judge(Results results) {
        Optional<Result> empty = results.average("empty");
        Optional<Result> clock = results.average("nanoTime");
        List<Goal> goals = Stream.of(
                results.average("switchedOff").flatMap(off -> empty.map(base -> switchedOff(off, base))),
                results.average("notConfigured").flatMap(one -> empty.map(base -> below(
                        "not configured: less than 1 ns over `empty`", one.score() - base.score(), "ns",
                        NOT_CONFIGURED_NANOS))),
                results.average("sampledOnePercent").flatMap(one -> empty.map(base -> below(
                        "sampled at 1 %: less than 3 ns over `empty`", one.score() - base.score(), "ns",
                        SAMPLED_OUT_NANOS))),
                results.worst(results::average, Result::score).flatMap(one -> clock.map(base -> below(
                        "record, dearest of all: at most 1.25 × `nanoTime`", one.score() / base.score(),
                        "× (" + one.benchmark() + ")", RECORD_TO_CLOCK))),
                results.worst(results::sample, Goal::p99).map(one -> below(
                        "record, slowest of all: P99 below 100 ns", p99(one), "ns (" + one.benchmark() + ")",
                        P99_NANOS)),
                results.average("otlpLoopback").flatMap(one -> results.average("sdkLoopback").map(sdk -> above(
                        "OTLP over loopback: at least 5 × the SDK's events a second", sdk.score() / one.score(), "×",
                        LOOPBACK_FACTOR))))
                .flatMap(Optional::stream).collect(Collectors.toCollection(ArrayList::new));
        for (String record : List.of("primingInMemory", "interferenceInMemory")) {
            results.average(record + " memory=file").flatMap(file -> results.average(record + " memory=anonymous")
                    .map(anonymous -> below("into a file: at most 1.10 × into anonymous memory",
                            file.score() / anonymous.score(), "× (" + record + ")", FILE_TO_ANONYMOUS)))
                    .ifPresent(goals::add);
        }
        results.average("snapshot").map(one -> below("snapshot of 16 rings with 10,000 events each: less than 100 ms",
                one.score() / 1e6, "ms", SNAPSHOT_NANOS / 1e6)).ifPresent(goals::add);
        goals.addAll(encoded(results, "jsonDocument", "JSON: less than 5 ms", JSON_NANOS));
        goals.addAll(encoded(results, "otlp", "OTLP: less than 1 ms", OTLP_NANOS));
        goals.addAll(encoded(results, "loki", "Loki's push: less than 3 ms", LOKI_NANOS));
        return goals;
    }

    private static List<Goal> encoded(Results results, String benchmark, String aim, double limitNanos) {
        return results.averages(benchmark).stream().filter(one -> !one.benchmark().contains("encoding=JSON")).map(one -> below(
                "10,000 events as " + aim, one.score() / 1e6,
                one.benchmark().equals(benchmark) ? "ms" : "ms (" + one.benchmark() + ")", limitNanos / 1e6)).toList();
    }

    private static Goal above(String name, double found, String unit, double limit) {
        return new Goal(name, String.format(Locale.ROOT, "%.2f %s", found, unit), found >= limit);
    }

    private static double p99(Result result) {
        return result.percentiles().getOrDefault(P99, Double.NaN);
    }

    private static Goal switchedOff(Result off, Result empty) {
        double difference = off.score() - empty.score();
        double margin = off.error() + empty.error();
        return new Goal("switched off: `empty`, within the two error margins",
                String.format(Locale.ROOT, "%+.3f ns, margins %.3f ns", difference, margin), difference <= margin);
    }

    private static Goal below(String name, double found, String unit, double limit) {
        return new Goal(name, String.format(Locale.ROOT, "%.2f %s", found, unit), found <= limit);
    }
}
