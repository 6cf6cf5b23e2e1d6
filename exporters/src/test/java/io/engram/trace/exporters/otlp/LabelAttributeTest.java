// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.export.ExporterSettings;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.labels.NodeLabels;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelAttributeTest {
    private static final Map<String, String> RESOURCE = Map.of("service.name", "labelled");

    @TempDir
    private Path folder;

    private static Set<Long> nodes(CognitiveEvent event) {
        Set<Long> nodes = new LinkedHashSet<>(Set.of(event.subjectNode()));
        NodeIds others = event.otherNodes();
        for (int i = 0; i < others.size(); i++) {
            nodes.add(others.get(i));
        }
        return nodes;
    }

    private static LogRecord expected(CognitiveEvent event, Map<Long, String> words) {
        KeyValueList.Builder list = KeyValueList.newBuilder();
        for (long node : nodes(event)) {
            if (words.containsKey(node)) {
                list.addValues(GeneratedRecords.text(Long.toUnsignedString(node), words.get(node)));
            }
        }
        LogRecord record = GeneratedRecords.record(event, 7);
        return list.getValuesCount() == 0 ? record : record.toBuilder().addAttributes(KeyValue.newBuilder()
                .setKey("cognitive.node.labels").setValue(AnyValue.newBuilder().setKvlistValue(list))).build();
    }

    @Test
    void shouldNameEachLabelledNodeOfAnEventOnce() throws IOException {
        List<CognitiveEvent> events = AnyEvents.ofShortNames(3).next(500);
        Random random = new Random(3);
        Map<Long, String> words = new HashMap<>();
        for (CognitiveEvent event : events) {
            for (long node : nodes(event)) {
                if (random.nextInt(3) == 0) {
                    words.put(node, "word \uD83E\uDDE0 ".repeat(1 + random.nextInt(10)) + words.size());
                }
            }
        }
        assertTrue(words.size() > 100, () -> words.size() + " words");
        EncodeBuffer buffer = new EncodeBuffer(16);
        OtlpEncoder encoder = new OtlpEncoder(RESOURCE, NodeLabels.of(words));
        assertEquals(events.size(), encoder.encode(events, 0, 7, 4 << 20, buffer));
        List<LogRecord> records = new ArrayList<>();
        events.forEach(event -> records.add(expected(event, words)));
        assertEquals(GeneratedRecords.request(RESOURCE, records),
                ExportLogsServiceRequest.parseFrom(buffer.toByteBuffer()));
    }

    @Test
    void shouldReadTheFileThatASettingNames() throws IOException {
        Path file = folder.resolve("labels.csv");
        Files.writeString(file, "id,label\n18446744073709551615,sleep\n");
        assertEquals("sleep", config(file.toString()).nodeLabels().of(-1));
        Files.writeString(file, "x,sleep\n");
        String message = assertThrows(IllegalArgumentException.class, () -> config(file.toString())).getMessage();
        assertTrue(message.startsWith("key 'engram.trace.export.otlp.node-labels': cannot read '" + file), message);
        assertTrue(message.contains("line 1: 'x'"), message);
        message = assertThrows(IllegalArgumentException.class, () -> config("/no/such/file")).getMessage();
        assertEquals("key 'engram.trace.export.otlp.node-labels': '/no/such/file' is no file: give one of lines "
                + "id,label", message);
    }

    private static OtlpConfig config(String file) {
        return OtlpConfig.of(new ExporterSettings("otlp", Map.of("node-labels", file)), Map.of());
    }
}
