// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What JMH found for one benchmark in one mode with one number of threads.
 *
 * @param benchmark name of the method, and its parameters as {@code name=value} behind it
 * @param threads that called it at the same time
 * @param mode {@code avgt}, {@code sample} or {@code ss}
 * @param score mean of a call, ns/op
 * @param error half the 99.9 % confidence interval of the mean, ns/op; NaN where there was but one iteration
 * @param percentiles by percentage, ns/op; empty but for {@code sample}
 * @param bytesPerOp heap allocation of the whole JVM, NaN if not profiled
 * @param counters what the benchmark itself counted, over all its iterations
 * @param jvm name and version of the JVM that ran it
 * @param jvmArgs its flags
 * @param effort forks and iterations
 */
record Result(String benchmark, int threads, String mode, double score, double error, Map<Double, Double> percentiles,
        double bytesPerOp, Map<String, Double> counters, String jvm, String jvmArgs, String effort) {
    /** The name without parameters. */
    String name() {
        return benchmark.split(" ", 2)[0];
    }

    Map<String, String> parameters() {
        Map<String, String> found = new LinkedHashMap<>();
        for (String word : benchmark.split(" ")) {
            int equals = word.indexOf('=');
            if (equals >= 0) {
                found.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return found;
    }

    /** The share of events that were not dropped, 0 to 1; NaN where it was not counted. */
    double takenShare() {
        return Math.min(1, ratio("taken", "offered"));
    }

    /** Length of an encoded event; NaN where it was not counted. */
    double bytesPerEvent() {
        return ratio("bytes", "events");
    }

    private double ratio(String part, String whole) {
        return counters.getOrDefault(part, Double.NaN) / counters.getOrDefault(whole, Double.NaN);
    }
}
