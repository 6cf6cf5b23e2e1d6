// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The results of a run.
 *
 * @param all in the order in which they were found
 */
record Results(List<Result> all) {
    Results {
        all = List.copyOf(all);
    }

    /** The results with one number of threads. */
    Results with(int threads) {
        return new Results(all.stream().filter(result -> result.threads() == threads).toList());
    }

    /** Numbers of threads that occur, in order. */
    List<Integer> threads() {
        return all.stream().map(Result::threads).distinct().sorted().toList();
    }

    /** Names of benchmarks with their parameters: yardsticks first, those that nobody knows of last. */
    List<String> benchmarks() {
        // Stable: variants of a benchmark stay as they were found.
        return all.stream().sorted(Comparator.comparingInt(result -> Catalogue.place(result.name())))
                .map(Result::benchmark).distinct().toList();
    }

    /** Means of a group's benchmarks in the order of reports, one for each. */
    List<Result> averages(Group group) {
        return benchmarks().stream().flatMap(name -> average(name).stream())
                .filter(result -> Catalogue.group(result.name()) == group).toList();
    }

    /** Means of a benchmark with all parameters that it ran with. */
    List<Result> averages(String benchmark) {
        return all.stream().filter(result -> result.name().equals(benchmark) && result.mode().equals("avgt")).toList();
    }

    /** The mean, of calls that take a million events each as well. */
    Optional<Result> average(String benchmark) {
        return find(benchmark, "avgt").or(() -> find(benchmark, "ss"));
    }

    Optional<Result> sample(String benchmark) {
        return find(benchmark, "sample");
    }

    /** The record with the largest figure among those with one clock, whose parameter stands behind their names. */
    Optional<Result> worst(String clock, Function<String, Optional<Result>> mode, ToDoubleFunction<Result> figure) {
        return Goal.RECORDS.stream().map(name -> mode.apply(name + clock)).flatMap(Optional::stream).max(Comparator.comparingDouble(figure));
    }

    private Optional<Result> find(String benchmark, String mode) {
        Stream<Result> found = all.stream()
                .filter(result -> result.benchmark().equals(benchmark) && result.mode().equals(mode));
        return found.findFirst();
    }
}
