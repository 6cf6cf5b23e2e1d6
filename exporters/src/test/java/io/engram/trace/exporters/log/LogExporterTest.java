// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.ExportException;
import io.engram.trace.collector.export.ExportException.Failed;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.ExporterStats;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.json.JsonEncoder;
import io.engram.trace.exporters.json.SampleEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class LogExporterTest {
    private static final String KEY = "engram.trace.export.log.rate";
    private static final long SECOND = 1_000_000_000L;
    private static final Duration LONG = Duration.ofSeconds(60);

    private static EventLog events(Level level) {
        return new EventLog(LogExporter.LOGGER, level);
    }

    private static CognitiveEvent event(long seconds, long number) {
        return new PrimingEvent(seconds * SECOND + number, new TracedThread(1, "main"), number, 1.0, 0,
                PrimingType.SEMANTIC, 0.5f, number, 2);
    }

    /** So many events of a second, numbered from 0. */
    private static List<CognitiveEvent> second(long seconds, int count) {
        List<CognitiveEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(seconds, i));
        }
        return events;
    }

    private static List<String> json(List<CognitiveEvent> events) {
        EncodeBuffer out = new EncodeBuffer(1 << 10);
        new JsonEncoder().writeLines(events, out);
        return Arrays.asList(new String(out.array(), 0, out.length(), StandardCharsets.UTF_8).split("\n"));
    }

    private static ExportException leftOut(LogExporter exporter, List<CognitiveEvent> events) {
        return assertThrows(ExportException.class, () -> exporter.export(new EventBatch(events)));
    }

    private static String summary(long events, int rate) {
        return events + " more events of that second were left out: " + KEY + " is " + rate;
    }

    @Test
    void shouldWriteEachEventAsALineOfJson() throws IOException {
        List<CognitiveEvent> list = new SampleEvents(1).next(500);
        try (EventLog log = events(Level.FINE); LogExporter exporter = new LogExporter(1_000, KEY)) {
            exporter.export(new EventBatch(list));
            assertEquals(json(list), log.lines());
            assertTrue(log.lines().stream().noneMatch(line -> line.contains("\n") || line.contains("\r")));
        }
    }

    @Test
    void shouldLeaveOutWhatComesBeyondTheRateOfASecond() throws IOException {
        List<CognitiveEvent> list = new ArrayList<>(second(10, 5));
        list.addAll(second(11, 2));
        list.addAll(second(12, 7));
        List<String> expected = new ArrayList<>(json(second(10, 3)));
        expected.add(summary(2, 3));
        expected.addAll(json(second(11, 2)));
        expected.addAll(json(second(12, 3)));
        try (EventLog log = events(Level.FINE); LogExporter exporter = new LogExporter(3, KEY)) {
            ExportException e = leftOut(exporter, list);
            assertEquals(List.of(new Failed(3, 5, 2, false), new Failed(10, 14, 4, false)), e.failed());
            assertEquals(DiscardReason.RATE_LIMITED, e.reason());
            assertEquals(expected, log.lines());
            exporter.flush();
            expected.add(summary(4, 3));
            assertEquals(expected, log.lines());
            exporter.flush();
            assertEquals(expected, log.lines(), "told once");
        }
    }

    @Test
    void shouldCountASecondThroughBatchesThatOverlap() throws IOException {
        try (EventLog log = events(Level.FINE); LogExporter exporter = new LogExporter(3, KEY)) {
            exporter.export(new EventBatch(List.of(event(10, 0), event(11, 1))));
            exporter.export(new EventBatch(List.of(event(10, 2), event(11, 3))));
            assertEquals(List.of(new Failed(0, 1, 1, false)), leftOut(exporter, List.of(event(11, 4))).failed());
            // The clock was set back: these would have to wait for ever.
            exporter.export(new EventBatch(second(-100, 3)));
            List<String> expected = new ArrayList<>(json(List.of(event(10, 0), event(11, 1), event(10, 2),
                    event(11, 3))));
            // The late one took a place in the second after it.
            expected.add(summary(1, 3));
            expected.addAll(json(second(-100, 3)));
            assertEquals(expected, log.lines());
        }
    }

    @Test
    void shouldCountNothingAsExportedThatTheLevelLeavesOut() throws IOException {
        try (EventLog log = events(Level.INFO); EventLog failures = new EventLog("io.engram.trace.export", Level.INFO);
                LogExporter exporter = new LogExporter(3, KEY)) {
            for (int i = 0; i < 2; i++) {
                ExportException e = leftOut(exporter, second(10, 5));
                assertEquals(List.of(new Failed(0, 5, 5, false)), e.failed());
                assertEquals(DiscardReason.FILTERED, e.reason());
            }
            exporter.flush();
            assertEquals(List.of(), log.lines());
            assertEquals(List.of("Events for the log are left out: set logger io.engram.trace.events to DEBUG "
                    + "(JUL: FINE), or remove log from engram.trace.export.format"), failures.lines());
        }
    }

    @Test
    void shouldAccountForEveryEventOfATracer() {
        TracingConfig config = TracingConfig.development().toBuilder().traceFile(false).formats("log")
                .exporterSetting("log", "rate", "5").build();
        try (EventLog log = events(Level.FINE); EventLog failures = new EventLog("io.engram.trace.export", Level.ALL)) {
            CognitiveTracer tracer = CognitiveTracer.start(config);
            for (int i = 0; i < 2_000; i++) {
                tracer.tracePriming(PrimingType.SEMANTIC, 1, i, i);
            }
            assertTrue(tracer.flush(LONG).complete());
            TypeStats stats = tracer.stats().of(EventType.PRIMING);
            List<String> written = log.lines().stream().filter(line -> line.startsWith("{")).toList();
            assertTrue(written.size() >= 5, () -> written.toString());
            assertEquals(written.size(), stats.exported());
            assertEquals(2_000 - written.size(), stats.discarded().get(DiscardReason.RATE_LIMITED));
            assertEquals(0, stats.lost());
            assertTrue(tracer.stats().isBalanced());
            ExporterStats exporter = tracer.stats().exporters().getFirst();
            assertEquals("log", exporter.name());
            assertEquals(written.size(), exporter.exported());
            assertEquals(Map.of(DiscardReason.RATE_LIMITED, 2_000L - written.size()), exporter.discarded());
            assertEquals("", exporter.lastFailure());
            long told = log.lines().stream().filter(line -> !line.startsWith("{"))
                    .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' ')))).sum();
            assertEquals(2_000 - written.size(), told);
            tracer.close();
            assertEquals(List.of(), failures.lines(), "nothing has failed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1000001", "99999999999", "many", ""})
    void shouldRefuseRatesOutOfRange(String rate) {
        TracingConfig config = TracingConfig.development().toBuilder().traceFile(false).formats("log")
                .exporterSetting("log", "rate", rate).build();
        assertEquals("key '" + KEY + "': '" + rate + "' is no rate: give 1 to 1000000 events a second",
                assertThrows(IllegalArgumentException.class, () -> CognitiveTracer.start(config)).getMessage());
    }

    @Test
    void shouldRefuseSettingsThatItDoesNotKnow() {
        TracingConfig config = TracingConfig.development().toBuilder().traceFile(false).formats("log")
                .exporterSetting("log", "level", "INFO").build();
        assertEquals("key 'engram.trace.export.log.level' is unknown: give one of rate",
                assertThrows(IllegalArgumentException.class, () -> CognitiveTracer.start(config)).getMessage());
    }
}
