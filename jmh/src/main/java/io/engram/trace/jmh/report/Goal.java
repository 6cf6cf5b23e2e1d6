package io.engram.trace.jmh.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    private static final double P99 = 99.0;
    private static final double P99_NANOS = 100;
    private static final double JSON_NANOS = 5e6;

    /** Judges the goals for which there are figures. */
    static List<Goal> judge(Results results) {
        Optional<Result> empty = results.average("empty");
        Optional<Result> clock = results.average("nanoTime");
        return Stream.of(
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
                results.average("jsonDocument ids=random").map(one -> below(
                        "10,000 events as JSON: less than 5 ms", one.score() / 1e6, "ms", JSON_NANOS / 1e6)))
                .flatMap(Optional::stream).toList();
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
