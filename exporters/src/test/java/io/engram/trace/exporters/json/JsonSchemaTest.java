// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.RejectReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonSchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;
    private JsonSchema document;
    private JsonSchema line;

    @BeforeEach
    void load() {
        document = Schemas.load("document");
        line = Schemas.load("line");
    }

    private static Set<ValidationMessage> check(JsonSchema schema, JsonNode json) {
        return schema.validate(json);
    }

    @Test
    void shouldAcceptDocumentsOfWhateverEvents() throws IOException {
        Path path = folder.resolve("events.json");
        TestStats stats = new TestStats();
        stats.overwritten = 3;
        stats.failed = 1;
        try (EventExporter exporter = new JsonDocumentExporter(path,
                io.engram.trace.exporters.resource.Resource.ofThisProcess(), stats::stats)) {
            exporter.export(new EventBatch(new SampleEvents(1).next(2_000)));
        }
        JsonNode json = MAPPER.readTree(path.toFile());
        assertEquals(Set.of(), check(document, json));
        assertEquals(2_000, json.get("events").size());
    }

    @Test
    void shouldAcceptLinesOfEventsAndLosses() throws IOException {
        Path path = folder.resolve("events.ndjson");
        TestStats stats = new TestStats();
        try (EventExporter exporter = new NdjsonExporter(path, 0, stats::stats)) {
            exporter.export(new EventBatch(new SampleEvents(2).next(2_000)));
            stats.overwritten = 3;
            stats.noRing = 2;
        }
        int lines = 0;
        for (String text : Files.readAllLines(path)) {
            assertEquals(Set.of(), check(line, MAPPER.readTree(text)), text);
            lines++;
        }
        assertEquals(2_001, lines);
    }

    @Test
    void shouldAcceptWhatATracerWrites() throws IOException {
        Path path = folder.resolve("traced.json");
        trace(path);
        JsonNode json = MAPPER.readTree(path.toFile());
        assertEquals(Set.of(), check(document, json));
        assertEquals(4, json.get("events").size());
        assertEquals(1, json.get("accounts").get("priming").get("exported").asInt());
    }

    private static void trace(Path path) {
        TracingConfig config = TracingConfig.development().toBuilder().formats("json").output(path).build();
        try (CognitiveTracer tracer = CognitiveTracer.start(config)) {
            tracer.tracePriming(PrimingType.SEMANTIC, Float.NaN, -1, 2);
            tracer.traceInterference(InterferenceType.FAN, 0.5f, 1, 2, 3);
            tracer.traceReconsolidation(-5, 1, 0.5f, 70_000, -1, Float.NEGATIVE_INFINITY);
            tracer.traceFalseMemory(9, 0.5f, new long[] {1, 2, 3, 4}, 4);
            tracer.close(Duration.ofSeconds(30));
        }
    }

    /** A schema that accepts everything would pass the tests above. */
    @Test
    void shouldRefuseWhatIsNotSo() throws IOException {
        Path path = folder.resolve("traced.json");
        trace(path);
        refuse(path, json -> json.remove("resource"));
        refuse(path, json -> json.put("schema_version", 2));
        refuse(path, json -> json.put("exported_at", "2026-01-01T00:00:00Z"));
        refuse(path, json -> json.put("surprise", 1));
        for (int i = 0; i < 4; i++) {
            int event = i;
            refuse(path, json -> event(json, event).remove("timestamp"));
            refuse(path, json -> event(json, event).put("time_unix_nano", 5));
            refuse(path, json -> event(json, event).put("event_type", "dream"));
            refuse(path, json -> event(json, event).put("sample_rate", 1.5));
            refuse(path, json -> event(json, event).put("position", -1));
            refuse(path, json -> event(json, event).put("surprise", 1));
            refuse(path, json -> event(json, event).put("span_id", "0123456789abcdef"));
            refuse(path, json -> span(event(json, event)).remove("trace_flags"));
            refuse(path, json -> span(event(json, event)).put("trace_flags", 256));
            refuse(path, json -> span(event(json, event)).put("span_id", "0123456789ABCDEF"));
            refuse(path, json -> span(event(json, event)).put("trace_id", "0123456789abcdef"));
        }
        refuse(path, json -> of(json, "priming").put("priming_type", "fan"));
        refuse(path, json -> of(json, "priming").put("source_node", 5));
        refuse(path, json -> of(json, "priming").put("strength", "strong"));
        refuse(path, json -> of(json, "priming").put("node", "5"));
        refuse(path, json -> of(json, "interference").remove("competing_nodes"));
        refuse(path, json -> ((ArrayNode) of(json, "interference").get("competing_nodes")).add("7").add("8"));
        refuse(path, json -> of(json, "reconsolidation").put("modified_fields", "-1"));
        refuse(path, json -> of(json, "reconsolidation").put("modification_count", 70_000));
        refuse(path, json -> of(json, "false_memory").remove("critical_lure"));
        refuse(path, json -> ((ObjectNode) json.get("accounts").get("priming")).put("lost", 1));
    }

    @Test
    void shouldRefuseLinesThatAreNotSo() throws IOException {
        ObjectNode loss = (ObjectNode) MAPPER.readTree("{\"time_unix_nano\":\"-5\","
                + "\"timestamp\":\"1969-12-31T23:59:59.999999995Z\",\"event_type\":\"loss\",\"lost\":{\"no_ring\":1}}");
        assertEquals(Set.of(), check(line, loss));
        assertFalse(check(line, loss.deepCopy().put("thread_id", 1)).isEmpty());
        assertEquals(Set.of(), check(line, loss.deepCopy().put("thread_id", 0).put("thread_name", "")));
        assertFalse(check(line, loss.deepCopy().put("position", 1)).isEmpty());
        assertFalse(check(line, loss.deepCopy().put("time_unix_nano", "+5")).isEmpty());
        assertFalse(check(line, loss.deepCopy().without("lost")).isEmpty());
        for (String lost : new String[] {"{}", "{\"no_ring\":0}", "{\"no_ring\":1.5}", "{\"filtered\":1}", "1"}) {
            assertFalse(check(line, loss.deepCopy().set("lost", MAPPER.readTree(lost))).isEmpty(), lost);
        }
        assertFalse(check(line, MAPPER.readTree("[]")).isEmpty());
        assertFalse(check(line, MAPPER.readTree("{}")).isEmpty());
    }

    @Test
    void shouldTellWhoseEventsWereLost() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonEncoder().writeLossLine(Map.of("overwritten", 3L), new TracedThread(7, "half \uD83E"), -5, out);
        assertEquals("{\"time_unix_nano\":\"-5\",\"timestamp\":\"1969-12-31T23:59:59.999999995Z\","
                + "\"event_type\":\"loss\",\"thread_id\":7,\"thread_name\":\"half ?\",\"lost\":{\"overwritten\":3}}\n",
                out.toString(StandardCharsets.UTF_8));
        assertEquals(Set.of(), check(line, MAPPER.readTree(out.toByteArray())));
    }

    @Test
    void shouldDescribeEveryField() throws IOException {
        for (String name : new String[] {"document", "event", "line"}) {
            Schemas.assertDescribed(name, Schemas.read(name));
        }
    }

    @Test
    void shouldNameEveryReasonThatEventsAreLostFor() throws IOException {
        Set<String> rejected = labels(RejectReason.values(), RejectReason::label);
        Set<String> discarded = labels(DiscardReason.values(), DiscardReason::label);
        JsonNode account = Schemas.read("document").at("/$defs/account/properties");
        assertEquals(rejected, names(account.at("/rejected/properties")));
        assertEquals(discarded, names(account.at("/discarded/properties")));
        Set<String> lost = new TreeSet<>(rejected);
        Arrays.stream(DiscardReason.values()).filter(DiscardReason::isLoss).map(DiscardReason::label)
                .forEach(lost::add);
        lost.add("overwritten");
        assertEquals(lost, names(Schemas.read("line").at("/then/properties/lost/properties")));
    }

    private static <E> Set<String> labels(E[] constants, Function<E, String> label) {
        return Arrays.stream(constants).map(label).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(JsonNode properties) {
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void refuse(Path path, Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = (ObjectNode) MAPPER.readTree(path.toFile());
        assertTrue(check(document, json).isEmpty());
        change.accept(json);
        assertFalse(check(document, json).isEmpty(), json.toString());
    }

    private static ObjectNode event(ObjectNode json, int index) {
        return (ObjectNode) json.get("events").get(index);
    }

    private static ObjectNode span(ObjectNode event) {
        return event.put("trace_id", "0123456789abcdef0123456789abcdef").put("span_id", "0123456789abcdef")
                .put("trace_flags", 1);
    }

    private static ObjectNode of(ObjectNode json, String type) {
        for (JsonNode event : json.get("events")) {
            if (event.get("event_type").asText().equals(type)) {
                return (ObjectNode) event;
            }
        }
        throw new AssertionError("no " + type);
    }
}
