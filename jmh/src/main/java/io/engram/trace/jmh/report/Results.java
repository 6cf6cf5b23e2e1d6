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
            "falseMemory", "drain", "jsonDocument", "ndjson", "jsonDocumentFile");
    private static final int FIRST_OF_MANY_EVENTS = ORDER.indexOf("drain");

    /** Names of benchmarks: yardsticks first, those that this class does not know of last. */
    List<String> benchmarks() {
        Set<String> found = new LinkedHashSet<>();
        all.forEach(result -> found.add(result.benchmark()));
        List<String> ordered = new ArrayList<>(found);
        ordered.sort(Comparator.comparingInt(Results::place));
        return ordered;
    }

    private static int place(String benchmark) {
        int known = ORDER.indexOf(benchmark.split(" ", 2)[0]);
        return known < 0 ? ORDER.size() : known;
    }

    /** Whether a benchmark measures a single call, to which the yardsticks apply, and not work on 10,000 events. */
    static boolean isSingleCall(String benchmark) {
        return place(benchmark) < FIRST_OF_MANY_EVENTS;
    }

    Optional<Result> average(String benchmark) {
        return find(benchmark, "avgt");
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
