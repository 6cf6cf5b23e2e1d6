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
import io.engram.trace.collector.correlate.Chain;
import io.engram.trace.collector.correlate.ChainBasis;
import io.engram.trace.collector.correlate.ChainCounts;
import io.engram.trace.collector.correlate.ChainFinder;
import io.engram.trace.collector.correlate.ChainRules;
import io.engram.trace.exporters.chains.ChainJsonEncoder;
import io.engram.trace.exporters.chains.ChainReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ChainSchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonSchema schema = Schemas.load("chains");

    private static ObjectNode write(int events, ChainRules rules, Map<String, Long> missing) throws IOException {
        List<Chain> chains = ChainFinder.find(new SampleEvents(5).next(events), rules);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ChainJsonEncoder().write(
                new ChainReport(rules, new ChainCounts(events, chains.size(), 5, 1, 2), chains, missing), out);
        return (ObjectNode) MAPPER.readTree(out.toByteArray());
    }

    private static ObjectNode write(int events) throws IOException {
        return write(events, new ChainRules(ChainRules.DEFAULT.bases(), Long.MAX_VALUE, 1, 1_000),
                Map.of("overwritten", 7L, "of a later version", Long.MAX_VALUE));
    }

    @Test
    void shouldAcceptChainsOfWhateverEvents() throws IOException {
        JsonNode written = write(500);
        assertEquals(Set.of(), schema.validate(written));
        assertTrue(written.get("chains").size() > 50);
        assertTrue(written.get("chains").findValues("strongest_intensity").stream().anyMatch(JsonNode::isNull));
    }

    @Test
    void shouldAcceptThatThereAreNone() throws IOException {
        JsonNode json = write(500, new ChainRules(Set.of(ChainBasis.SHARED_NODES), 0, 1_000, 1_000), Map.of());
        assertEquals(Set.of(), schema.validate(json));
        assertEquals(0, json.get("chains").size());
    }

    @Test
    void shouldDescribeEveryField() throws IOException {
        Schemas.assertDescribed("chains", Schemas.read("chains"));
    }

    /** What no document has could mean anything; and a name that is misspelt would stand beside the right one. */
    @Test
    void shouldDescribeNoFieldThatNeverOccurs() throws IOException {
        assertOccurring("chains", Schemas.read("chains"), List.of(write(500)));
    }

    private static void assertOccurring(String where, JsonNode described, List<JsonNode> values) {
        assertFalse(values.isEmpty(), where);
        described.path("properties").forEachEntry((name, field) -> assertOccurring(where + "." + name, field,
                values.stream().filter(value -> value.has(name)).map(value -> value.get(name)).toList()));
        if (described.has("items")) {
            List<JsonNode> elements = new ArrayList<>();
            values.forEach(value -> value.forEach(elements::add));
            assertOccurring(where + "[]", described.get("items"), elements);
        }
    }

    /** A schema that accepts everything would pass the tests above. */
    @Test
    void shouldRefuseWhatIsNotSo() throws IOException {
        ObjectNode written = write(20);
        refuseEach(written, json -> json);
        refuse(written, json -> json.set("by", MAPPER.createArrayNode()));
        refuse(written, json -> ((ArrayNode) json.get("by")).add("id"));
        refuse(written, json -> ((ArrayNode) json.get("by")).set(0, "time"));
        refuse(written, json -> json.put("window_nanos", -1));
        refuse(written, json -> json.put("min_length", 0));
        refuse(written, json -> json.put("events", "500"));
        refuse(written, json -> ((ObjectNode) json.get("missing")).put("overwritten", 0));
        for (String by : new String[] {"id", "nodes"}) {
            refuseEach(written, json -> chain(json, by));
            refuse(written, json -> chain(json, by).put("by", by.equals("id") ? "nodes" : "id"));
            refuse(written, json -> chain(json, by).put("id", "42"));
            refuse(written, json -> chain(json, by).put("start", "2026-01-01T00:00:00Z"));
            refuse(written, json -> chain(json, by).put("start_unix_nano", 5));
            refuse(written, json -> chain(json, by).put("duration_nanos", -1));
            refuse(written, json -> chain(json, by).put("strongest_intensity", "strong"));
            refuse(written, json -> ((ArrayNode) chain(json, by).get("types")).set(0, "dream"));
            refuse(written, json -> ((ArrayNode) chain(json, by).get("nodes")).set(0, "-1"));
            refuse(written, json -> chain(json, by).set("links", MAPPER.createArrayNode()));
            refuseEach(written, json -> (ObjectNode) chain(json, by).get("threads").get(0));
            refuseEach(written, json -> link(json, by));
            refuse(written, json -> ((ArrayNode) link(json, by).get("shared_nodes")).add(5));
            refuse(written, json -> ((ObjectNode) link(json, by).get("event")).put("surprise", 1));
            refuse(written, json -> ((ObjectNode) link(json, by).get("event")).remove("position"));
        }
        refuse(written, json -> chain(json, "id").put("correlation_id", "0"));
        refuse(written, json -> chain(json, "nodes").put("correlation_id", "1"));
    }

    /** An object without one of its fields, each in turn, or with one more. */
    private void refuseEach(ObjectNode written, Function<ObjectNode, ObjectNode> object) {
        List<String> names = new ArrayList<>();
        object.apply(written.deepCopy()).fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            refuse(written, json -> object.apply(json).remove(name));
        }
        refuse(written, json -> object.apply(json).put("surprise", 1));
    }

    private void refuse(ObjectNode written, Consumer<ObjectNode> change) {
        ObjectNode json = written.deepCopy();
        change.accept(json);
        assertFalse(schema.validate(json).isEmpty(), json.toString());
    }

    private static ObjectNode chain(ObjectNode json, String by) {
        for (JsonNode chain : json.get("chains")) {
            if (chain.get("by").textValue().equals(by)) {
                return (ObjectNode) chain;
            }
        }
        throw new AssertionError("no chain by " + by);
    }

    private static ObjectNode link(ObjectNode json, String by) {
        return (ObjectNode) chain(json, by).get("links").get(0);
    }
}
