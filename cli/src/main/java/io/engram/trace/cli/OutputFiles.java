package io.engram.trace.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Checks of the files that commands write, made before the work and not after it. */
final class OutputFiles {
    private OutputFiles() {
    }

    /**
     * A name beside a file for the time while it is written.
     *
     * @throws IllegalArgumentException if the file cannot be written at all
     */
    static Path temporaryFor(Path path) {
        check(path);
        return path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    }

    static void check(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(path)) {
            throw new IllegalArgumentException("--output " + path + " is a folder: give a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--output " + path + ": the folder " + folder + " does not exist");
        }
        if (!Files.isWritable(folder)) {
            throw new IllegalArgumentException("--output " + path + ": the folder " + folder + " may not be written");
        }
    }
}
