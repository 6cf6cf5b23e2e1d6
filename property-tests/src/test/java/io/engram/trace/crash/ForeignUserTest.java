// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.engram.trace.jvm.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process has traced is its user's alone, and nobody else can lead it to write somewhere else. */
class ForeignUserTest {
    private static final String CLI = "io.engram.trace.cli.Engram";
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    @TempDir
    private Path folder;

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void shouldOpenWhatItMakesToItsUserAlone() throws Exception {
        Path traces = folder.resolve("above").resolve("traces");
        // The shell's mask would let everybody do everything.
        try (TracedChild child = TracedChild.startBy(List.of(), "umask 0", TracedChild.command(traces))) {
            Path file = child.open();
            assertEquals("rw-------", permissions(file));
            assertEquals("rwx------", permissions(traces));
            assertEquals("rwx------", permissions(traces.getParent()));
        }
    }

    @Test
    void shouldNotFollowALinkInPlaceOfItsFile() throws Exception {
        Path traces = Files.createDirectory(folder.resolve("traces"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path target = Files.writeString(folder.resolve("target"), "kept");
        Path nothing = folder.resolve("nothing");
        String script = "ln -s '" + target + "' '" + traces + "'/$$.trace; ln -s '" + nothing + "' '" + traces
                + "'/$$-2.trace";
        try (TracedChild child = TracedChild.startBy(List.of(), script, TracedChild.command(traces))) {
            assertEquals(traces.resolve(child.jvm().pid() + "-3.trace"), child.open());
            assertEquals("kept", Files.readString(target));
            assertFalse(Files.exists(nothing));
        }
    }

    @Test
    void shouldNotFollowALinkInPlaceOfItsFolder() throws Exception {
        Path tmp = Files.createDirectory(folder.resolve("tmp"));
        Path target = Files.createDirectory(folder.resolve("target"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String inTmp = "-Djava.io.tmpdir=" + tmp;
        Path usual;
        try (TracedChild child = TracedChild.start(Path.of(""), inTmp)) {
            usual = child.open().getParent();
            assertEquals(tmp, usual.getParent());
            child.jvm().ask("close", "closed");
            Files.delete(usual.resolve(child.jvm().pid() + ".trace"));
        }
        Files.delete(usual);
        Files.createSymbolicLink(usual, target);
        try (TracedChild child = TracedChild.start(Path.of(""), inTmp)) {
            assertEquals("none", child.jvm().ask("open", "opened"));
            try (Stream<Path> made = Files.list(target)) {
                assertEquals(List.of(), made.toList());
            }
        }
    }

    @Test
    void shouldTellOthersThatTheyMayNotRead() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        String classPath = copyOfClassPath(folder.resolve("app"));
        assumeTrue(Probe.succeeds(asNobody(classPath, "--version").toArray(String[]::new)), "cannot run as nobody");
        Path traces = folder.resolve("traces");
        try (TracedChild child = TracedChild.start(traces)) {
            Path file = child.open();
            child.go(1, 10, 0);
            String pid = String.valueOf(child.jvm().pid());
            for (String command : List.of("stats", "export", "stream", "config")) {
                assertRefused(asNobody(classPath, "trace", command, "--file", file.toString()));
                assertRefused(asNobody(classPath, "trace", command, "--dir", traces.toString(), "--pid", pid));
            }
            // Should somebody have opened the folder: the file is still closed.
            Files.setPosixFilePermissions(traces, PosixFilePermissions.fromString("rwxr-xr-x"));
            assertRefused(asNobody(classPath, "trace", "stats", "--file", file.toString()));
            assertRefused(asNobody(classPath, "trace", "config", "--file", file.toString(), "--disable", "priming"));
        }
    }

    private static List<String> asNobody(String classPath, String... arguments) {
        List<String> command = new ArrayList<>(AS_NOBODY);
        command.addAll(ChildJvm.command(CLI, classPath, List.of("-XX:TieredStopAtLevel=1"), List.of(arguments)));
        return command;
    }

    private static void assertRefused(List<String> command) throws Exception {
        try (ChildJvm jvm = ChildJvm.start(command)) {
            assertNotEquals(0, jvm.end(), jvm::toString);
            assertEquals(List.of(), jvm.out());
            String errors = String.join("\n", jvm.errors());
            assertTrue(errors.contains("may read") || errors.contains("ermission"), errors);
            assertTrue(jvm.errors().getFirst().startsWith("engram: ") && jvm.errors().size() <= 2, errors);
        }
    }

    /** Copies the class path to where everybody can read it: mostly it lies in somebody's home. */
    private static String copyOfClassPath(Path target) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            // Some entries are folders that a module without such classes does not have.
            if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
                Path copy = target.resolve(String.valueOf(entries.size()));
                copy(Path.of(entry), copy);
                entries.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : (Iterable<Path>) all::iterator) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
    }
}
