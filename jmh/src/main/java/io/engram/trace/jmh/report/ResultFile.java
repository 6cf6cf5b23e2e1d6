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
        Map<Double, Double> percentiles = new TreeMap<>();
        String mode = node.path("mode").asText();
        // JMH also gives percentiles of iterations' means, which say nothing of single calls.
        if (mode.equals("sample")) {
            metric.path("scorePercentiles").properties()
                    .forEach(entry -> percentiles.put(Double.valueOf(entry.getKey()), number(entry.getValue())));
        }
        return new Result(name.substring(name.lastIndexOf('.') + 1) + parameters(node.path("params")), mode, number(metric.path("score")),
                number(metric.path("scoreError")), percentiles, bytesPerOp(node.path("secondaryMetrics")),
                node.path("vmName").asText() + " " + node.path("vmVersion").asText(), words(node.path("jvmArgs")),
                node.path("forks").asText() + " × (" + node.path("warmupIterations").asText() + " × "
                        + node.path("warmupTime").asText() + " + " + node.path("measurementIterations").asText()
                        + " × " + node.path("measurementTime").asText() + ")");
    }

    // Benchmarks of one name that differ in their parameters are different ones.
    private static String parameters(JsonNode node) {
        StringBuilder text = new StringBuilder();
        node.properties().forEach(one ->
                text.append(' ').append(one.getKey()).append('=').append(one.getValue().asText()));
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
