// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
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

    private static final double P99 = 99.0;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String NANO_TIME = "";
    private static final String TSC = " clock=TSC";

    // One goal a line, judged by figures of a single thread. Each finds nothing to judge where its benchmark did not run.
    private static final List<Function<Results, Stream<Goal>>> ALL = List.of(
            run -> switchedOff(run, "switched off: `empty`, within the two error margins"),
            run -> overEmpty(run, "not configured: less than 1 ns over `empty`", "notConfigured", 1),
            run -> overEmpty(run, "type disabled: less than 1 ns over `empty`", "typeDisabled", 1),
            run -> overEmpty(run, "sampled at 1 %: less than 3 ns over `empty`", "sampledOnePercent", 3),
            run -> dearestRecord(run, "record with TSC, dearest of all: at most 0.65 × `nanoTime`", TSC, 0.65),
            run -> dearestRecord(run, "record with nanoTime, dearest of all: at most 1.25 × it", NANO_TIME, 1.25),
            run -> overEmptyP99(run, "record with TSC, slowest of all: P99 at most 30 ns over that of `empty`", TSC, 30),
            run -> slowestRecord(run, "record with nanoTime, slowest of all: P99 below 100 ns", NANO_TIME, 100),
            run -> faster(run, "record with TSC: at least 5 × faster than JFR's event", "priming" + TSC, "jfr", 5),
            run -> fasterAtP99(run, "record with TSC: P99 at most a fifth of that of JFR's event", "priming" + TSC, "jfr",
                    5),
            run -> inFile(run, "into a file: at most 1.10 × into anonymous memory", "primingInMemory", 1.10),
            run -> inFile(run, "into a file: at most 1.10 × into anonymous memory", "interferenceInMemory", 1.10),
            run -> encoded(run, "snapshot of 16 rings with 10,000 events each: less than 100 ms", "snapshot", 100),
            run -> faster(run, "OTLP over loopback: at least 5 × the SDK's events a second", "otlpLoopback",
                    "sdkLoopback", 5),
            run -> encoded(run, "10,000 events as JSON: less than 2 ms", "jsonDocument", 2),
            run -> encoded(run, "10,000 events as OTLP: less than 1 ms", "otlp", 1),
            run -> encoded(run, "10,000 events as Loki's push: less than 2 ms", "loki", 2));

    /** Judges the goals for which there are figures. */
    static List<Goal> judge(Results results) {
        Results single = results.with(1);
        return Stream.concat(ALL.stream().flatMap(goal -> goal.apply(single)), Stream.of(NANO_TIME, TSC).flatMap(clock ->
                scaling(results, "two producers: at least 1.9 × the events of one", "priming" + clock, 2, 1.9))).toList();
    }

    private static Stream<Goal> switchedOff(Results run, String name) {
        return run.average("switchedOff").stream().flatMap(off -> run.average("empty").stream().map(empty -> {
            double difference = off.score() - empty.score();
            double margin = off.error() + empty.error();
            return new Goal(name, String.format(Locale.ROOT, "%+.3f ns, margins %.3f ns", difference, margin),
                    difference <= margin);
        }));
    }

    private static Stream<Goal> overEmpty(Results run, String name, String benchmark, double limitNanos) {
        return run.average(benchmark).stream().flatMap(one -> run.average("empty").stream()
                .map(empty -> below(name, one.score() - empty.score(), "ns", limitNanos)));
    }

    private static Stream<Goal> overEmptyP99(Results run, String name, String clock, double limitNanos) {
        return run.worst(clock, run::sample, Goal::p99).stream().flatMap(one -> run.sample("empty").stream()
                .map(empty -> below(name, p99(one) - p99(empty), "ns (" + one.benchmark() + ")", limitNanos)));
    }

    private static Stream<Goal> dearestRecord(Results run, String name, String clock, double limit) {
        return run.worst(clock, run::average, Result::score).stream().flatMap(one -> run.average("nanoTime").stream()
                .map(read -> below(name, one.score() / read.score(), "× (" + one.benchmark() + ")", limit)));
    }

    private static Stream<Goal> slowestRecord(Results run, String name, String clock, double limitNanos) {
        return run.worst(clock, run::sample, Goal::p99).stream()
                .map(one -> below(name, p99(one), "ns (" + one.benchmark() + ")", limitNanos));
    }

    private static Stream<Goal> inFile(Results run, String name, String benchmark, double limit) {
        return run.average(benchmark + " memory=file").stream().flatMap(file ->
                run.average(benchmark + " memory=anonymous").stream().map(anonymous ->
                        below(name, file.score() / anonymous.score(), "× (" + benchmark + ")", limit)));
    }

    private static Stream<Goal> faster(Results run, String name, String benchmark, String than, double factor) {
        return run.average(benchmark).stream().flatMap(one -> run.average(than).stream()
                .map(other -> atLeast(name, other.score() / one.score(), factor)));
    }

    private static Stream<Goal> fasterAtP99(Results run, String name, String benchmark, String than, double factor) {
        return run.sample(benchmark).stream().flatMap(one -> run.sample(than).stream()
                .map(other -> atLeast(name, p99(other) / p99(one), factor)));
    }

    // A mean is what a call costs each of the threads.
    private static Stream<Goal> scaling(Results all, String name, String benchmark, int threads, double factor) {
        return all.with(1).average(benchmark).stream().flatMap(alone -> all.with(threads).average(benchmark).stream()
                .map(each -> atLeast(name + " (" + benchmark + ")", threads * alone.score() / each.score(), factor)));
    }

    // JSON is an option for Loki, protobuf what is aimed at.
    private static Stream<Goal> encoded(Results run, String name, String benchmark, double limitMillis) {
        return run.averages(benchmark).stream().filter(one -> !"JSON".equals(one.parameters().get("encoding")))
                .map(one -> below(name, one.score() / NANOS_PER_MILLI,
                        one.benchmark().equals(benchmark) ? "ms" : "ms (" + one.benchmark() + ")", limitMillis));
    }

    private static Goal below(String name, double found, String unit, double limit) {
        return new Goal(name, String.format(Locale.ROOT, "%.2f %s", found, unit), found <= limit);
    }

    private static Goal atLeast(String name, double found, double limit) {
        return new Goal(name, String.format(Locale.ROOT, "%.2f ×", found), found >= limit);
    }

    private static double p99(Result result) {
        return result.percentiles().getOrDefault(P99, Double.NaN);
    }
}
