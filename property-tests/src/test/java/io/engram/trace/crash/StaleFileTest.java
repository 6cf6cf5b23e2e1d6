// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.tracefile.Found;
import io.engram.trace.collector.tracefile.OwnerState;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.collector.tracefile.TraceFiles;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file outlives its process, and the system gives that process's id to another one. */
class StaleFileTest {
    private static final int CALLS = 500;

    @TempDir
    private Path folder;
    private Path stale;

    @BeforeEach
    void leaveAFile() throws IOException, InterruptedException {
        try (TracedChild child = TracedChild.start(Files.createTempDirectory(folder, "dead"))) {
            stale = child.open();
            child.go(1, CALLS, 0);
            child.join();
            child.jvm().kill();
        }
        // Process ids come round again in hours, not in a second.
        FilePatch.setHead(stale, "processStartEpochMillis", start(stale) - Duration.ofHours(1).toMillis());
    }

    private static long start(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file); Arena arena = Arena.ofConfined()) {
            return TraceFileLayout.processStartEpochMillis(
                    channel.map(MapMode.READ_ONLY, 0, TraceFileLayout.HEAD_BYTES, arena));
        }
    }

    @Test
    void shouldTellThatItsProcessHasEndedWhileAnotherOneHasItsId() throws IOException, InterruptedException {
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            for (long pid : new long[] {ProcessHandle.current().pid(), other.pid()}) {
                FilePatch.setHead(stale, "pid", pid);
                try (TraceFile file = TraceFile.open(stale)) {
                    assertEquals(pid, file.info().pid());
                    assertEquals(OwnerState.ENDED, file.ownerState());
                    assertEquals(CALLS, file.snapshot(EventFilter.ALL).events().size());
                }
            }
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void shouldStayAsItIsWhenItsNameIsNeeded() throws IOException, InterruptedException {
        byte[] before = Files.readAllBytes(stale);
        Path live = Files.createTempDirectory(folder, "live");
        List<String> command = TracedChild.command(live);
        try (TracedChild child = TracedChild.startBy(List.of(), "cp '" + stale + "' '" + live + "'/$$.trace", command)) {
            Path file = child.open();
            long pid = child.jvm().pid();
            assertEquals(live.resolve(pid + "-2.trace"), file);
            Path old = live.resolve(pid + ".trace");
            FilePatch.setHead(old, "pid", pid);
            child.go(2, CALLS, 0);
            child.join();
            assertEquals(List.of(OwnerState.ENDED, OwnerState.RUNNING), states(live));
            try (TraceFile trace = TraceFile.open(file)) {
                Receipt receipt = new Receipt();
                receipt.add(trace.snapshot(EventFilter.ALL).events());
                receipt.assertComplete(new long[] {CALLS, CALLS});
            }
            FilePatch.setHead(old, "pid", pidIn(before));
            assertArrayEquals(before, Files.readAllBytes(old));
            child.jvm().kill();
            assertEquals(List.of(OwnerState.ENDED, OwnerState.ENDED), states(live));
        }
    }

    private static long pidIn(byte[] file) {
        return TraceFileLayout.pid(Arena.ofAuto().allocate(TraceFileLayout.HEAD).copyFrom(
                MemorySegment.ofArray(file).asSlice(0, TraceFileLayout.HEAD_BYTES)));
    }

    private static List<OwnerState> states(Path folder) {
        return TraceFiles.list(List.of(folder)).stream().map(Found::state).map(state -> state.orElseThrow()).toList();
    }
}
