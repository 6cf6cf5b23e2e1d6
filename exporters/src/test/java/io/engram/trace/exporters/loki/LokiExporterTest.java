// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.ExportException;
import io.engram.trace.collector.export.ExportException.Failed;
import io.engram.trace.collector.export.ExporterSettings;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.exporters.json.SampleEvents;
import io.engram.trace.exporters.resource.Versions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LokiExporterTest {
    private static final Map<String, String> RESOURCE = Map.of("service.name", "svc");
    private static final Supplier<TracerStats> NO_STATS = () -> new TracerStats(Map.of(), 0, 0, 0, 0, 0, List.of());

    @TempDir
    private Path folder;
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

    private LokiExporter exporter(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of("endpoint", server.endpoint()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return new LokiExporter(LokiConfig.of(new ExporterSettings("loki", settings)), RESOURCE, NO_STATS);
    }

    /** Events in the order of their time, as batches are. */
    private static List<CognitiveEvent> events(long seed, int count) {
        return new SampleEvents(seed).next(count).stream()
                .sorted(Comparator.comparingLong(CognitiveEvent::timeUnixNano)).toList();
    }

    private static Map<String, List<String>> linesByType(List<CognitiveEvent> events) throws IOException {
        Map<String, List<String>> lines = new TreeMap<>();
        for (CognitiveEvent event : events) {
            lines.computeIfAbsent(event.eventType().label(), key -> new ArrayList<>())
                    .add(ExpectedEntries.line(event));
        }
        return lines;
    }

    private void assertAccepted(List<CognitiveEvent> events) throws IOException {
        Map<String, List<String>> accepted = new TreeMap<>();
        for (PushRequests.Stream stream : server.accepted()) {
            assertEquals("svc", stream.labels().get("service_name"));
            stream.entries().forEach(entry -> accepted.computeIfAbsent(stream.labels().get("event_type"),
                    key -> new ArrayList<>()).add(entry.line()));
        }
        assertEquals(linesByType(events), accepted);
    }

    @ParameterizedTest
    @CsvSource({"protobuf,", "json,gzip", "json,none"})
    void shouldDeliverWhatItIsGiven(String encoding, String compression) throws IOException {
        List<CognitiveEvent> all = new ArrayList<>();
        try (LokiExporter exporter = compression == null ? exporter("encoding", encoding, "max-request-bytes", "64KiB")
                : exporter("encoding", encoding, "compression", compression, "max-request-bytes", "64KiB")) {
            for (int batch = 0; batch < 4; batch++) {
                List<CognitiveEvent> events = events(batch, 500).stream()
                        .filter(event -> event.thread().name().length() < 1_000).toList();
                exporter.export(new EventBatch(events));
                all.addAll(events);
            }
            exporter.flush();
        }
        assertAccepted(all);
        assertTrue(server.requests() > 4);
        assertTrue(server.largestBody() <= 64 << 10, "body of " + server.largestBody());
        assertEquals("engram-trace/" + Versions.CURRENT, server.header("User-Agent"));
        assertEquals("/loki/api/v1/push", server.path());
        assertNull(server.header("X-Scope-OrgID"));
        assertNull(server.header("Authorization"));
    }

    @Test
    void shouldSayWhatTheCollectorAsks() throws IOException {
        try (LokiExporter exporter = exporter()) {
            assertEquals("loki " + server.endpoint(), exporter.name());
            assertEquals(10_000, exporter.preferredEvents());
            assertTrue(exporter.isSpoolable());
            assertEquals(RESOURCE, exporter.resource());
        }
        assertEquals(0, server.requests());
    }

    @Test
    void shouldNameTheServiceThatRecordedSpooledEvents() throws IOException {
        try (LokiExporter exporter = exporter()) {
            exporter.export(new EventBatch(events(1, 10), Map.of("service.name", "other")));
            exporter.export(new EventBatch(events(1, 10), Map.of("host.name", "h")));
        }
        List<String> services = server.accepted().stream().map(stream -> stream.labels().get("service_name"))
                .distinct().toList();
        assertEquals(List.of("other", "unknown_service"), services);
    }

    @Test
    void shouldSendTenantLabelsHeadersAndUser() throws IOException {
        try (LokiExporter exporter = exporter("tenant", "t-1", "labels", "env=prod, zone=a", "headers",
                "X-One=1,X-Two=a b", "username", "u", "password", "p:é")) {
            exporter.export(new EventBatch(events(1, 1)));
        }
        assertEquals("t-1", server.header("X-Scope-OrgID"));
        assertEquals("1", server.header("X-One"));
        assertEquals("a b", server.header("X-Two"));
        assertEquals("Basic " + Base64.getEncoder().encodeToString("u:p:é".getBytes(StandardCharsets.UTF_8)),
                server.header("Authorization"));
        Map<String, String> labels = server.accepted().getFirst().labels();
        assertEquals("prod", labels.get("env"));
        assertEquals("a", labels.get("zone"));
        assertEquals(4, labels.size());
    }

    @Test
    void shouldReadATokenAgainForEachRequest() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        try (LokiExporter exporter = exporter("bearer-token-file", file.toString())) {
            exporter.export(new EventBatch(events(1, 1)));
            assertEquals("Bearer first", server.header("Authorization"));
            Files.writeString(file, "second\n");
            exporter.export(new EventBatch(events(2, 1)));
            assertEquals("Bearer second", server.header("Authorization"));
            Files.delete(file);
            ExportException e = assertThrows(ExportException.class,
                    () -> exporter.export(new EventBatch(events(3, 2))));
            assertEquals(List.of(new Failed(0, 2, 2, true)), e.failed());
            assertTrue(e.getMessage().contains("bearer-token-file"), e.getMessage());
        }
        assertEquals(2, server.requests());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204})
    void shouldTakeForAcceptedWhatIs(int status) throws IOException {
        server.answerNext(1, status, Map.of(), "");
        try (LokiExporter exporter = exporter()) {
            exporter.export(new EventBatch(events(1, 3)));
        }
        assertAccepted(events(1, 3));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504, 599})
    void shouldReportWhatMayBeTriedAgain(int status) throws IOException {
        server.answerNext(1, status, Map.of("Retry-After", "7"), "slow\n down\u0007");
        List<CognitiveEvent> events = events(1, 5);
        try (LokiExporter exporter = exporter("max-request-events", "2")) {
            ExportException e = assertThrows(ExportException.class, () -> exporter.export(new EventBatch(events)));
            assertEquals(List.of(new Failed(0, 5, 5, true)), e.failed());
            assertEquals(Duration.ofSeconds(7), e.retryAfter());
            assertEquals(server.endpoint() + " answered " + status + ": slow down", e.getMessage());
            assertEquals(1, server.requests());
            // Again, and now all of it.
            exporter.export(new EventBatch(events));
        }
        assertAccepted(events);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 260, 301, 307, 400, 401, 403, 404, 413, 422})
    void shouldReportWhatWasRefusedAndGoOn(int status) throws IOException {
        server.answerNext(1, 204, Map.of(), "");
        server.answerNext(1, status, Map.of("Location", server.endpoint() + "/elsewhere"), "no: " + "x".repeat(9_000));
        List<CognitiveEvent> events = events(1, 7);
        try (LokiExporter exporter = exporter("max-request-events", "2")) {
            ExportException e = assertThrows(ExportException.class, () -> exporter.export(new EventBatch(events)));
            assertEquals(List.of(new Failed(2, 4, 2, false)), e.failed());
            assertNull(e.retryAfter());
            assertTrue(e.getMessage().startsWith(server.endpoint() + " answered " + status + ": no: xxx"),
                    e.getMessage());
            assertTrue(e.getMessage().length() < 400);
            assertEquals(1, e.getMessage().lines().count());
        }
        assertEquals(List.of(2, 2, 2, 1), server.requestEntries());
        List<CognitiveEvent> others = new ArrayList<>(events);
        others.subList(2, 4).clear();
        assertAccepted(others);
    }

    @Test
    void shouldTellRefusedAndRetryableEventsOfABatchApart() throws IOException {
        server.answerNext(1, 400, Map.of(), "bad");
        server.answerNext(1, 204, Map.of(), "");
        server.answerNext(1, 503, Map.of(), "later");
        List<CognitiveEvent> events = events(1, 10);
        try (LokiExporter exporter = exporter("max-request-events", "2")) {
            ExportException e = assertThrows(ExportException.class, () -> exporter.export(new EventBatch(events)));
            assertEquals(List.of(new Failed(0, 2, 2, false), new Failed(4, 10, 6, true)), e.failed());
            assertTrue(e.getMessage().contains("bad"), e.getMessage());
            assertNull(e.retryAfter());
        }
        assertEquals(3, server.requests());
        assertAccepted(events.subList(2, 4));
    }

    @Test
    void shouldUnderstandARetryAfterThatIsADate() throws IOException {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME
                .format(Instant.now().atOffset(ZoneOffset.UTC).plusMinutes(9));
        server.answerNext(1, 429, Map.of("Retry-After", date), "");
        try (LokiExporter exporter = exporter()) {
            ExportException e =
                    assertThrows(ExportException.class, () -> exporter.export(new EventBatch(events(1, 1))));
            assertTrue(e.retryAfter().compareTo(Duration.ofMinutes(10)) < 0, e.retryAfter().toString());
            assertTrue(e.retryAfter().compareTo(Duration.ofMinutes(1)) > 0, e.retryAfter().toString());
            assertEquals(server.endpoint() + " answered 429", e.getMessage());
        }
    }

    @Test
    void shouldRefuseWhatIsTooLongAndSendTheRest() throws IOException {
        PrimingEvent longOne = new PrimingEvent(1, new TracedThread(1, "n".repeat(300_000)), 0, 1, 0,
                PrimingType.SEMANTIC, 1, 1, 2);
        List<CognitiveEvent> events = new ArrayList<>(events(1, 4).stream()
                .filter(event -> event.thread().name().length() < 1_000).toList());
        List<CognitiveEvent> short1 = List.copyOf(events);
        events.add(1, longOne);
        events.add(1, longOne);
        events.add(longOne);
        int last = events.size() - 1;
        try (LokiExporter exporter = exporter()) {
            ExportException e = assertThrows(ExportException.class, () -> exporter.export(new EventBatch(events)));
            assertEquals(List.of(new Failed(1, 3, 2, false), new Failed(last, last + 1, 1, false)), e.failed());
            ExportException alone =
                    assertThrows(ExportException.class, () -> exporter.export(new EventBatch(List.of(longOne))));
            assertEquals(List.of(new Failed(0, 1, 1, false)), alone.failed());
        }
        assertAccepted(short1);
        assertEquals(1, server.requests());
    }

    @Test
    void shouldTryAgainWhenAConnectionBreaks() throws IOException {
        server.breakNext();
        List<CognitiveEvent> events = events(1, 5);
        try (LokiExporter exporter = exporter()) {
            ExportException e = assertThrows(ExportException.class, () -> exporter.export(new EventBatch(events)));
            assertEquals(List.of(new Failed(0, 5, 5, true)), e.failed());
            exporter.export(new EventBatch(events));
        }
        assertAccepted(events);
    }

    @Test
    void shouldGiveUpWaitingForAServerThatHangs() throws IOException {
        server.hangNext();
        List<CognitiveEvent> events = events(1, 5);
        try (LokiExporter exporter = exporter("timeout", "300ms")) {
            ExportException e = assertThrows(ExportException.class, () -> exporter.export(new EventBatch(events)));
            assertEquals(List.of(new Failed(0, 5, 5, true)), e.failed());
            assertEquals(server.endpoint() + ": no answer within 300 ms", e.getMessage());
        }
        assertEquals(List.of(), server.accepted());
    }

    @Test
    void shouldWaitForASlowServer() throws Exception {
        server.holdNext();
        List<CognitiveEvent> events = events(1, 5);
        try (LokiExporter exporter = exporter("timeout", "60s")) {
            CompletableFuture<Void> export = CompletableFuture.runAsync(() -> {
                try {
                    exporter.export(new EventBatch(events));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            server.awaitRequests(1);
            assertFalse(export.isDone());
            server.release();
            export.get(30, TimeUnit.SECONDS);
        }
        assertAccepted(events);
    }

    @Test
    void shouldReturnAtOnceWhenInterrupted() throws Exception {
        server.hangNext();
        try (LokiExporter exporter = exporter("timeout", "1h")) {
            Throwable thrown = interrupted(exporter, events(1, 5), 1);
            assertTrue(thrown instanceof InterruptedIOException, String.valueOf(thrown));
            exporter.export(new EventBatch(events(1, 5)));
        }
        assertAccepted(events(1, 5));
    }

    @Test
    void shouldTellWhatWasAcceptedBeforeAnInterrupt() throws Exception {
        server.answerNext(1, 204, Map.of(), "");
        server.hangNext();
        try (LokiExporter exporter = exporter("timeout", "1h", "max-request-events", "2")) {
            Throwable thrown = interrupted(exporter, events(1, 5), 2);
            assertTrue(thrown.getCause() instanceof InterruptedIOException, String.valueOf(thrown));
            assertEquals(List.of(new Failed(2, 5, 3, true)), ((ExportException) thrown).failed());
        }
        assertAccepted(events(1, 5).subList(0, 2));
    }

    /** Exports on another thread, interrupts it during the request of that number, and tells what it threw. */
    private Throwable interrupted(LokiExporter exporter, List<CognitiveEvent> events, int requests)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                exporter.export(new EventBatch(events));
                thrown.complete(null);
            } catch (IOException e) {
                thrown.complete(Thread.currentThread().isInterrupted() ? e
                        : new IllegalStateException("the interrupt was swallowed", e));
            }
        });
        thread.start();
        server.awaitRequests(requests);
        thread.interrupt();
        return thrown.get(30, TimeUnit.SECONDS);
    }

    @Test
    void shouldReachAServerThatWasGone() throws IOException {
        int port = server.port();
        List<CognitiveEvent> events = events(1, 5);
        try (LokiExporter exporter = exporter()) {
            exporter.export(new EventBatch(events));
            assertAccepted(events);
            server.close();
            ExportException e = assertThrows(ExportException.class, () -> exporter.export(new EventBatch(events)));
            assertEquals(List.of(new Failed(0, 5, 5, true)), e.failed());
            assertEquals(1, e.getMessage().lines().count());
            assertEquals(List.of(), server.complaints());
            server = LokiTestServer.startAt(port);
            exporter.export(new EventBatch(events));
        }
        assertAccepted(events);
    }

    @Test
    void shouldSendTheSameTimesAgainAndRiseStrictlyOtherwise() throws IOException {
        TracedThread thread = new TracedThread(1, "main");
        PrimingEvent same = new PrimingEvent(5, thread, 0, 1, 0, PrimingType.SEMANTIC, 1, 1, 2);
        try (LokiExporter exporter = exporter()) {
            exporter.export(new EventBatch(List.of(same, same)));
            server.answerNext(1, 503, Map.of(), "");
            assertThrows(ExportException.class, () -> exporter.export(new EventBatch(List.of(same, same))));
            server.answerNext(1, 400, Map.of(), "");
            assertThrows(ExportException.class, () -> exporter.export(new EventBatch(List.of(same, same))));
            exporter.export(new EventBatch(List.of(same)));
        }
        assertEquals(List.of(5L, 6L, 7L), server.accepted().stream().flatMap(stream -> stream.entries().stream())
                .map(PushRequests.Entry::unixNano).toList());
    }

    @Test
    void shouldDoNothingAfterClose() throws IOException {
        LokiExporter exporter = exporter();
        exporter.export(new EventBatch(events(1, 1)));
        exporter.close();
        exporter.close();
        IOException e = assertThrows(IOException.class, () -> exporter.export(new EventBatch(events(1, 1))));
        assertEquals(exporter.name() + " is closed", e.getMessage());
        assertThrows(IOException.class, exporter::flush);
        assertEquals(1, server.requests());
    }
}
