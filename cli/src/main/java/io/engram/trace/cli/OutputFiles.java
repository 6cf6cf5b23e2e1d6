// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The files that commands write: checked before the work and not after it, and replaced as a whole. */
final class OutputFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    private OutputFiles() {
    }

    /** What a command writes into a file; returns how many there were. */
    @FunctionalInterface
    interface Writing {
        long to(OutputStream out) throws IOException;
    }

    /**
     * Writes a file beside another and then puts it in its place, so that the other stays if that fails.
     *
     * @throws IllegalArgumentException if the file cannot be written at all
     */
    static long replace(Path path, Writing writing) throws IOException {
        Path temporary = temporaryFor(path);
        try {
            long written;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), BUFFER_BYTES)) {
                written = writing.to(out);
            }
            Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
            return written;
        } finally {
            Files.deleteIfExists(temporary);
        }
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

    /**
     * Checks the file that {@code --output} names.
     *
     * @throws IllegalArgumentException if it cannot be written at all
     */
    static void check(Path path) {
        check("--output", path);
    }

    /**
     * Checks a file that an option names.
     *
     * @throws IllegalArgumentException if it cannot be written at all
     */
    static void check(String option, Path path) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(path)) {
            throw new IllegalArgumentException(option + " " + path + " is a folder: give a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(option + " " + path + ": the folder " + folder + " does not exist");
        }
        if (!Files.isWritable(folder)) {
            throw new IllegalArgumentException(option + " " + path + ": the folder " + folder + " may not be written");
        }
    }
}
