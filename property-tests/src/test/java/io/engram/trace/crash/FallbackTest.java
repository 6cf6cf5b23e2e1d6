// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.tracefile.Snapshot;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.exporters.json.JsonEventReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where there cannot be a trace file, or not all of it, one warning says so, and the process traces as ever. */
class FallbackTest {
    private static final int THREADS = 4;
    private static final int CALLS = 50;
    private static final String OF_THE_JVM = "WARNING: java.io.tmpdir ";
    private static final List<String> OWN_MOUNTS = List.of("unshare", "--mount");
    // A ring of these slots takes 17 pages in the file.
    private static final int CAPACITY = 1_000;
    // The head, two rings and a part of the third.
    private static final int ROOM_KIB = 16 + 2 * 68 + 8;

    @TempDir
    private Path folder;

    private List<String> command(Path traceFolder, String... options) {
        String[] all = Arrays.copyOf(options, options.length + 4);
        all[options.length] = "-Dengram.trace.export.format=ndjson";
        all[options.length + 1] = "-Dengram.trace.export.output=" + folder.resolve("events.ndjson");
        all[options.length + 2] = "-Dengram.trace.export.rotate-bytes=0";
        all[options.length + 3] = "-Dengram.trace.ring.capacity=" + CAPACITY;
        return TracedChild.command(traceFolder, all);
    }

    private void shouldTraceWithout(Path traceFolder, int calls, String reason, List<String> wrapper, String script,
            String... options) throws Exception {
        try (TracedChild child = TracedChild.startBy(wrapper, script, command(traceFolder, options))) {
            assertEquals("none", child.jvm().ask("open", "opened"));
            child.go(THREADS, calls, 0);
            assertDelivered(child);
            assertWarnedOnce(child, "cannot be made", reason);
        }
    }

    private void shouldTraceWithout(Path traceFolder, String reason, String... options) throws Exception {
        shouldTraceWithout(traceFolder, CALLS, reason, List.of(), ":", options);
    }

    /** The process comes to its end in order, and every event was exported. */
    private void assertDelivered(TracedChild child) throws Exception {
        long[] calls = child.join();
        assertEquals("true", child.jvm().ask("close", "closed"));
        child.jvm().tell("exit");
        assertEquals(0, child.jvm().end());
        Receipt receipt = new Receipt();
        try (JsonEventReader reader = JsonEventReader.open(folder.resolve("events.ndjson"))) {
            for (CognitiveEvent event = reader.next(); event != null; event = reader.next()) {
                receipt.add(event);
            }
        }
        assertEquals(THREADS, calls.length);
        receipt.assertComplete(calls);
    }

    private static void assertWarnedOnce(TracedChild child, String what, String reason) {
        List<String> lines = child.jvm().errors().stream().filter(line -> !line.startsWith(OF_THE_JVM)).toList();
        assertEquals(1, lines.size(), child.jvm()::toString);
        String line = lines.getFirst();
        assertTrue(line.startsWith("WARNING Trace file ") && line.contains(what) && line.contains(reason)
                && line.contains("engram.trace.file-dir"), line);
    }

    private Path file(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "kept");
    }

    private Path folder(String name, String permissions) throws IOException {
        return Files.createDirectory(folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
    }

    @Test
    void shouldTraceWithoutAFolder() throws Exception {
        shouldTraceWithout(file("file"), "is no folder");
        assertEquals("kept", Files.readString(folder.resolve("file")));
    }

    @Test
    void shouldTraceWithoutAFolderThatCanBeMade() throws Exception {
        shouldTraceWithout(file("file").resolve("below"), "/file");
    }

    @Test
    void shouldTraceWithoutATemporaryFolder() throws Exception {
        shouldTraceWithout(Path.of(""), "Not a directory", "-Dengram.trace.file-dir=",
                "-Djava.io.tmpdir=" + file("file").resolve("none"));
    }

    @Test
    void shouldNotFollowALinkToAFolder() throws Exception {
        Path target = folder("target", "rwx------");
        shouldTraceWithout(Files.createSymbolicLink(folder.resolve("link"), target), "is a link");
        assertEmpty(target);
    }

    @Test
    void shouldNotUseAFolderThatOthersCanOpen() throws Exception {
        Path open = folder("open", "rwxr-xr-x");
        shouldTraceWithout(open, "rwxr-xr-x");
        assertEmpty(open);
    }

    @Test
    void shouldNotUseAFolderOfSomebodyElse() throws Exception {
        Path foreign = folder("foreign", "rwx------");
        assumeTrue(isGivenAway(foreign), "only root can give files away");
        shouldTraceWithout(foreign, "belongs to nobody");
        assertEmpty(foreign);
    }

    private static boolean isGivenAway(Path path) {
        try {
            UserPrincipal nobody =
                    path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
            Files.setOwner(path, nobody);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void assertEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void shouldTraceWithoutAFileThatMayBeLargeEnough() throws Exception {
        // The limit is for all files of the process: its export has to fit, too.
        shouldTraceWithout(folder.resolve("traces"), 3, "", List.of(), "ulimit -f 8");
        assertEmpty(folder.resolve("traces"));
    }

    @Test
    void shouldTraceOnAReadOnlyFileSystem() throws Exception {
        Path mount = folder("mount", "rwx------");
        assumeMounts(mount);
        shouldTraceWithout(mount, CALLS, "ead-only", OWN_MOUNTS, mount(mount, "ro,mode=700"));
    }

    @Test
    void shouldTraceOnAFullFileSystem() throws Exception {
        Path mount = folder("mount", "rwx------");
        assumeMounts(mount);
        shouldTraceWithout(mount, CALLS, "o space left", OWN_MOUNTS, mount(mount, "size=8k,mode=700"));
    }

    private static String mount(Path point, String options) {
        return "mount -t tmpfs -o " + options + " tmpfs '" + point + "'";
    }

    private static void assumeMounts(Path point) throws InterruptedException {
        assumeTrue(Probe.succeeds("unshare", "--mount", "bash", "-c", mount(point, "size=8k")), "may not mount");
    }

    @Test
    void shouldKeepRingsThatDoNotFitTheFileSystemInMemory() throws Exception {
        Path mount = folder("mount", "rwx------");
        assumeMounts(mount);
        shouldKeepSomeRingsInMemory(mount, OWN_MOUNTS, mount(mount, "size=" + ROOM_KIB + "k,mode=700"));
    }

    @Test
    void shouldKeepRingsThatDoNotFitTheFileInMemory() throws Exception {
        shouldKeepSomeRingsInMemory(folder.resolve("traces"), List.of(), "ulimit -f " + ROOM_KIB);
    }

    private void shouldKeepSomeRingsInMemory(Path traceFolder, List<String> wrapper, String script) throws Exception {
        try (TracedChild child = TracedChild.startBy(wrapper, script, command(traceFolder))) {
            Path file = child.open();
            assertEquals(traceFolder, file.getParent());
            child.go(THREADS, CALLS, 0);
            child.join();
            // Through the eyes of the process: nobody else has its mounts.
            Path seen = Path.of("/proc/" + child.jvm().pid() + "/root" + file);
            try (TraceFile trace = TraceFile.open(wrapper.isEmpty() ? file : seen)) {
                Snapshot snapshot = trace.snapshot(EventFilter.ALL);
                assertEquals(2, snapshot.stats().rings().size());
                assertEquals(2, snapshot.stats().ringsOutside());
                Receipt receipt = new Receipt();
                receipt.add(snapshot.events());
                assertEquals(2 * CALLS, receipt.received());
            }
            assertDelivered(child);
            assertWarnedOnce(child, "cannot take another ring", "");
        }
    }
}
