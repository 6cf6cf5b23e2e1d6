// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.ExportException;
import io.engram.trace.collector.export.ExportException.Failed;
import io.engram.trace.collector.export.ExporterSettings;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.resource.Resource;
import io.grpc.Metadata;
import io.grpc.Status;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over the wire, to a real server. */
@Timeout(120)
class OtlpExporterTest {
    private static final Set<Status.Code> RETRYABLE = Set.of(Status.Code.CANCELLED, Status.Code.DEADLINE_EXCEEDED,
            Status.Code.ABORTED, Status.Code.OUT_OF_RANGE, Status.Code.UNAVAILABLE, Status.Code.DATA_LOSS);
    private static final Resource RESOURCE = Resource.ofThisProcess(Map.of("OTEL_SERVICE_NAME", "memory"));

    private final OtlpTestServer server = new OtlpTestServer();
    private final Map<String, String> settings = new TreeMap<>(Map.of("endpoint", "http://localhost:" + server.port()));
    private final TypeStats nothing = new TypeStats(0, 0, Map.of(), 0, 0, 0, Map.of(), 0, 0);
    private volatile long overwritten;
    private OtlpExporter exporter;

    @AfterEach
    void close() throws IOException {
        if (exporter != null) {
            exporter.close();
        }
        server.close();
    }

    private OtlpExporter exporter() {
        exporter = new OtlpExporter(OtlpConfig.of(new ExporterSettings("otlp", settings), Map.of()), RESOURCE,
                this::stats);
        return exporter;
    }

    private TracerStats stats() {
        Map<EventType, TypeStats> byType = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            byType.put(type, nothing);
        }
        return new TracerStats(byType, overwritten, 1, 1, 0, 0, List.of());
    }

    /** Events with the positions 0, 1, …. */
    private static List<CognitiveEvent> events(int count) {
        TracedThread thread = new TracedThread(7, "t".repeat(200));
        List<CognitiveEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new PrimingEvent(i, thread, i, 1, 0, PrimingType.REPETITION, 0.5f, i, -i));
        }
        return events;
    }

    private static List<Long> positions(int from, int to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private ExportException exportFails(List<CognitiveEvent> events) {
        return assertThrows(ExportException.class, () -> exporter.export(new EventBatch(events)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip"})
    void shouldSendEachEventAsItIs(String compression) throws IOException {
        settings.put("compression", compression);
        List<CognitiveEvent> events = new AnyEvents(1).next(500);
        exporter().export(new EventBatch(events));
        long observed = server.records().getFirst().getObservedTimeUnixNano();
        assertTrue(observed > 1_700_000_000_000_000_000L, "observed at " + observed);
        assertEquals(List.of(GeneratedRecords.request(RESOURCE.attributes(),
                GeneratedRecords.records(events, observed))), server.accepted());
        String encoding = server.headers().getFirst()
                .get(Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER));
        assertEquals(compression.equals("gzip") ? "gzip" : null, encoding);
    }

    @Test
    void shouldSendHeadersAndSayWhoItIs() throws IOException {
        settings.put("headers", "X-Scope=a%2Cb, authorization=Basic%20eDp5==");
        exporter().export(new EventBatch(events(1)));
        Metadata headers = server.headers().getFirst();
        assertEquals("a,b", headers.get(Metadata.Key.of("x-scope", Metadata.ASCII_STRING_MARSHALLER)));
        assertEquals("Basic eDp5==", headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)));
        String agent = headers.get(Metadata.Key.of("user-agent", Metadata.ASCII_STRING_MARSHALLER));
        assertTrue(agent.matches("engram-trace/\\d\\S* grpc-java-netty/\\S+"), agent);
    }

    @Test
    void shouldSendReplayedEventsWithTheResourceOfTheirProcess() throws IOException {
        Map<String, String> other = Map.of("service.name", "of another process", "process.pid", "1");
        List<CognitiveEvent> events = events(2);
        exporter().export(new EventBatch(events, other));
        exporter.export(new EventBatch(events));
        long observed = server.records().getFirst().getObservedTimeUnixNano();
        assertEquals(GeneratedRecords.request(other, GeneratedRecords.records(events, observed)),
                server.accepted().getFirst());
        assertEquals(GeneratedRecords.request(RESOURCE.attributes(), List.of()).getResourceLogs(0).getResource(),
                server.accepted().getLast().getResourceLogs(0).getResource());
    }

    @Test
    void shouldCutABatchIntoRequestsUnderWayAtOnce() throws Exception {
        settings.put("max-request-bytes", "64KiB");
        settings.put("max-in-flight", "3");
        CountDownLatch open = new CountDownLatch(1);
        List<Integer> together = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            // The first three are answered when all of them are there: one after the other would never end.
            server.next((request, answers) -> {
                synchronized (together) {
                    together.add(request.getSerializedSize());
                    if (together.size() == 3) {
                        open.countDown();
                    }
                }
                try {
                    open.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                server.acceptAndAnswer(request, answers);
            });
        }
        exporter().export(new EventBatch(events(2_000)));
        assertTrue(server.accepted().size() > 10, server.accepted().size() + " requests");
        server.accepted().forEach(request -> assertTrue(request.getSerializedSize() <= 64 << 10));
        List<Long> sorted = server.acceptedPositions().stream().sorted().toList();
        assertEquals(positions(0, 2_000), sorted);
    }

    @ParameterizedTest
    @EnumSource(Status.Code.class)
    void shouldFollowTheSpecificationForEachStatus(Status.Code code) throws IOException {
        if (code == Status.Code.OK) {
            exporter().export(new EventBatch(events(3)));
            assertEquals(positions(0, 3), server.acceptedPositions());
            return;
        }
        server.answer(1, code.toStatus().withDescription("two\n lines\tof it"), new Metadata());
        exporter();
        ExportException e = exportFails(events(3));
        assertEquals(List.of(new Failed(0, 3, 3, RETRYABLE.contains(code))), e.failed());
        assertEquals(code + ": two lines of it", e.getMessage());
        assertNull(e.retryAfter());
        // And the next batch comes through.
        exporter.export(new EventBatch(events(2)));
        assertEquals(positions(0, 2), server.acceptedPositions());
    }

    private static com.google.protobuf.Duration delay(long seconds, int nanos) {
        return com.google.protobuf.Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    }

    @Test
    void shouldTryAgainWhatIsExhaustedOnlyWhenTheServerSaysWhen() {
        server.answer(1, Status.RESOURCE_EXHAUSTED, OtlpTestServer.retryInfo(delay(2, 500_000_000)));
        server.answer(1, Status.RESOURCE_EXHAUSTED, OtlpTestServer.retryInfo(null));
        server.answer(1, Status.RESOURCE_EXHAUSTED, new Metadata());
        exporter();
        ExportException withDelay = exportFails(events(1));
        assertEquals(List.of(new Failed(0, 1, 1, true)), withDelay.failed());
        assertEquals(Duration.ofMillis(2_500), withDelay.retryAfter());
        ExportException withoutDelay = exportFails(events(1));
        assertEquals(List.of(new Failed(0, 1, 1, true)), withoutDelay.failed());
        assertNull(withoutDelay.retryAfter());
        assertEquals(List.of(new Failed(0, 1, 1, false)), exportFails(events(1)).failed());
    }

    @Test
    void shouldClampTheDelayThatTheServerAsksFor() {
        server.answer(1, Status.UNAVAILABLE, OtlpTestServer.retryInfo(delay(100_000, 0)));
        server.answer(1, Status.UNAVAILABLE, OtlpTestServer.retryInfo(delay(-5, 0)));
        server.answer(1, Status.INVALID_ARGUMENT, OtlpTestServer.retryInfo(delay(5, 0)));
        exporter();
        assertEquals(Duration.ofHours(1), exportFails(events(1)).retryAfter());
        assertEquals(Duration.ZERO, exportFails(events(1)).retryAfter());
        ExportException refused = exportFails(events(1));
        assertEquals(List.of(new Failed(0, 1, 1, false)), refused.failed());
        assertNull(refused.retryAfter());
    }

    @Test
    void shouldTakeUnreadableDetailsForNone() {
        Metadata trailers = new Metadata();
        trailers.put(RetryInfo.DETAILS, new byte[] {0x1A, 0x7F, 1});
        server.answer(1, Status.RESOURCE_EXHAUSTED, trailers);
        exporter();
        assertEquals(List.of(new Failed(0, 1, 1, false)), exportFails(events(1)).failed());
    }

    @Test
    void shouldReportWhatWasRejectedAndNotTryItAgain() {
        server.answerPartially(2, "too old");
        server.answerPartially(99, "more than there are");
        exporter();
        ExportException e = exportFails(events(5));
        assertEquals(List.of(new Failed(0, 5, 2, false)), e.failed());
        assertEquals("the server rejected 2 events: too old", e.getMessage());
        assertEquals(List.of(new Failed(0, 5, 5, false)), exportFails(events(5)).failed());
    }

    @Test
    void shouldLogEachWarningOnce() throws IOException {
        Logger logger = Logger.getLogger("io.engram.trace.export");
        LogLines lines = new LogLines();
        logger.addHandler(lines);
        logger.setUseParentHandlers(false);
        try {
            for (String text : List.of("use {0}", "use {0}", "another")) {
                server.answerPartially(0, text);
            }
            exporter();
            for (int i = 0; i < 3; i++) {
                exporter.export(new EventBatch(events(1)));
            }
        } finally {
            logger.removeHandler(lines);
            logger.setUseParentHandlers(true);
        }
        String prefix = "otlp http://localhost:" + server.port()
                + ": The server accepted all events with a warning: ";
        assertEquals(List.of(prefix + "use {0}", prefix + "another"), lines.lines);
    }

    private static final class LogLines extends Handler {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void publish(java.util.logging.LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    void shouldStopAtAFailureThatMayPass() {
        settings.put("max-request-bytes", "64KiB");
        settings.put("max-in-flight", "1");
        server.next(server::acceptAndAnswer);
        server.failForNow(1);
        exporter();
        ExportException e = exportFails(events(1_000));
        int accepted = server.acceptedPositions().size();
        assertEquals(positions(0, accepted), server.acceptedPositions());
        assertEquals(2, e.failed().size());
        Failed tried = e.failed().getFirst();
        assertEquals(new Failed(accepted, tried.to(), tried.to() - accepted, true), tried);
        assertEquals(new Failed(tried.to(), 1_000, 1_000 - tried.to(), true), e.failed().getLast());
        assertEquals("UNAVAILABLE: for now", e.getMessage());
    }

    @Test
    void shouldGoOnBehindWhatWasRefused() {
        settings.put("max-request-bytes", "64KiB");
        settings.put("max-in-flight", "1");
        server.refuse(2);
        exporter();
        ExportException e = exportFails(events(1_000));
        assertEquals(2, e.failed().size());
        int refused = e.failed().getLast().to();
        assertEquals(List.of(false, false), e.failed().stream().map(Failed::retryable).toList());
        assertEquals(refused, e.failed().stream().mapToInt(Failed::events).sum());
        assertEquals(positions(refused, 1_000), server.acceptedPositions());
        assertEquals("INVALID_ARGUMENT: for good", e.getMessage());
    }

    @Test
    void shouldRefuseAnEventThatFitsNoRequestAndSendTheOthers() {
        settings.put("max-request-bytes", "64KiB");
        List<CognitiveEvent> events = new ArrayList<>(events(3));
        events.set(1, new PrimingEvent(1, new TracedThread(1, "n".repeat(70_000)), 1, 1, 0, PrimingType.SEMANTIC, 1, 1,
                1));
        exporter();
        ExportException e = exportFails(events);
        assertEquals(List.of(new Failed(1, 2, 1, false)), e.failed());
        assertTrue(e.getMessage().startsWith("an event is larger than the largest request, 65536 bytes"),
                e.getMessage());
        assertEquals(Set.of(0L, 2L), new HashSet<>(server.acceptedPositions()));
    }

    @Test
    void shouldGiveUpWaitingForAnAnswer() throws IOException {
        settings.put("timeout", "100ms");
        server.hang(1);
        exporter();
        ExportException e = exportFails(events(2));
        assertEquals(List.of(new Failed(0, 2, 2, true)), e.failed());
        assertTrue(e.getMessage().startsWith("DEADLINE_EXCEEDED"), e.getMessage());
    }

    @Test
    void shouldEndAtOnceWhenInterrupted() throws Exception {
        server.hang(1);
        exporter();
        Thread thread = Thread.currentThread();
        Thread interrupter = Thread.ofPlatform().start(() -> {
            try {
                server.awaitRequests(1);
            } catch (InterruptedException e) {
                // Nobody interrupts it; the export would then hang until the test's end.
            }
            thread.interrupt();
        });
        assertThrows(InterruptedIOException.class, () -> exporter.export(new EventBatch(events(2))));
        assertTrue(Thread.interrupted(), "the interrupt is passed on");
        interrupter.join();
        exporter.export(new EventBatch(events(1)));
        assertEquals(positions(0, 1), server.acceptedPositions());
    }

    @RepeatedTest(5)
    void shouldReachAServerThatWasAway() throws IOException {
        exporter().export(new EventBatch(events(1)));
        server.stop();
        for (int i = 0; i < 3; i++) {
            ExportException e = exportFails(events(2));
            assertEquals(List.of(new Failed(0, 2, 2, true)), e.failed());
            assertTrue(e.getMessage().startsWith("UNAVAILABLE: "), e.getMessage());
        }
        server.restart();
        // At the first attempt, however long it was away.
        exporter.export(new EventBatch(events(2)));
        assertEquals(List.of(0L, 0L, 1L), server.acceptedPositions());
    }

    @Test
    void shouldTryAgainWhatWasOnItsWayWhenTheServerStopped() throws IOException {
        server.stopWithinRequest();
        exporter();
        assertEquals(List.of(new Failed(0, 2, 2, true)), exportFails(events(2)).failed());
        server.stop();
        server.restart();
        exporter.export(new EventBatch(events(2)));
        assertEquals(positions(0, 2), server.acceptedPositions());
    }

    @Test
    void shouldTellLossesWhenClosedUntilTheyAreTaken() throws IOException {
        overwritten = 5;
        exporter().export(new EventBatch(events(1)));
        exporter.close();
        exporter.close();
        List<LogRecord> records = server.records();
        assertEquals(2, records.size());
        LogRecord loss = records.getLast();
        assertEquals("cognitive.trace.loss", loss.getEventName());
        assertEquals(SeverityNumber.SEVERITY_NUMBER_WARN, loss.getSeverityNumber());
        assertEquals(List.of(GeneratedRecords.integer("cognitive.loss.overwritten", 5)), loss.getAttributesList());
        IOException e = assertThrows(IOException.class, () -> exporter.export(new EventBatch(events(1))));
        assertEquals("otlp http://localhost:" + server.port() + " is closed", e.getMessage());
    }

    @Test
    void shouldNotCountALossThatIsNotTakenAsAFailedEvent() throws IOException {
        overwritten = 5;
        server.next(server::acceptAndAnswer);
        server.refuse(1);
        exporter().export(new EventBatch(events(1)));
        exporter.close();
        assertEquals(positions(0, 1), server.acceptedPositions());
    }

    @Test
    void shouldTellLossesToAServerThatRejectsEvents() throws IOException {
        overwritten = 5;
        server.answerPartially(1, "too old");
        exporter();
        exportFails(events(1));
        exporter.close();
        assertEquals("cognitive.trace.loss", server.records().getLast().getEventName());
    }

    @Test
    void shouldCloseWithoutWaitingForAServerThatIsAway() throws IOException {
        overwritten = 5;
        server.failForNow(1);
        exporter();
        exportFails(events(1));
        exporter.close();
        assertEquals(List.of(), server.records());
    }
}
