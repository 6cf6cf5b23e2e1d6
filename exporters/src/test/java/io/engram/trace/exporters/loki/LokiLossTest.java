// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.ExporterSettings;
import io.engram.trace.exporters.json.SampleEvents;
import io.engram.trace.exporters.json.TestStats;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LokiLossTest {
    private final TestStats stats = new TestStats();
    private LokiTestServer server;

    @BeforeEach
    void start() throws IOException {
        server = LokiTestServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
        assertEquals(List.of(), server.complaints());
    }

    private LokiExporter exporter() {
        return new LokiExporter(LokiConfig.of(new ExporterSettings("loki", Map.of("endpoint", server.endpoint()))),
                Map.of("service.name", "svc"), stats::stats);
    }

    private List<String> lost() {
        return server.lines("loss").stream().map(line -> line.substring(line.indexOf("\"lost\""))).toList();
    }

    @Test
    void shouldTellEachLossOnceAndNotWhatWasFiltered() throws IOException {
        LokiExporter exporter = exporter();
        stats.overwritten = 5;
        stats.filtered = 100;
        exporter.flush();
        exporter.flush();
        stats.overwritten = 6;
        stats.noRing = 2;
        exporter.export(new EventBatch(new SampleEvents(5).next(1)));
        exporter.flush();
        stats.failed = 3;
        exporter.close();
        assertEquals(List.of("\"lost\":{\"overwritten\":5}}", "\"lost\":{\"no_ring\":2,\"overwritten\":1}}",
                "\"lost\":{\"export_failed\":3}}"), lost());
        assertTrue(server.accepted().stream().allMatch(stream -> stream.labels().get("service_name").equals("svc")));
    }

    @Test
    void shouldTellAgainWhatWasNotAccepted() throws IOException {
        stats.overwritten = 5;
        try (LokiExporter exporter = exporter()) {
            for (int status : new int[] {503, 400, 260}) {
                server.answerNext(1, status, Map.of(), "no");
                IOException e = assertThrows(IOException.class, exporter::flush);
                assertEquals("losses could not be told: " + server.endpoint() + " answered " + status + ": no",
                        e.getMessage());
            }
            assertEquals(List.of(), lost());
            exporter.flush();
        }
        assertEquals(List.of("\"lost\":{\"overwritten\":5}}"), lost());
    }

    @Test
    void shouldCloseThoughLossesCannotBeTold() throws IOException {
        LokiExporter exporter = exporter();
        exporter.export(new EventBatch(new SampleEvents(5).next(1)));
        stats.overwritten = 5;
        server.answerNext(1, 500, Map.of(), "");
        assertThrows(IOException.class, exporter::close);
        exporter.close();
        assertThrows(IOException.class, () -> exporter.export(new EventBatch(new SampleEvents(5).next(1))));
        assertEquals(2, server.requests());
    }

    @Test
    void shouldNotWaitForAServerThatIsAwayWhenItCloses() throws IOException {
        LokiExporter exporter = exporter();
        server.answerNext(1, 503, Map.of(), "");
        assertThrows(IOException.class, () -> exporter.export(new EventBatch(new SampleEvents(5).next(1))));
        stats.overwritten = 5;
        exporter.close();
        assertEquals(1, server.requests());
        assertEquals(List.of(), lost());
    }
}
