// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.EventType;
import io.engram.trace.exporters.resource.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class JsonDocumentExporterTest extends FileExporterContract {
    private static final Resource RESOURCE = new Resource(Map.of("service.name", "test"));

    @Override
    EventExporter exporter(Path path) {
        return new JsonDocumentExporter(path, RESOURCE, stats::stats);
    }

    @Override
    String format() {
        return "json";
    }

    @Test
    void shouldShowNothingBeforeItIsWhole() throws IOException {
        Files.writeString(path(), "of an earlier run");
        try (EventExporter exporter = exporter(path())) {
            exporter.export(new EventBatch(new SampleEvents(1).next(10)));
            assertEquals("of an earlier run", Files.readString(path()));
        }
        assertEquals(10, Exported.read(path()).size());
    }

    @Test
    void shouldBeAWholeDocumentUnderItsTemporaryNameAfterEveryBatch() throws IOException {
        List<CognitiveEvent> events = new SampleEvents(2).next(40);
        try (EventExporter exporter = exporter(path())) {
            for (int i = 0; i < 4; i++) {
                exporter.export(new EventBatch(events.subList(10 * i, 10 * i + 10)));
                try (var files = Files.list(folder)) {
                    List<Path> temporary = files.toList();
                    assertEquals(1, temporary.size());
                    assertTrue(temporary.getFirst().toString().endsWith(".tmp"), temporary.toString());
                    assertEquals(events.subList(0, 10 * i + 10), Exported.read(temporary.getFirst()));
                }
            }
        }
    }

    @Test
    void shouldWriteAnEmptyDocumentIfThereWasNoEvent() throws IOException {
        exporter(path()).close();
        assertEquals(List.of(), Exported.read(path()));
    }

    @Test
    void shouldNeverShowHalfADocument() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger seen = new AtomicInteger();
        FutureTask<Integer> watch = new FutureTask<>(() -> {
            int reads = 0;
            while (!done.get()) {
                if (Files.exists(path())) {
                    int events = Exported.read(path()).size();
                    assertTrue(events >= seen.get(), events + " events after " + seen);
                    seen.set(events);
                    reads++;
                }
            }
            return reads;
        });
        Thread watcher = new Thread(watch);
        watcher.start();
        try (EventExporter exporter = exporter(path())) {
            SampleEvents sample = new SampleEvents(5);
            for (int round = 0; (round < 100 || seen.get() == 0) && !watch.isDone(); round++) {
                exporter.export(new EventBatch(sample.next(7)));
                exporter.export(new EventBatch(sample.next(7)));
                exporter.flush();
            }
        } finally {
            done.set(true);
        }
        assertTrue(watch.get() > 0);
    }

    @Test
    void shouldWriteAllEventsAgainWhenItsDocumentWasTakenAway() throws IOException {
        List<CognitiveEvent> events = new SampleEvents(6).next(30);
        try (EventExporter exporter = exporter(path())) {
            exporter.export(new EventBatch(events.subList(0, 10)));
            exporter.flush();
            Files.delete(path());
            exporter.export(new EventBatch(events.subList(10, 20)));
            exporter.flush();
            assertEquals(events.subList(0, 20), Exported.read(path()));
            Files.writeString(folder.resolve("other"), "of somebody else");
            Files.move(folder.resolve("other"), path(), StandardCopyOption.REPLACE_EXISTING);
            exporter.export(new EventBatch(events.subList(20, 30)));
        }
        assertEquals(events, Exported.read(path()));
    }

    @Test
    void shouldNotPutADocumentInPlaceOfADevice() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/null")), "needs a device");
        // Through a link, lest the machine loses its device if this fails.
        Files.createSymbolicLink(path(), Path.of("/dev/null"));
        try (EventExporter exporter = exporter(path())) {
            IOException e = assertThrows(IOException.class,
                    () -> exporter.export(new EventBatch(new SampleEvents(7).next(1))));
            assertTrue(e.getMessage().contains(path().toString()), e.getMessage());
            assertThrows(IOException.class, exporter::close);
        }
        assertTrue(Files.isSymbolicLink(path()));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(path()), files.toList());
        }
        Files.delete(path());
    }

    @Test
    void shouldCarryResourceAndAccounts() throws IOException {
        stats.overwritten = 5;
        stats.noRing = 7;
        try (EventExporter exporter = exporter(path())) {
            exporter.export(new EventBatch(new SampleEvents(3).next(1)));
        }
        try (JsonEventReader reader = JsonEventReader.open(path())) {
            while (reader.next() != null) {
                assertFalse(reader.isTruncated());
            }
            assertEquals(RESOURCE.attributes(), reader.resource());
            assertEquals(stats.stats().of(EventType.PRIMING).overwritten(),
                    reader.accounts().get(EventType.PRIMING).overwritten());
            assertEquals(12, reader.accounts().get(EventType.PRIMING).observed());
            assertEquals(7, reader.accounts().get(EventType.PRIMING).rejectedTotal());
            assertEquals(0, reader.accounts().get(EventType.FALSE_MEMORY).observed());
        }
    }
}
