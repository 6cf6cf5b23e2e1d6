// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.labels.NodeLabels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelFieldTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TracedThread MAIN = new TracedThread(1, "main");
    private static final NodeLabels LABELS =
            NodeLabels.of(Map.of(1L, "bed", -1L, "sl\"ee\"p\\", 3L, "\uD83E\uDDE0 </script>", 4L, "half \uD83E"));

    @TempDir
    private Path folder;

    private static String encode(JsonEncoder encoder, CognitiveEvent event) {
        EncodeBuffer line = new EncodeBuffer(10);
        encoder.writeEvent(event, line);
        assertTrue(line.length() <= encoder.maxEventBytes(event));
        return new String(line.array(), 0, line.length(), StandardCharsets.UTF_8);
    }

    private static PrimingEvent priming(long source, long target) {
        return new PrimingEvent(5, MAIN, 0, 1, 0, PrimingType.SEMANTIC, 0.5f, source, target);
    }

    @Test
    void shouldNameEachLabelledNodeOnce() throws IOException {
        JsonEncoder encoder = new JsonEncoder(LABELS);
        JsonNode event = MAPPER.readTree(encode(encoder, new FalseMemoryEvent(5, MAIN, 0, 1, 0, -1,
                NodeIds.of(3, 2, -1), 12, 0.5f)));
        assertEquals(MAPPER.valueToTree(new TreeMap<>(Map.of("18446744073709551615", "sl\"ee\"p\\", "3",
                "\uD83E\uDDE0 </script>"))), event.get("labels"));
        assertEquals("half ?", MAPPER.readTree(encode(encoder, priming(4, 4))).get("labels").get("4").textValue());
    }

    @Test
    void shouldLeaveTheRestOfEventsAsItIs() throws IOException {
        JsonEncoder plain = new JsonEncoder();
        JsonEncoder labelled = new JsonEncoder(LABELS);
        int with = 0;
        for (CognitiveEvent event : new SampleEvents(8).next(1_000)) {
            ObjectNode json = (ObjectNode) MAPPER.readTree(encode(labelled, event));
            with += json.remove("labels") == null ? 0 : 1;
            assertEquals(MAPPER.readTree(encode(plain, event)), json);
        }
        assertTrue(with > 100, () -> "no event has a node with a label");
        assertFalse(encode(labelled, priming(8, 9)).contains("labels"));
    }

    @Test
    void shouldBeReadBackWithTheEvents() throws IOException {
        List<CognitiveEvent> events = List.of(priming(1, 2), priming(2, -1), priming(5, 6));
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        new JsonEncoder(LABELS).writeLines(events, lines);
        Path file = Files.write(folder.resolve("events.ndjson"), lines.toByteArray());
        Files.writeString(file, "{\"labels\":{\"9\":5,\"8\":\" \",\"7\":{\"6\":\"x\"}},"
                + encode(new JsonEncoder(), priming(7, 8)).substring(1), StandardOpenOption.APPEND);
        List<CognitiveEvent> read = new ArrayList<>();
        try (JsonEventReader reader = JsonEventReader.open(file)) {
            for (CognitiveEvent event = reader.next(); event != null; event = reader.next()) {
                read.add(event);
            }
            NodeLabels labels = reader.takeLabels();
            assertEquals("bed", labels.of(1));
            assertEquals("sl\"ee\"p\\", labels.of(-1));
            for (long id : new long[] {2, 6, 7, 8, 9}) {
                assertEquals(null, labels.of(id), () -> "node " + id);
            }
            assertTrue(reader.takeLabels().isEmpty());
        }
        List<CognitiveEvent> expected = new ArrayList<>(events);
        expected.add(priming(7, 8));
        assertEquals(expected, read);
    }
}
