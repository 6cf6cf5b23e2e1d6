package io.engram.trace.jmh.report;

import java.util.Map;

/**
 * What JMH found for one benchmark in one mode.
 *
 * @param benchmark name of the method, and its parameters as {@code name=value} behind it
 * @param mode {@code avgt} or {@code sample}
 * @param score mean, ns/op
 * @param error half the 99.9 % confidence interval of the mean, ns/op; NaN where there was but one iteration
 * @param percentiles by percentage, ns/op; empty but for {@code sample}
 * @param bytesPerOp heap allocation, NaN if not profiled
 * @param jvm name and version of the JVM that ran it
 * @param jvmArgs its flags
 * @param effort forks and iterations
 */
record Result(String benchmark, String mode, double score, double error, Map<Double, Double> percentiles,
        double bytesPerOp, String jvm, String jvmArgs, String effort) {
}
