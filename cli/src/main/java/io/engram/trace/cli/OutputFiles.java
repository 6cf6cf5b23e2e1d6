package io.engram.trace.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Checks of the files that commands write, made before the work and not after it. */
final class OutputFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    private OutputFiles() {
    }

    /** What writes a file, and counts the events in it. */
    @FunctionalInterface
    interface Writing {
        long to(OutputStream out) throws IOException;
    }

    /**
     * Writes a file. It appears at its path when it is whole; what stood there before stays until then.
     *
     * @return how many events were written
     * @throws IllegalArgumentException if the file cannot be written at all
     */
    static long write(Path path, Writing writing) throws IOException {
        Path temporary = temporaryFor(path);
        try {
            long events;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), BUFFER_BYTES)) {
                events = writing.to(out);
            }
            Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
            return events;
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
