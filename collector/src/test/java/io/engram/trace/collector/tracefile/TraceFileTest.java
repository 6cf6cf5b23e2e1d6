// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import static io.engram.trace.collector.tracefixture.TraceFileFixture.START_EPOCH_NANOS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.tracefile.TraceFileException.Kind;
import io.engram.trace.collector.tracefixture.TraceFileFixture;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RingSpans;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The timeout is for a pipe whose opening waits for a writer. */
@Timeout(60)
class TraceFileTest {
    private static final TracedThread A = new TracedThread(11, "a");
    private static final int CAPACITY = 64;

    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("1.trace");
    }

    private static TraceFileException failure(Path path) {
        TraceFileException failure = assertThrows(TraceFileException.class, () -> TraceFile.open(path).close());
        assertTrue(failure.getMessage().contains(path.toString()), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
        return failure;
    }

    private static void assertFails(Kind kind, String words, Path path) {
        TraceFileException failure = failure(path);
        assertEquals(kind, failure.kind(), failure.getMessage());
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }

    /** Makes a file with two rings and sets a word of its head. */
    private Path withWord(long offset, long value) throws IOException {
        Files.deleteIfExists(path());
        try (TraceFileFixture fixture = TraceFileFixture.ofEnded(path(), CAPACITY, 8)) {
            fixture.addRing(A).write(0, 10);
            fixture.addRing(A).write(10, 10);
            fixture.head().set(ValueLayout.JAVA_LONG, offset, value);
        }
        return path();
    }

    @Test
    void shouldTellWhatTheHeadSays() throws IOException {
        try (TraceFileFixture fixture = TraceFileFixture.ofEnded(path(), CAPACITY, 8);
                TraceFile file = TraceFile.open(fixture.path())) {
            assertEquals(new TraceFileInfo(TraceFileFixture.NO_PID, "com.example.Main",
                    Instant.ofEpochSecond(0, START_EPOCH_NANOS), CAPACITY, 8, TraceFileFixture.MEMORY_LIMIT_BYTES,
                    Map.of("service.name", "memory-model", "service.version", "1.2=3"),
                    Map.of("engram.trace", "development", "engram.trace.output", "C:\\traces")), file.info());
            assertEquals(List.of("service.name", "service.version"), List.copyOf(file.info().resource().keySet()));
            assertEquals(path(), file.path());
            assertEquals(TraceFileLayout.HEAD_BYTES, file.usedBytes());
        }
    }

    @Test
    void shouldReadTextsOfAnyContent() throws IOException {
        try (TraceFileFixture fixture = TraceFileFixture.ofEnded(path(), CAPACITY, 8)) {
            TraceFileLayout.setResource(fixture.head(), "a=1\nb=\\u00zz\nc=3");
            TraceFileLayout.setConfig(fixture.head(), "\0\n=\n=\nx\\");
            try (TraceFile file = TraceFile.open(fixture.path())) {
                assertEquals(Map.of("a", "1"), file.info().resource());
                assertEquals(3, file.info().config().size());
            }
        }
    }

    @Test
    void shouldNotOpenWhatIsNotReady() throws IOException {
        Files.createFile(path());
        assertFails(Kind.NOT_READY, "not ready", path());
        Files.write(path(), new byte[100]);
        assertFails(Kind.NOT_READY, "not ready", path());
        Files.delete(path());
        try (TraceFileFixture fixture = new TraceFileFixture(path(), CAPACITY, 8)) {
            assertFails(Kind.NOT_READY, "not ready", path());
            fixture.head().set(ValueLayout.JAVA_LONG, 0, TraceFileLayout.MAGIC);
            assertFails(Kind.NOT_READY, "not ready", path());
        }
    }

    @Test
    void shouldNotOpenWhatOthersWrote() throws IOException {
        assertFails(Kind.INCOMPATIBLE, "version 3, this program reads versions 1 to 2", withWord(8, 3));
        assertFails(Kind.INCOMPATIBLE, "version -1", withWord(8, -1));
        assertFails(Kind.INCOMPATIBLE, "other byte order", withWord(0, Long.reverseBytes(TraceFileLayout.MAGIC)));
        assertFails(Kind.FOREIGN, "no trace file", withWord(0, 7));
        assertFails(Kind.FOREIGN, "no trace file", withWord(0, 0));
        Files.writeString(path(), "#!/bin/sh\n");
        assertFails(Kind.FOREIGN, "no trace file", path());
    }

    @Test
    void shouldNotOpenWhatIsNoRegularFile() throws IOException, InterruptedException {
        assertFails(Kind.MISSING, "there is no file", path());
        assertFails(Kind.FOREIGN, "no regular file", folder);
        Path fifo = folder.resolve("fifo.trace");
        try {
            Assumptions.assumeTrue(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0);
        } catch (IOException e) {
            Assumptions.abort("no mkfifo: " + e);
        }
        assertFails(Kind.FOREIGN, "no regular file", fifo);
        assertFails(Kind.FOREIGN, "no regular file", Path.of("/dev/null"));
    }

    @Test
    void shouldFollowALinkThatIsNamed() throws IOException {
        withWord(8, 1);
        Path link = Files.createSymbolicLink(folder.resolve("link"), path());
        try (TraceFile file = TraceFile.open(link)) {
            // Without a beat, times are guessed.
            assertEquals(20, file.snapshot(EventFilter.ALL).events().size());
        }
    }

    @Test
    void shouldNotOpenAHeadThatSaysWhatCannotBe() throws IOException {
        for (long capacity : new long[] {0, -1, Long.MIN_VALUE, TracingConfig.MAX_RING_CAPACITY + 1, Long.MAX_VALUE}) {
            assertFails(Kind.DAMAGED, "ring capacity is " + capacity, withWord(40, capacity));
        }
        for (long rings : new long[] {0, -1, 65_537, Long.MAX_VALUE}) {
            assertFails(Kind.DAMAGED, "number of rings is " + rings, withWord(48, rings));
        }
        for (long offset : new long[] {0, -8, TraceFileLayout.HEAD_BYTES - 8, Long.MAX_VALUE - 7}) {
            assertFails(Kind.DAMAGED, "offset of the rings is " + offset, withWord(56, offset));
        }
        assertFails(Kind.DAMAGED, "not aligned", withWord(56, TraceFileLayout.HEAD_BYTES + 4));
        for (long stride : new long[] {0, -1, RingSpans.endOffset(CAPACITY) - 8, Long.MAX_VALUE}) {
            assertFails(Kind.DAMAGED, "distance of the rings is " + stride, withWord(64, stride));
        }
        assertFails(Kind.DAMAGED, "not aligned", withWord(64, RingSpans.endOffset(CAPACITY) + 1));
        for (long rate : new long[] {0, 999, -1, 9_000_000_001L, Long.MAX_VALUE}) {
            assertFails(Kind.DAMAGED, "clock rate is " + rate, withWord(80, rate));
        }
    }

    @Test
    void shouldNotOpenAHeadThatIsCut() throws IOException {
        withWord(8, 1);
        long[] lengths = {TraceFileLayout.HEAD_BYTES - 1, 4_096, 600, 100, 16};
        for (long length : lengths) {
            cut(length);
            assertFails(Kind.DAMAGED, "after " + length + " bytes", path());
        }
        cut(8);
        assertFails(Kind.NOT_READY, "not ready", path());
        cut(7);
        assertFails(Kind.FOREIGN, "no trace file", path());
        cut(0);
        assertFails(Kind.NOT_READY, "not ready", path());
    }

    private void cut(long length) throws IOException {
        try (FileChannel channel = FileChannel.open(path(), StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    @Test
    void shouldFailWhereItsFileIsCutMeanwhile() throws IOException {
        withWord(8, 1);
        try (TraceFile file = TraceFile.open(path())) {
            cut(TraceFileLayout.HEAD_BYTES);
            assertEquals(2, file.stats().ringsMissing());
            assertEquals(List.of(), file.snapshot(EventFilter.ALL).events());
            cut(100);
            TraceFileException failure = assertThrows(TraceFileException.class, file::stats);
            assertEquals(Kind.DAMAGED, failure.kind());
            assertTrue(failure.getMessage().contains("truncated to 100 bytes"), failure.getMessage());
        }
    }

    @Test
    void shouldTellWhatBecameOfTheTracer() throws IOException {
        try (TraceFileFixture fixture = TraceFileFixture.ofEnded(path(), CAPACITY, 8);
                TraceFile file = TraceFile.open(path())) {
            assertEquals(OwnerState.ENDED, file.ownerState());
            // The id of a process that runs is not enough.
            fixture.head().set(ValueLayout.JAVA_LONG, 24, ProcessHandle.current().pid());
            assertEquals(OwnerState.ENDED, file.ownerState());
        }
        Files.delete(path());
        try (TraceFileFixture fixture = TraceFileFixture.ofRunning(path(), CAPACITY, 8);
                TraceFile file = TraceFile.open(path())) {
            assertEquals(OwnerState.RUNNING, file.ownerState());
            fixture.closeTracer();
            assertEquals(OwnerState.CLOSED, file.ownerState());
        }
        Files.delete(path());
        long start = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
        try (TraceFileFixture fixture = TraceFileFixture.ofRunning(path(), CAPACITY, 8)) {
            TraceFileLayout.setProcessStart(fixture.head(), start);
        }
        try (TraceFile file = TraceFile.open(path())) {
            // Without a lock, but of a process that runs.
            assertEquals(OwnerState.RUNNING, file.ownerState());
        }
        try (FileChannel channel = FileChannel.open(path(), StandardOpenOption.WRITE)) {
            ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
            channel.write(word.putLong(start - 10_000).flip(), 88);
        }
        try (TraceFile file = TraceFile.open(path())) {
            // Of another process that had the same id.
            assertEquals(OwnerState.ENDED, file.ownerState());
        }
    }

    @Test
    void shouldNoteWhenAllWasRead() throws IOException {
        withWord(8, 1);
        try (TraceFile file = TraceFile.open(path())) {
            assertTrue(file.stats().lastRead().isEmpty());
            Instant when = Instant.parse("2026-01-02T03:04:05.678901234Z");
            assertTrue(file.markRead(when));
            assertEquals(when, file.stats().lastRead().orElseThrow());
            Files.delete(path());
            assertFalse(file.markRead(when));
        }
    }

    @Test
    void shouldNotWriteIntoAFileThatTookThePlaceOfAnother() throws IOException {
        withWord(8, 1);
        try (TraceFile file = TraceFile.open(path())) {
            withWord(24, 4_711);
            byte[] before = Files.readAllBytes(path());
            assertFalse(file.markRead(Instant.EPOCH.plusSeconds(1)));
            assertArrayEquals(before, Files.readAllBytes(path()));
        }
    }
}
