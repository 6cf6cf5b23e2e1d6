// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Reads what JMH writes with {@code -rf json}. */
final class ResultFile {
    private static final String UNIT = "ns/op";
    private static final String COUNTER_UNIT = "#";
    // Where a curve bends between the few percentiles that JMH itself gives.
    private static final double[] CURVE = {50, 60, 70, 80, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.975, 99.99};

    private ResultFile() {
    }

    static List<Result> read(InputStream in) throws IOException {
        List<Result> results = new ArrayList<>();
        for (JsonNode node : new JsonMapper().readTree(in)) {
            results.add(result(node));
        }
        return results;
    }

    private static Result result(JsonNode node) throws IOException {
        String name = node.path("benchmark").asText();
        JsonNode metric = node.path("primaryMetric");
        String unit = metric.path("scoreUnit").asText();
        if (!unit.equals(UNIT)) {
            throw new IOException(name + " was measured in '" + unit + "': measure it in " + UNIT);
        }
        String mode = node.path("mode").asText();
        return new Result(name.substring(name.lastIndexOf('.') + 1) + parameters(node.path("params")),
                node.path("threads").asInt(1), mode, number(metric.path("score")), number(metric.path("scoreError")),
                // JMH also gives percentiles of iterations' means, which say nothing of single calls.
                mode.equals("sample") ? percentiles(metric) : Map.of(),
                bytesPerOp(node.path("secondaryMetrics")), counters(node.path("secondaryMetrics")),
                node.path("vmName").asText() + " " + node.path("vmVersion").asText(), words(node.path("jvmArgs")),
                node.path("forks").asText() + " × (" + node.path("warmupIterations").asText() + " × "
                        + node.path("warmupTime").asText() + " + " + node.path("measurementIterations").asText()
                        + " × " + node.path("measurementTime").asText() + ")");
    }

    private static Map<Double, Double> percentiles(JsonNode metric) {
        Map<Double, Double> percentiles = new TreeMap<>();
        TreeMap<Double, Long> histogram = histogram(metric.path("rawDataHistogram"));
        if (!histogram.isEmpty()) {
            for (double percentile : CURVE) {
                percentiles.put(percentile, value(histogram, percentile));
            }
        }
        metric.path("scorePercentiles").properties()
                .forEach(entry -> percentiles.put(Double.valueOf(entry.getKey()), number(entry.getValue())));
        return percentiles;
    }

    /** Samples of all forks and iterations: pairs of a time and how often it was found. */
    private static TreeMap<Double, Long> histogram(JsonNode forks) {
        TreeMap<Double, Long> histogram = new TreeMap<>();
        for (JsonNode fork : forks) {
            for (JsonNode iteration : fork) {
                for (JsonNode pair : iteration) {
                    histogram.merge(pair.path(0).doubleValue(), pair.path(1).longValue(), Long::sum);
                }
            }
        }
        return histogram;
    }

    private static double value(TreeMap<Double, Long> histogram, double percentile) {
        long samples = histogram.values().stream().mapToLong(Long::longValue).sum();
        double rank = samples * percentile / 100;
        long below = 0;
        for (Map.Entry<Double, Long> one : histogram.entrySet()) {
            below += one.getValue();
            if (below >= rank) {
                return one.getKey();
            }
        }
        return histogram.lastKey();
    }

    // Benchmarks of one name that differ in their parameters are different ones. The clock that everybody has is not
    // named.
    private static String parameters(JsonNode node) {
        StringBuilder text = new StringBuilder();
        node.properties().forEach(one -> {
            String parameter = one.getKey() + "=" + one.getValue().asText();
            if (!parameter.equals("clock=NANO_TIME")) {
                text.append(' ').append(parameter);
            }
        });
        return text.toString();
    }

    // Releases of JMH differ in whether profilers' metrics begin with a dot.
    private static double bytesPerOp(JsonNode metrics) {
        for (String name : List.of("gc.alloc.rate.norm", "·gc.alloc.rate.norm")) {
            if (metrics.has(name)) {
                return number(metrics.path(name).path("score"));
            }
        }
        return Double.NaN;
    }

    private static Map<String, Double> counters(JsonNode metrics) {
        Map<String, Double> counters = new TreeMap<>();
        metrics.properties().forEach(one -> {
            if (one.getValue().path("scoreUnit").asText().equals(COUNTER_UNIT)) {
                counters.put(one.getKey(), number(one.getValue().path("score")));
            }
        });
        return counters;
    }

    // JMH writes NaN as a string.
    private static double number(JsonNode node) {
        return node.isNumber() ? node.doubleValue() : Double.NaN;
    }

    private static String words(JsonNode array) {
        StringJoiner words = new StringJoiner(" ");
        array.forEach(word -> words.add(word.asText()));
        return words.toString();
    }
}
