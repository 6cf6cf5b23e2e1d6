// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.jvm.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPrintWhatTheFlightRecorderAndItsReaderPromise() throws IOException, InterruptedException {
        String traces = folder.resolve("traces").toString();
        assertPrints(3, "FlightRecorder", traces);
        assertPrints(0, "ReadTraceFile", traces);
    }

    @Test
    void shouldPrintWhatTheExportToACollectorPromises() throws IOException, InterruptedException {
        try (LogsServer server = new LogsServer()) {
            assertPrints(0, "OtlpExport", server.endpoint());
            assertEquals(1_000, server.taken());
        }
    }

    @Test
    void shouldPrintWhatVirtualThreadsPromise() throws IOException, InterruptedException {
        assertPrints(0, "VirtualThreads", folder.resolve("events.ndjson").toString());
    }

    @Test
    void shouldPrintWhatTheCustomExporterPromises() throws IOException, InterruptedException {
        assertPrints(0, "CustomExporter");
    }

    @Test
    void shouldPrintWhatTheFalseMemoryPromisesAndWriteAsManyEvents() throws IOException, InterruptedException {
        Path document = folder.resolve("events.json");
        assertPrints(0, "FalseMemory", document.toString());
        String events = Files.readString(document);
        assertEquals(400, events.split("\"event_type\":\"false_memory\"", -1).length - 1);
    }

    @Test
    void shouldBeInTheTableAllAndBeTriedAll() throws IOException {
        try (Stream<Path> files = Files.list(Example.folder())) {
            Set<String> programs = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java")).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(Set.of("CustomExporter.java", "FalseMemory.java", "FlightRecorder.java", "OtlpExport.java",
                    "ReadTraceFile.java", "VirtualThreads.java"), programs);
            String table = Files.readString(Example.folder().resolve("README.md"));
            programs.forEach(name -> assertTrue(table.contains("](" + name + ")"), name));
        }
    }

    @Test
    void shouldTellOtherLinesFromThosePromised() {
        assertTrue(Example.isAsPromised(List.of("3 of 5 lost"), List.of("… of 5 lost")));
        assertFalse(Example.isAsPromised(List.of("3 of 6 lost"), List.of("… of 5 lost")));
        assertFalse(Example.isAsPromised(List.of("3 of 5 lost", "more"), List.of("… of 5 lost")));
    }

    private static void assertPrints(int code, String name, String... arguments)
            throws IOException, InterruptedException {
        try (ChildJvm program = Example.start(name, arguments)) {
            assertEquals(code, program.end(), program.toString());
            assertTrue(Example.isAsPromised(program.out(), Example.promised(name)), program.toString());
        }
    }
}
