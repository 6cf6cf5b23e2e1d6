// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;

/** The schemas that ship with the exporters. */
final class Schemas {
    private static final String IDS = "urn:engram-trace:schema:1:";
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaMappers(mappers -> mappers.mappings(id -> id.startsWith(IDS)
                    ? "classpath:io/engram/trace/exporters/json/" + id.substring(IDS.length()) + ".schema.json" : id)));
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Schemas() {
    }

    /** One to validate with. */
    static JsonSchema load(String name) {
        return FACTORY.getSchema(SchemaLocation.of(IDS + name));
    }

    /** One as it is written. */
    static JsonNode read(String name) throws IOException {
        try (InputStream in = Schemas.class.getResourceAsStream(name + ".schema.json")) {
            return MAPPER.readTree(in);
        }
    }

    /** Fails for a field that a schema does not describe. */
    static void assertDescribed(String where, JsonNode schema) {
        schema.path("properties").forEachEntry((name, field) -> {
            // Within a condition a field is compared, not described.
            assertTrue(field.has("description") || field.has("$ref") || where.endsWith(".if"), where + "." + name);
        });
        schema.forEachEntry((name, part) -> {
            if (part.isObject()) {
                assertDescribed(where + "." + name, part);
            }
            part.forEach(element -> {
                if (part.isArray() && element.isObject()) {
                    element.forEachEntry((key, inner) -> assertDescribed(where + "." + name + "." + key, inner));
                }
            });
        });
    }
}
