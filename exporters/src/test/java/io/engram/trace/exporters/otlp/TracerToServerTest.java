// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.ExporterStats;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a trace call to a server, by configuration alone. */
@Timeout(120)
class TracerToServerTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private TracingConfig.Builder config(OtlpTestServer server, String... formats) {
        return TracingConfig.development().toBuilder().formats(formats).output(folder.resolve("events.ndjson"))
                .exporterSetting("otlp", "endpoint", "http://localhost:" + server.port())
                .retryBackoff(Duration.ofMillis(1), Duration.ofMillis(10));
    }

    private static void trace(CognitiveTracer tracer, long from, long to) {
        for (long i = from; i < to; i++) {
            tracer.tracePriming(PrimingType.SEMANTIC, 0.5f, i, -i);
        }
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void shouldExportToServerAndFileAtOnce() throws IOException {
        try (OtlpTestServer server = new OtlpTestServer()) {
            CognitiveTracer tracer = CognitiveTracer.start(config(server, "otlp", "ndjson").build());
            trace(tracer, 0, 5_000);
            assertTrue(tracer.flush(LONG).complete());
            assertEquals(range(0, 5_000), server.acceptedPositions());
            assertEquals(5_000, tracer.stats().of(EventType.PRIMING).exported());
            trace(tracer, 5_000, 5_010);
            assertTrue(tracer.close(LONG).complete());
            TracerStats stats = tracer.stats();
            assertEquals(5_010, stats.of(EventType.PRIMING).exported());
            assertTrue(stats.isBalanced());
            assertEquals(List.of(5_010L, 5_010L), stats.exporters().stream().map(ExporterStats::exported).toList());
            assertEquals(range(0, 5_010), server.acceptedPositions());
        }
        try (var lines = Files.lines(folder.resolve("events.ndjson"))) {
            assertEquals(5_010, lines.count());
        }
    }

    @Test
    void shouldCountOnlyWhatTheServerHasAsExported() {
        try (OtlpTestServer server = new OtlpTestServer()) {
            server.refuse(1);
            CognitiveTracer tracer = CognitiveTracer.start(config(server, "otlp", "ndjson").build());
            trace(tracer, 0, 100);
            assertTrue(tracer.flush(LONG).complete());
            trace(tracer, 100, 150);
            assertTrue(tracer.close(LONG).complete());
            TypeStats priming = tracer.stats().of(EventType.PRIMING);
            assertEquals(50, priming.exported());
            assertEquals(100, priming.discarded().get(DiscardReason.REFUSED));
            assertTrue(tracer.stats().isBalanced());
            assertEquals(List.of(50L, 150L), tracer.stats().exporters().stream().map(ExporterStats::exported).toList());
            assertEquals(range(100, 150), server.acceptedPositions());
        }
    }

    @Test
    void shouldSendInTheNextLifeWhatASpoolKept() throws Exception {
        try (OtlpTestServer server = new OtlpTestServer()) {
            server.stop();
            TracingConfig config = config(server, "otlp").spool(folder.resolve("spool")).build();
            CognitiveTracer first = CognitiveTracer.start(config);
            trace(first, 0, 3_000);
            assertTrue(first.close(LONG).complete(), "nothing is lost");
            assertEquals(3_000, first.stats().of(EventType.PRIMING).discarded().get(DiscardReason.SPOOLED));
            assertEquals(0, first.stats().total(TypeStats::lost));
            assertTrue(first.stats().isBalanced());

            server.restart();
            CognitiveTracer second = CognitiveTracer.start(config);
            trace(second, 0, 10);
            assertTrue(second.close(LONG).complete());
            ExporterStats stats = second.stats().exporters().getFirst();
            assertEquals(3_000, stats.replayed());
            assertEquals(10, stats.exported());
            assertEquals(3_010, server.acceptedPositions().size());
            assertEquals(range(0, 3_000), server.acceptedPositions().subList(0, 3_000));
            assertEquals(0, stats.spoolBytes());
        }
    }

    @Test
    void shouldRefuseSettingsOfFormatsThatNobodyExports() {
        String message = assertThrows(IllegalArgumentException.class, () -> CognitiveTracer.start(
                TracingConfig.development().toBuilder().output(folder.resolve("events.ndjson"))
                        .exporterSetting("oltp", "endpoint", "http://localhost:1").build())).getMessage();
        assertTrue(message.contains("engram.trace.export.oltp.*") && message.contains("json, log, loki, ndjson, otlp"), message);
    }
}
