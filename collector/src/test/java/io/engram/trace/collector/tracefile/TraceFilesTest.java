// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.tracefixture.TraceFileFixture;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFilesTest {
    @TempDir
    private Path folder;

    private Path file(String name, long startEpochNanos) throws IOException {
        try (TraceFileFixture fixture = TraceFileFixture.ofEnded(folder.resolve(name), 16, 2)) {
            fixture.head().set(ValueLayout.JAVA_LONG, 32, startEpochNanos);
            return fixture.path();
        }
    }

    @Test
    void shouldListFilesByStartAndSayWhichCannotBeRead() throws IOException {
        Path later = file("1.trace", 3_000_000_000L);
        Path earlier = file("2.trace", 1_000_000_000L);
        Path between = file("1-2.trace", 2_000_000_000L);
        Files.createFile(folder.resolve("3.trace"));
        Files.createFile(folder.resolve("notes.txt"));
        Files.createDirectory(folder.resolve("5.trace"));
        Files.createSymbolicLink(folder.resolve("4.trace"), later);
        List<Found> found = TraceFiles.list(List.of(folder, folder.resolve("none")));
        assertEquals(List.of(earlier, between, later, folder.resolve("3.trace"), folder.resolve("4.trace"),
                folder.resolve("5.trace")), found.stream().map(Found::path).toList());
        assertEquals(List.of(OwnerState.ENDED, OwnerState.ENDED, OwnerState.ENDED),
                found.stream().flatMap(one -> one.state().stream()).toList());
        assertEquals(1, found.getFirst().info().orElseThrow().start().getEpochSecond());
        assertEquals(Optional.empty(), found.getFirst().error());
        assertTrue(found.get(3).error().orElseThrow().contains("not ready"));
        assertTrue(found.get(4).error().orElseThrow().contains("no regular file"));
        assertTrue(found.get(5).error().orElseThrow().contains("no regular file"));
    }

    @Test
    void shouldSayThatAFolderCannotBeLookedInto() throws IOException {
        Path noFolder = Files.createFile(folder.resolve("file"));
        List<Found> found = TraceFiles.list(List.of(noFolder));
        assertEquals(List.of(noFolder), found.stream().map(Found::path).toList());
        String error = found.getFirst().error().orElseThrow();
        assertTrue(error.startsWith("folder '" + noFolder + "' cannot be looked into"), error);
    }
}
