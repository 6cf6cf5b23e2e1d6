// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every exporter to a file has to do. */
abstract class FileExporterContract {
    @TempDir
    protected Path folder;
    protected final TestStats stats = new TestStats();

    abstract EventExporter exporter(Path path);

    abstract String format();

    Path path() {
        return folder.resolve("events");
    }

    @Test
    void shouldWriteWhatCanBeReadBackEqual() throws IOException {
        SampleEvents sample = new SampleEvents(1);
        List<CognitiveEvent> all = new ArrayList<>();
        try (EventExporter exporter = exporter(path())) {
            for (int size : new int[] {1, 2, 1_000, 1, 3_000}) {
                List<CognitiveEvent> batch = sample.next(size);
                exporter.export(new EventBatch(batch));
                all.addAll(batch);
            }
        }
        assertEquals(all, Exported.read(path()));
    }

    @Test
    void shouldShowOnFlushWhatWasExportedAndGoOn() throws IOException {
        SampleEvents sample = new SampleEvents(2);
        List<CognitiveEvent> all = new ArrayList<>();
        try (EventExporter exporter = exporter(path())) {
            for (int round = 0; round < 4; round++) {
                for (int batch = 0; batch < 3; batch++) {
                    List<CognitiveEvent> events = sample.next(10);
                    exporter.export(new EventBatch(events));
                    all.addAll(events);
                }
                exporter.flush();
                assertEquals(all, Exported.read(path()));
                exporter.flush();
                assertEquals(all, Exported.read(path()));
            }
        }
        assertEquals(all, Exported.read(path()));
    }

    @Test
    void shouldWriteNothingBeforeTheFirstBatch() throws IOException {
        EventExporter exporter = exporter(path());
        assertTrue(exporter.name().contains(path().toString()));
        assertEquals(List.of(), files());
        exporter.close();
    }

    @Test
    void shouldLeaveTheFileAloneAfterClose() throws IOException {
        EventExporter exporter = exporter(path());
        exporter.export(new EventBatch(new SampleEvents(6).next(5)));
        exporter.close();
        byte[] bytes = Files.readAllBytes(path());
        stats.overwritten = 1;
        exporter.close();
        assertThrows(IOException.class, () -> exporter.export(new EventBatch(new SampleEvents(7).next(1))));
        assertThrows(IOException.class, exporter::flush);
        assertArrayEquals(bytes, Files.readAllBytes(path()));
        assertEquals(List.of(path()), files());
    }

    @Test
    void shouldReadNumbersThatJsonCannotSayAsNaN() throws IOException {
        TracedThread thread = new TracedThread(1, "main");
        try (EventExporter exporter = exporter(path())) {
            exporter.export(new EventBatch(List.of(
                    new ReconsolidationEvent(1, thread, 0, 1, 0, 1, Float.POSITIVE_INFINITY, 1, 1,
                            Float.NEGATIVE_INFINITY),
                    new PrimingEvent(2, thread, 1, 1, 0, PrimingType.SEMANTIC, Float.NaN, 1, 2))));
        }
        assertEquals(List.of(new ReconsolidationEvent(1, thread, 0, 1, 0, 1, Float.NaN, 1, 1, Float.NaN),
                new PrimingEvent(2, thread, 1, 1, 0, PrimingType.SEMANTIC, Float.NaN, 1, 2)), Exported.read(path()));
    }

    @Test
    void shouldWriteTimesBefore1970() throws IOException {
        List<CognitiveEvent> events = new ArrayList<>();
        for (long time : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
            events.add(new PrimingEvent(time, new TracedThread(1, "main"), 0, 1, 0, PrimingType.SEMANTIC, 1, 1, 2));
        }
        try (EventExporter exporter = exporter(path())) {
            exporter.export(new EventBatch(events));
        }
        assertEquals(events, Exported.read(path()));
    }

    @Test
    void shouldWriteThreadNamesThatAreNoLegalText() throws IOException {
        TracedThread thread = new TracedThread(1, "half \uD83E a pair");
        try (EventExporter exporter = exporter(path())) {
            exporter.export(new EventBatch(List.of(
                    new PrimingEvent(1, thread, 0, 1, 0, PrimingType.SEMANTIC, 1, 1, 2))));
        }
        assertEquals("half ? a pair", Exported.read(path()).getFirst().thread().name());
    }

    /** The collector's thread is interrupted when the tracer's time to close is over. */
    @Test
    void shouldTakeBackABatchThatAnInterruptCutOff() throws IOException {
        SampleEvents sample = new SampleEvents(8);
        List<CognitiveEvent> before = sample.next(500);
        List<CognitiveEvent> after = sample.next(5);
        try (EventExporter exporter = exporter(path())) {
            exporter.export(new EventBatch(before));
            Thread.currentThread().interrupt();
            try {
                assertThrows(IOException.class, () -> exporter.export(new EventBatch(sample.next(1_000))));
            } finally {
                assertTrue(Thread.interrupted());
            }
            exporter.export(new EventBatch(after));
            Thread.currentThread().interrupt();
            try {
                assertThrows(IOException.class, () -> exporter.export(new EventBatch(sample.next(1_000))));
            } finally {
                assertTrue(Thread.interrupted());
            }
        }
        before.addAll(after);
        assertEquals(before, Exported.read(path()));
    }

    @Test
    void shouldGoOnWhenTheFolderIsBack() throws IOException {
        Path here = Files.createDirectory(folder.resolve("here"));
        Path away = folder.resolve("away");
        SampleEvents sample = new SampleEvents(9);
        List<CognitiveEvent> all = sample.next(5);
        try (EventExporter exporter = exporter(here.resolve("events"))) {
            exporter.export(new EventBatch(all));
            exporter.flush();
            Files.move(here, away);
            List<CognitiveEvent> more = sample.next(5);
            try {
                exporter.export(new EventBatch(more));
                all.addAll(more);
            } catch (IOException e) {
                // A file that is open may still be written; one that is to be made cannot.
            }
            Files.move(away, here);
            more = sample.next(5);
            exporter.export(new EventBatch(more));
            all.addAll(more);
        }
        assertEquals(all, Exported.read(here.resolve("events")));
        try (var files = Files.list(here)) {
            assertEquals(1, files.count());
        }
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void shouldLeaveNoOtherFileBehind() throws IOException {
        try (EventExporter exporter = exporter(path())) {
            exporter.export(new EventBatch(new SampleEvents(3).next(5)));
            exporter.flush();
            exporter.export(new EventBatch(new SampleEvents(4).next(5)));
        }
        assertEquals(List.of(path()), files());
    }

    @Test
    void shouldFailWithoutAFolderAndGoOnWhenItIsThere() throws IOException {
        Path path = folder.resolve("later").resolve("events");
        List<CognitiveEvent> events = new SampleEvents(5).next(5);
        try (EventExporter exporter = exporter(path)) {
            assertThrows(IOException.class, () -> exporter.export(new EventBatch(events)));
            assertThrows(IOException.class, exporter::flush);
            Files.createDirectory(path.getParent());
            exporter.export(new EventBatch(events));
        }
        assertEquals(events, Exported.read(path));
    }

    @Test
    void shouldCountAndReportAMissingFolderAndGoOn() {
        checkCountedAndReported(folder.resolve("missing").resolve("events"));
    }

    @Test
    void shouldCountAndReportAFolderInPlaceOfTheFileAndGoOn() throws IOException {
        checkCountedAndReported(Files.createDirectory(path()));
        assertEquals(List.of(path()), files());
    }

    @Test
    void shouldCountAndReportAReadOnlyFolderAndGoOn() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Assumptions.assumeTrue(locked.toFile().setWritable(false) && !Files.isWritable(locked),
                "root may write everywhere");
        try {
            checkCountedAndReported(locked.resolve("events"));
        } finally {
            locked.toFile().setWritable(true);
        }
    }

    /** Traces to a path that cannot be written, through the whole tracer. */
    final void checkCountedAndReported(Path path) {
        List<LogRecord> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public synchronized void publish(LogRecord entry) {
                logged.add(entry);
            }

            @Override
            public void flush() {
                // Nothing is buffered.
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
        Logger logger = Logger.getLogger("io.engram.trace.export");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            TracingConfig config = TracingConfig.development().toBuilder().formats(format()).output(path)
                    .exportBatchSize(10).build();
            TracerStats end;
            try (CognitiveTracer tracer = CognitiveTracer.start(config)) {
                for (int i = 0; i < 95; i++) {
                    tracer.tracePriming(PrimingType.SEMANTIC, 1, i, i);
                }
                assertTrue(tracer.flush(Duration.ofSeconds(30)).complete());
                tracer.tracePriming(PrimingType.SEMANTIC, 1, 1, 1);
                tracer.close(Duration.ofSeconds(30));
                end = tracer.stats();
            }
            assertEquals(96, end.of(EventType.PRIMING).discarded().get(DiscardReason.EXPORT_FAILED));
            assertEquals(0, end.total(TypeStats::exported));
            assertTrue(end.isBalanced());
            List<String> exports = logged.stream().map(LogRecord::getMessage)
                    .filter(message -> message.contains("failed to export")).toList();
            assertEquals(1, exports.size(), exports.toString());
            assertTrue(exports.getFirst().contains(path.toString()), exports.toString());
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }

    /** A file size limit is the nearest thing to a full disk that needs no disk; Linux and macOS have it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 50})
    void shouldKeepTheFileWholeOnAFullDisk(int batchSize) throws IOException, InterruptedException {
        String said = traceToADiskOf(64, batchSize);
        List<CognitiveEvent> exported = Exported.read(path());
        assertTrue(said.contains("exported=" + exported.size() + "\n"), said + exported.size());
        assertFalse(said.contains("failed=0\n"), said);
        assertTrue(said.contains("balanced=true"), said);
        assertTrue(exported.size() > 50, said);
        for (int i = 0; i < exported.size(); i++) {
            assertEquals(i, exported.get(i).position());
        }
        assertEquals(List.of(path()), files());
    }

    @Test
    void shouldLeaveNoEventOnADiskThatWasFullBefore() throws IOException, InterruptedException {
        String said = traceToADiskOf(0, 50);
        assertTrue(said.contains("exported=0\nfailed=2000\nbalanced=true\n"), said);
        for (Path file : files()) {
            assertEquals(path(), file);
            assertEquals(0, Files.size(file));
        }
    }

    private String traceToADiskOf(int kibibytes, int batchSize) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash's ulimit");
        Process process = new ProcessBuilder("/bin/bash", "-c", "ulimit -f " + kibibytes + "; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData", "-Xshare:auto",
                "-cp", System.getProperty("java.class.path"), FullDiskMain.class.getName(), format(), path().toString(),
                Integer.toString(batchSize)).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
