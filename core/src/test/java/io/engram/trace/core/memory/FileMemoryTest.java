// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.filetests.Logged;
import io.engram.trace.core.filetests.TraceFiles;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMemoryTest {
    private static final int CAPACITY = 100;
    private static final long PID = ProcessHandle.current().pid();

    @TempDir
    private Path temporary;

    private Path folder() {
        return temporary.resolve("traces");
    }

    private TracingConfig config() {
        return TracingConfig.development().toBuilder().ringCapacity(CAPACITY).traceFileFolder(folder()).build();
    }

    @Test
    void shouldMapHeadAndRingsOneByOne() throws IOException {
        FileMemory memory = FileMemory.create(config());
        Path file = memory.file().orElseThrow();
        assertEquals(folder().resolve(PID + ".trace"), file);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(TraceFileLayout.HEAD_BYTES, Files.size(file));
        MemorySegment second = memory.ring(1);
        assertEquals(TraceFileLayout.ringOffset(2, CAPACITY), Files.size(file));
        MemorySegment first = memory.ring(0);
        assertEquals(TraceFileLayout.ringOffset(2, CAPACITY), Files.size(file));
        for (MemorySegment ring : List.of(first, second)) {
            assertEquals(-1, ring.mismatch(MemorySegment.ofArray(new byte[(int) ring.byteSize()])), "zeroed");
            assertEquals(0, ring.address() % RingLayout.ALIGNMENT_BYTES);
        }
        RingLayout.initialize(second, CAPACITY);
        MemorySegment mapped = TraceFiles.map(file);
        assertEquals(2, TraceFileLayout.ringsAcquire(mapped));
        assertEquals(0, TraceFileLayout.ringsOutside(mapped));
        assertEquals(CAPACITY, RingLayout.capacity(mapped.asSlice(TraceFileLayout.ringOffset(1, CAPACITY))));
        assertEquals(0, RingLayout.capacity(mapped.asSlice(TraceFileLayout.ringOffset(0, CAPACITY))));
        memory.close(true);
        assertTrue(Files.exists(file));
    }

    @Test
    void shouldMentionThatManyFilesLieThere() throws IOException {
        FileMemory.create(config()).close(true);
        for (int i = 1; i < 100; i++) {
            Files.createFile(folder().resolve("x" + i + ".trace"));
        }
        Files.createFile(folder().resolve("other.txt"));
        try (Logged logged = new Logged()) {
            Files.delete(folder().resolve("x1.trace"));
            FileMemory.create(config()).close(true);
            assertEquals(List.of(), logged.messages());
            FileMemory.create(config()).close(true);
            assertEquals(List.of("101 trace files lie in " + folder() + ": 'engram trace list --prune' offers to remove "
                    + "those that nobody needs"), logged.messages());
        }
    }

    @Test
    void shouldDescribeTheProcessButNotDeclareItReady() throws IOException {
        FileMemory memory = FileMemory.create(config());
        MemorySegment head = TraceFiles.map(memory.file().orElseThrow());
        assertEquals(0, TraceFileLayout.versionAcquire(head));
        assertEquals(config().toString(), TraceFileLayout.config(head));
        assertEquals(System.getProperty("sun.java.command").split(" ")[0], TraceFileLayout.mainClass(head));
        assertEquals(ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli(),
                TraceFileLayout.processStartEpochMillis(head));
        memory.close(false);
    }

    @Test
    void shouldLeaveFilesOfOthersAlone() throws IOException {
        FileMemory first = FileMemory.create(config());
        Path stale = Files.writeString(folder().resolve(PID + "-2.trace"), "stale");
        FileMemory third = FileMemory.create(config());
        assertEquals(folder().resolve(PID + ".trace"), first.file().orElseThrow());
        assertEquals(folder().resolve(PID + "-3.trace"), third.file().orElseThrow());
        assertEquals("stale", Files.readString(stale));
        first.close(false);
        third.close(false);
        assertEquals(List.of(PID + "-2.trace"), TraceFiles.names(folder()));
    }

    @Test
    void shouldHoldTheLockUntilItIsClosed() throws IOException {
        FileMemory memory = FileMemory.create(config());
        try (FileChannel other = FileChannel.open(memory.file().orElseThrow(), StandardOpenOption.WRITE)) {
            assertThrows(OverlappingFileLockException.class,
                    () -> other.tryLock(TraceFileLayout.LOCK_OFFSET, 1, false));
            memory.close(true);
            assertTrue(other.tryLock(TraceFileLayout.LOCK_OFFSET, 1, false).isValid());
        }
    }

    @Test
    void shouldMakeFileAndRingsForInterruptedThreads() throws IOException {
        Thread.currentThread().interrupt();
        FileMemory memory = FileMemory.create(config());
        memory.ring(0);
        memory.ring(1);
        assertTrue(Thread.interrupted());
        MemorySegment head = TraceFiles.map(memory.file().orElseThrow());
        assertEquals(2, TraceFileLayout.ringsAcquire(head));
        assertEquals(0, TraceFileLayout.ringsOutside(head));
        memory.close(false);
    }

    @Test
    void shouldGiveAnonymousMemoryForARingThatDoesNotFitAndWarnOnce() throws IOException {
        FileMemory memory = FileMemory.create(config());
        MemorySegment head = TraceFiles.map(memory.file().orElseThrow());
        try (Logged logged = new Logged()) {
            memory.warnOfRingsOutside();
            assertEquals(List.of(), logged.messages());
            // Nothing can be written there, whatever the disk.
            for (int i = 0; i < 2; i++) {
                RingLayout.initialize(memory.ring(Integer.MIN_VALUE), CAPACITY);
                memory.warnOfRingsOutside();
            }
            assertEquals(2, TraceFileLayout.ringsOutside(head));
            assertEquals(2, TraceFileLayout.ringsAcquire(head));
            assertEquals(1, logged.messages().size());
            String message = logged.messages().get(0);
            assertTrue(message.contains(memory.file().orElseThrow().toString())
                    && message.contains("engram.trace.file-dir"), message);
        }
        memory.ring(0);
        assertEquals(2, TraceFileLayout.ringsOutside(head), "another one fits");
        memory.close(false);
    }

    @Test
    void shouldGiveAnonymousMemoryWhenItIsClosed() throws IOException {
        FileMemory memory = FileMemory.create(config());
        Path file = memory.file().orElseThrow();
        memory.close(true);
        RingLayout.initialize(memory.ring(0), CAPACITY);
        assertEquals(TraceFileLayout.HEAD_BYTES, Files.size(file));
        assertEquals(0, TraceFileLayout.ringsOutside(TraceFiles.map(file)));
        memory.close(true);
    }

    private void assertAnonymous(String reason) {
        try (Logged logged = new Logged()) {
            TraceMemory memory = TraceMemory.of(config());
            assertEquals(Optional.empty(), memory.file());
            RingLayout.initialize(memory.ring(0), CAPACITY);
            assertEquals(1, logged.messages().size());
            String message = logged.messages().get(0);
            for (String part : List.of(folder() + "/" + PID + ".trace", reason, "engram.trace.file=false",
                    "engram.trace.file-dir")) {
                assertTrue(message.contains(part), () -> part + " is missing in: " + message);
            }
            assertFalse(message.contains("\n"), message);
        }
    }

    @Test
    void shouldDoWithoutAFileWhereTheFolderIsUnfit() throws IOException {
        Files.createFile(folder());
        assertAnonymous("is no folder");
        Files.delete(folder());
        Files.createDirectory(temporary.resolve("other"), PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(folder(), temporary.resolve("other"));
        assertAnonymous("is a link");
        Files.delete(folder());
        Files.createDirectory(folder());
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertAnonymous("rwxr-xr-x");
        assertEquals(List.of(), TraceFiles.names(folder()));
        assertEquals(List.of(), TraceFiles.names(temporary.resolve("other")));
    }

    @Test
    void shouldDoWithoutAFileWhereNoFolderCanBeMade() throws IOException {
        Files.createFile(temporary.resolve("file"));
        TracingConfig config = config().toBuilder().traceFileFolder(temporary.resolve("file/traces")).build();
        try (Logged logged = new Logged()) {
            assertEquals(Optional.empty(), TraceMemory.of(config).file());
            assertEquals(1, logged.messages().size());
            // Root may write there as well, but nobody can make a folder.
            config = config().toBuilder().traceFileFolder(Path.of("/proc/engram/traces")).build();
            assertEquals(Optional.empty(), TraceMemory.of(config).file());
            assertEquals(2, logged.messages().size());
        }
    }

    @Test
    void shouldMakeNoFileUnlessAskedTo() {
        TracingConfig without = config().toBuilder().traceFile(false).build();
        assertEquals(Optional.empty(), TraceMemory.of(without).file());
        assertFalse(Files.exists(folder()));
    }
}
