package io.engram.trace.jmh.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The results of a run in both modes.
 *
 * @param all in the order in which they were found
 */
record Results(List<Result> all) {
    private static final List<String> ORDER = List.of("empty", "nanoTime", "rawStore", "switchedOff", "notConfigured",
            "typeDisabled", "sampledOnePercent", "priming", "interference", "interferenceArray", "reconsolidation",
            "falseMemory", "primingInMemory", "interferenceInMemory", "drain", "snapshot", "jsonDocument", "ndjson",
            "jsonDocumentFile", "otlp", "generatedBuilders", "openTelemetrySdk", "loki", "otlpLoopback",
            "sdkLoopbackLargeBatches", "sdkLoopback");
    private static final int FIRST_OF_MANY_EVENTS = ORDER.indexOf("drain");

    /** Names of benchmarks: yardsticks first, those that this class does not know of last. */
    List<String> benchmarks() {
        Set<String> found = new LinkedHashSet<>();
        all.forEach(result -> found.add(result.benchmark()));
        List<String> ordered = new ArrayList<>(found);
        // Stable: variants of a benchmark stay as they were found.
        ordered.sort(Comparator.comparingInt(name -> ORDER.contains(base(name)) ? ORDER.indexOf(base(name)) : ORDER.size()));
        return ordered;
    }

    /** The name of a benchmark without its parameters. */
    private static String base(String benchmark) {
        return benchmark.split(" ", 2)[0];
    }

    /** Whether a benchmark measures a single call, to which the yardsticks apply, and not work on thousands of events. */
    static boolean isSingleCall(String benchmark) {
        int place = ORDER.indexOf(base(benchmark));
        return place >= 0 && place < FIRST_OF_MANY_EVENTS;
    }

    /** Means of a benchmark with all parameters that it ran with. */
    List<Result> averages(String benchmark) {
        return all.stream().filter(result -> base(result.benchmark()).equals(benchmark)
                && result.mode().equals("avgt")).toList();
    }

    /** The mean, of calls that take a million events each as well. */
    Optional<Result> average(String benchmark) {
        return find(benchmark, "avgt").or(() -> find(benchmark, "ss"));
    }

    Optional<Result> sample(String benchmark) {
        return find(benchmark, "sample");
    }

    /** The record with the largest figure. */
    Optional<Result> worst(Function<String, Optional<Result>> mode, ToDoubleFunction<Result> figure) {
        return Goal.RECORDS.stream().map(mode).flatMap(Optional::stream).max(Comparator.comparingDouble(figure));
    }

    private Optional<Result> find(String benchmark, String mode) {
        return all.stream()
                .filter(result -> result.benchmark().equals(benchmark) && result.mode().equals(mode)).findFirst();
    }
}
