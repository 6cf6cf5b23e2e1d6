// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateFolderTest {
    @TempDir
    private Path temporary;
    private Path path;

    @BeforeEach
    void choosePath() {
        Assumptions.assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        path = temporary.resolve("private");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private void assertRefused(String reason) {
        String message = assertThrows(IOException.class, () -> PrivateFolder.of(path)).getMessage();
        assertTrue(message.startsWith(path.toString()) && message.contains(reason), message);
    }

    @Test
    void shouldMakeFolderAndFileForTheUserAlone() throws IOException {
        PrivateFolder folder = PrivateFolder.of(path.resolve("deeper"));
        try (FileChannel channel = folder.create("one")) {
            assertEquals(0, channel.size());
        }
        assertEquals("rwx------", permissions(path));
        assertEquals("rwx------", permissions(path.resolve("deeper")));
        assertEquals("rw-------", permissions(path.resolve("deeper/one")));
        assertEquals(CurrentUser.principal(), Files.getOwner(path));
    }

    @Test
    void shouldUseAFolderThatIsThere() throws IOException {
        PrivateFolder.of(path).create("one").close();
        PrivateFolder.of(path).create("two").close();
        assertTrue(Files.exists(path.resolve("one")) && Files.exists(path.resolve("two")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwx---r--", "rwx-w----", "rwx-----x", "rwxrwxrwx"})
    void shouldRefuseAFolderThatOthersMayUse(String permissions) throws IOException {
        Files.createDirectory(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        assertRefused("has permissions " + permissions);
    }

    @Test
    void shouldRefuseALinkToAFolder() throws IOException {
        PrivateFolder.of(temporary.resolve("other"));
        Files.createSymbolicLink(path, temporary.resolve("other"));
        assertRefused("is a link");
        Files.delete(path);
        Files.createSymbolicLink(path, temporary.resolve("nowhere"));
        assertRefused("is a link");
        assertFalse(Files.exists(temporary.resolve("nowhere")));
    }

    @Test
    void shouldRefuseAFile() throws IOException {
        Files.createFile(path);
        assertRefused("is no folder");
    }

    @Test
    void shouldRefuseAFolderOfSomebodyElse() throws IOException {
        Assumptions.assumeTrue((Integer) Files.getAttribute(temporary, "unix:uid") == 0, "only root can give it away");
        PrivateFolder.of(path);
        Files.setAttribute(path, "unix:uid", 1);
        assertRefused("belongs to ");
    }

    @Test
    void shouldRefuseFileSystemsWithoutPermissions() throws IOException {
        URI zip = URI.create("jar:" + temporary.resolve("some.zip").toUri());
        try (FileSystem without = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            path = without.getPath("/private");
            assertRefused("no owners and permissions");
            assertFalse(Files.exists(path));
        }
    }

    @Test
    void shouldNotTouchWhatIsThere() throws IOException {
        PrivateFolder folder = PrivateFolder.of(path);
        Path other = Files.writeString(temporary.resolve("other"), "precious");
        Files.writeString(path.resolve("file"), "precious");
        Files.createSymbolicLink(path.resolve("link"), other);
        Files.createSymbolicLink(path.resolve("dangling"), temporary.resolve("nowhere"));
        for (String name : new String[] {"file", "link", "dangling"}) {
            assertThrows(FileAlreadyExistsException.class, () -> folder.create(name).close());
        }
        assertEquals("precious", Files.readString(path.resolve("file")));
        assertEquals("precious", Files.readString(other));
        assertFalse(Files.exists(temporary.resolve("nowhere")));
    }
}
