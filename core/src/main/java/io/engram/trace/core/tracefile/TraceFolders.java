// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.tracefile;

import io.engram.trace.core.files.CurrentUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where tracers put their trace files, and where others find them.
 *
 * <p>The default folder is {@code <tmp>/engram-<user>}. {@code <tmp>} is {@code java.io.tmpdir}, unless that is
 * {@code /tmp}, which nobody need have chosen, and lies on a disk: then it is {@code /dev/shm}, if that is a tmpfs that
 * this user can write to. On a disk, the system holds up who writes into a page that is just being written back.
 */
public final class TraceFolders {
    /** How the names of trace files end. */
    public static final String SUFFIX = ".trace";

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Path PLATFORMS_TMP = Path.of("/tmp");

    private TraceFolders() {
    }

    /**
     * The folder in which a tracer of this user puts its file if it is told no other.
     *
     * @return folder, there or not
     */
    public static Path defaultFolder() {
        return folderIn(preferred(tmp(), SHARED_MEMORY, TraceFolders::isWritableTmpfs));
    }

    /**
     * The folders in which files of this user's tracers may lie, those aside that were told another.
     *
     * @return folders, there or not, the default one first
     */
    public static List<Path> all() {
        return Stream.of(defaultFolder(), folderIn(tmp()), folderIn(SHARED_MEMORY)).distinct().toList();
    }

    /**
     * The name of a trace file.
     *
     * @param pid process id
     * @param number from 1, for each further tracer of the process one more
     * @return name without folder
     */
    public static String fileName(long pid, int number) {
        return pid + (number == 1 ? "" : "-" + number) + SUFFIX;
    }

    static Path preferred(Path tmp, Path sharedMemory, Predicate<Path> isWritableTmpfs) {
        boolean chosen = !tmp.equals(PLATFORMS_TMP);
        return !chosen && !isWritableTmpfs.test(tmp) && isWritableTmpfs.test(sharedMemory) ? sharedMemory : tmp;
    }

    static boolean isWritableTmpfs(Path folder) {
        try {
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && Files.isWritable(folder)
                    && Files.getFileStore(folder).type().equals("tmpfs");
        } catch (IOException e) {
            // Not every container can tell its mounts.
            return false;
        }
    }

    private static Path tmp() {
        return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
    }

    private static Path folderIn(Path tmp) {
        return tmp.resolve("engram-" + CurrentUser.name().replaceAll("[^A-Za-z0-9._-]", "_"));
    }
}
