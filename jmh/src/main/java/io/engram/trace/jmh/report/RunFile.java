// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a run as {@code report.json} and reads it again. Figures that are not known are missing. */
final class RunFile {
    private static final int SCHEMA = 1;
    private static final JsonMapper JSON = new JsonMapper();

    private RunFile() {
    }

    static void write(Path file, Run run) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("schema_version", SCHEMA);
        Machine machine = run.machine();
        root.putObject("machine").put("cpu", machine.cpu()).put("cores", machine.cores())
                .put("system", machine.system()).put("date", machine.date().toString())
                .put("commit", machine.commit());
        ArrayNode results = root.putArray("results");
        run.results().all().forEach(result -> put(results.addObject(), result));
        ArrayNode goals = root.putArray("goals");
        Goal.judge(run.results()).forEach(goal -> goals.addObject().put("name", goal.name())
                .put("found", goal.found()).put("met", goal.met()));
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        Files.writeString(file, JSON.writer(printer).writeValueAsString(root) + "\n");
    }

    static Run read(Path file) throws IOException {
        JsonNode root = JSON.readTree(Files.readAllBytes(file));
        int schema = root.path("schema_version").asInt();
        if (schema != SCHEMA) {
            throw new IOException(file + " has schema_version " + schema + ": give a report.json of version " + SCHEMA);
        }
        JsonNode node = root.path("machine");
        List<Result> results = new ArrayList<>();
        root.path("results").forEach(result -> results.add(result(result)));
        return new Run(new Machine(node.path("cpu").asText(), node.path("cores").asInt(), node.path("system").asText(),
                date(file, node.path("date").asText()), node.path("commit").asText()), new Results(results));
    }

    private static Instant date(Path file, String text) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IOException(file + " has the date '" + text + "': give a report.json as jmh/run writes it", e);
        }
    }

    private static void put(ObjectNode node, Result result) {
        node.put("benchmark", result.benchmark()).put("threads", result.threads()).put("mode", result.mode());
        put(node, "nanos_per_op", result.score());
        put(node, "error_nanos", result.error());
        put(node, "bytes_per_op", result.bytesPerOp());
        ObjectNode percentiles = node.putObject("percentiles_nanos");
        result.percentiles().forEach((percentile, nanos) -> put(percentiles, percentile.toString(), nanos));
        ObjectNode counters = node.putObject("counters");
        result.counters().forEach((name, count) -> put(counters, name, count));
        node.put("jvm", result.jvm()).put("jvm_args", result.jvmArgs()).put("effort", result.effort());
    }

    // JSON has no NaN.
    private static void put(ObjectNode node, String name, double value) {
        if (!Double.isNaN(value)) {
            node.put(name, value);
        }
    }

    private static Result result(JsonNode node) {
        Map<Double, Double> percentiles = new TreeMap<>();
        node.path("percentiles_nanos").properties()
                .forEach(one -> percentiles.put(Double.valueOf(one.getKey()), one.getValue().doubleValue()));
        Map<String, Double> counters = new TreeMap<>();
        node.path("counters").properties().forEach(one -> counters.put(one.getKey(), one.getValue().doubleValue()));
        return new Result(node.path("benchmark").asText(), node.path("threads").asInt(), node.path("mode").asText(),
                number(node, "nanos_per_op"), number(node, "error_nanos"), percentiles, number(node, "bytes_per_op"),
                counters, node.path("jvm").asText(), node.path("jvm_args").asText(), node.path("effort").asText());
    }

    private static double number(JsonNode node, String name) {
        return node.path(name).isNumber() ? node.path(name).doubleValue() : Double.NaN;
    }
}
