// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class NdjsonExporterTest extends FileExporterContract {
    @Override
    EventExporter exporter(Path path) {
        return new NdjsonExporter(path, 0, stats::stats);
    }

    @Override
    String format() {
        return "ndjson";
    }

    @Test
    void shouldAppendToWhatIsThere() throws IOException {
        List<CognitiveEvent> events = new SampleEvents(1).next(20);
        for (int i = 0; i < 2; i++) {
            try (EventExporter exporter = exporter(path())) {
                exporter.export(new EventBatch(events.subList(10 * i, 10 * i + 10)));
            }
        }
        assertEquals(events, Exported.read(path()));
    }

    @Test
    void shouldBeginALineOfItsOwnBehindHalfAOne() throws IOException {
        List<CognitiveEvent> events = new SampleEvents(2).next(3);
        Files.writeString(path(), "{\"event_type\":\"prim");
        try (EventExporter exporter = exporter(path())) {
            exporter.export(new EventBatch(events));
        }
        List<String> lines = Files.readAllLines(path());
        assertEquals("{\"event_type\":\"prim", lines.getFirst());
        Path rest = Files.write(folder.resolve("rest"), lines.subList(1, lines.size()));
        assertEquals(events, Exported.read(rest));
    }

    @Test
    void shouldRotateBySizeAndKeepWhatIsThere() throws IOException {
        Path taken = Files.writeString(folder.resolve("events.2"), "of an earlier run");
        List<CognitiveEvent> all = new SampleEvents(3).next(2_000).stream()
                .filter(event -> event.thread().name().length() < 100).toList();
        int limit = 20_000;
        try (EventExporter exporter = new NdjsonExporter(path(), limit, stats::stats)) {
            for (int from = 0; from < all.size(); from += 20) {
                exporter.export(new EventBatch(all.subList(from, Math.min(from + 20, all.size()))));
            }
        }
        assertEquals("of an earlier run", Files.readString(taken));
        List<CognitiveEvent> read = new ArrayList<>();
        int number = 1;
        for (Path file = folder.resolve("events.1"); Files.exists(file); file = folder.resolve("events." + ++number)) {
            if (!file.equals(taken)) {
                assertTrue(Files.size(file) <= limit, file + " has " + Files.size(file));
                read.addAll(Exported.read(file));
            }
        }
        assertTrue(number > 10, "rotated " + number);
        read.addAll(Exported.read(path()));
        assertEquals(all, read);
    }

    @Test
    void shouldGiveABatchThatIsLargerThanTheLimitAFileOfItsOwn() throws IOException {
        List<CognitiveEvent> events = new SampleEvents(4).next(200);
        try (EventExporter exporter = new NdjsonExporter(path(), 4_096, stats::stats)) {
            exporter.export(new EventBatch(events.subList(0, 100)));
            exporter.export(new EventBatch(events.subList(100, 200)));
        }
        assertEquals(events.subList(0, 100), Exported.read(folder.resolve("events.1")));
        assertEquals(events.subList(100, 200), Exported.read(path()));
    }

    @Test
    void shouldRotatePastADeadLink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("events.1"), folder.resolve("nowhere"));
        List<CognitiveEvent> events = new SampleEvents(6).next(2);
        try (EventExporter exporter = new NdjsonExporter(path(), 1, stats::stats)) {
            exporter.export(new EventBatch(events.subList(0, 1)));
            exporter.export(new EventBatch(events.subList(1, 2)));
        }
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(events.subList(0, 1), Exported.read(folder.resolve("events.2")));
        assertEquals(events.subList(1, 2), Exported.read(path()));
    }

    @Test
    void shouldKeepAFileThatCannotBeRotated() throws IOException {
        // So long a name that nothing can be put behind it.
        Path path = folder.resolve("n".repeat(254));
        List<CognitiveEvent> events = new SampleEvents(7).next(10);
        try (EventExporter exporter = new NdjsonExporter(path, 1, stats::stats)) {
            exporter.export(new EventBatch(events));
            for (int i = 0; i < 3; i++) {
                assertThrows(IOException.class, () -> exporter.export(new EventBatch(events)));
            }
        }
        assertEquals(events, Exported.read(path));
    }

    @Test
    void shouldNotRotateADevice() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/null")), "needs a device");
        // Through a link, lest the machine loses its device if this fails.
        Files.createSymbolicLink(path(), Path.of("/dev/null"));
        try (EventExporter exporter = new NdjsonExporter(path(), 1, stats::stats)) {
            exporter.export(new EventBatch(new SampleEvents(8).next(1)));
            exporter.export(new EventBatch(new SampleEvents(9).next(1)));
            exporter.flush();
        }
        try (var files = Files.list(folder)) {
            assertEquals(List.of(path()), files.toList());
        }
        Files.delete(path());
    }

    @Test
    void shouldCountAndReportAFullDevice() {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.isWritable(full), "needs /dev/full");
        checkCountedAndReported(full);
    }

    @Test
    void shouldTellEachLossOnceAndNotWhatWasFiltered() throws IOException {
        try (EventExporter exporter = exporter(path())) {
            stats.overwritten = 5;
            stats.filtered = 100;
            exporter.flush();
            exporter.flush();
            stats.overwritten = 6;
            stats.noRing = 2;
            exporter.export(new EventBatch(new SampleEvents(5).next(1)));
            exporter.flush();
            stats.failed = 3;
        }
        List<String> lost = Files.readAllLines(path()).stream().filter(line -> line.contains("\"loss\""))
                .map(line -> line.substring(line.indexOf("\"lost\""))).toList();
        assertEquals(List.of("\"lost\":{\"overwritten\":5}}", "\"lost\":{\"no_ring\":2,\"overwritten\":1}}",
                "\"lost\":{\"export_failed\":3}}"), lost);
        try (JsonEventReader reader = JsonEventReader.open(path())) {
            int events = 0;
            while (reader.next() != null) {
                events++;
            }
            assertEquals(1, events);
            assertEquals(Map.of("overwritten", 6L, "no_ring", 2L, "export_failed", 3L), reader.lost());
        }
    }
}
