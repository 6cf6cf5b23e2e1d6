package io.engram.trace.exporters.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void shouldWriteThreadNamesThatAreNoLegalText() throws IOException {
        TracedThread thread = new TracedThread(1, "half \uD83E a pair");
        try (EventExporter exporter = exporter(path())) {
            exporter.export(new EventBatch(List.of(
                    new PrimingEvent(1, thread, 0, 1, 0, PrimingType.SEMANTIC, 1, 1, 2))));
        }
        assertEquals("half ? a pair", Exported.read(path()).getFirst().thread().name());
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
    void shouldLeaveNoOtherFileBehind() throws IOException {
        try (EventExporter exporter = exporter(path())) {
            exporter.export(new EventBatch(new SampleEvents(3).next(5)));
            exporter.flush();
            exporter.export(new EventBatch(new SampleEvents(4).next(5)));
        }
        try (var files = Files.list(folder)) {
            assertEquals(List.of(path()), files.toList());
        }
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
    void shouldCountAndReportAnUnwritablePathAndGoOn() {
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
            Path path = folder.resolve("missing").resolve("events");
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
    @Test
    void shouldKeepTheFileWholeOnAFullDisk() throws IOException, InterruptedException {
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash's ulimit");
        Path output = folder.resolve("out.txt");
        Process process = new ProcessBuilder("/bin/bash", "-c", "ulimit -f 64; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData", "-Xshare:auto",
                "-cp", System.getProperty("java.class.path"), FullDiskMain.class.getName(), format(), path().toString())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertEquals(0, process.waitFor(), () -> Exceptions.read(output));
        List<CognitiveEvent> exported = Exported.read(path());
        String said = Files.readString(output);
        assertTrue(said.contains("exported=" + exported.size() + "\n"), said + exported.size());
        assertFalse(said.contains("failed=0\n"), said);
        assertTrue(said.contains("balanced=true"), said);
        assertTrue(exported.size() > 50, said);
        for (int i = 0; i < exported.size(); i++) {
            assertEquals(i, exported.get(i).position());
        }
    }

    /** Reads a file where no exception may come out. */
    static final class Exceptions {
        private Exceptions() {
        }

        static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                return e.toString();
            }
        }
    }
}
