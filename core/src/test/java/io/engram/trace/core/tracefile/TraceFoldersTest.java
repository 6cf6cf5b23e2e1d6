// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.tracefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.engram.trace.core.files.CurrentUser;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceFoldersTest {
    @ParameterizedTest
    @CsvSource({"/tmp, , /tmp", "/tmp, /dev/shm, /dev/shm", "/tmp, /tmp /dev/shm, /tmp", "/var/tmp, /dev/shm, /var/tmp",
            "/var/tmp, , /var/tmp"})
    void shouldPreferTmpfsToATmpThatNobodyChose(Path tmp, String tmpfs, Path expected) {
        Set<String> writable = tmpfs == null ? Set.of() : Set.of(tmpfs.split(" "));
        assertEquals(expected, TraceFolders.preferred(tmp, Path.of("/dev/shm"),
                folder -> writable.contains(folder.toString())));
    }

    @Test
    void shouldFollowThePropertyAndNameTheUser() {
        String before = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", "some/../where");
        try {
            Path folder = Path.of("where", "engram-" + CurrentUser.name()).toAbsolutePath();
            assertEquals(folder, TraceFolders.defaultFolder());
            assertEquals(List.of(folder, Path.of("/dev/shm").resolve(folder.getFileName())), TraceFolders.all());
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    @Test
    void shouldNotTakeForTmpfsWhatIsNotThere() {
        assertFalse(TraceFolders.isWritableTmpfs(Path.of("nowhere")));
    }

    @Test
    void shouldNumberFilesFromTheSecondOn() {
        assertEquals("12.trace", TraceFolders.fileName(12, 1));
        assertEquals("12-2.trace", TraceFolders.fileName(12, 2));
    }
}
