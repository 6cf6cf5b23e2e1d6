// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A folder of segment files that only its holder uses: {@code <folder>/<name>-<n>}, the first of 64 that is free.
 *
 * <p>Assumptions: its files come and go through this class and {@link SegmentFile} only. Numbers of files rise, and no
 * number is used twice while a file has it.
 */
final class SpoolSlot implements Closeable {
    /** Spools of one name that can be open at once. */
    static final int SLOTS = 64;

    private static final String SEGMENT = ".seg";
    private static final String BAD = ".bad";
    private static final int NUMBER_DIGITS = 16;
    // A first digit of up to 7: numbers are not negative.
    private static final Pattern FILE_NAME = Pattern.compile("[0-7][0-9a-f]{15}\\.(seg|bad)");

    private final Path path;
    private final SlotLock lock;
    private long nextNumber;
    private long badBytes;

    private SpoolSlot(Path path, SlotLock lock) throws IOException {
        this.path = path;
        this.lock = lock;
        for (Path file : list(path, BAD)) {
            badBytes += Files.size(file);
            nextNumber = Math.max(nextNumber, numberOf(file) + 1);
        }
        for (Path file : list(path, SEGMENT)) {
            nextNumber = Math.max(nextNumber, numberOf(file) + 1);
        }
    }

    /**
     * Takes the first free slot, made if it is not there.
     *
     * @throws IOException if there is none, or none that can be used
     */
    static SpoolSlot take(Path folder, String name) throws IOException {
        Path base = folder.toRealPath();
        AccessDeniedException denied = null;
        for (int n = 0; n < SLOTS; n++) {
            Path path = base.resolve(name + "-" + n);
            PrivateFiles.createFolder(path);
            try {
                SpoolSlot slot = tryTake(path);
                if (slot != null) {
                    return slot;
                }
            } catch (AccessDeniedException e) {
                // Another user's.
                denied = e;
            }
        }
        IOException none = new IOException("all " + SLOTS + " slots of spool " + base.resolve(name)
                + " are in use: give another folder or name");
        if (denied != null) {
            none.addSuppressed(denied);
        }
        throw none;
    }

    private static SpoolSlot tryTake(Path path) throws IOException {
        SlotLock lock = SlotLock.tryTake(path);
        if (lock == null) {
            return null;
        }
        try {
            if (!Files.isWritable(path)) {
                throw new AccessDeniedException(path.toString());
            }
            return new SpoolSlot(path, lock);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** Whether the slot is still there and this object's. */
    boolean isIntact() {
        return lock.isIntact();
    }

    /** The segment files that are there, by number. */
    List<Path> segments() throws IOException {
        return list(path, SEGMENT);
    }

    /** A name for another segment file. */
    Path nextSegment() {
        Path next;
        do {
            next = path.resolve(fileName(nextNumber++, SEGMENT));
        } while (Files.exists(next));
        return next;
    }

    /** Moves the segment files of the other slots here, if these are in nobody's use. */
    void adoptOthers(String name) {
        for (int n = 0; n < SLOTS; n++) {
            Path other = path.resolveSibling(name + "-" + n);
            if (!other.equals(path) && PrivateFiles.isFolder(other)) {
                try {
                    adopt(other);
                } catch (IOException e) {
                    // Another user's perhaps: what is in it waits for a process that can.
                    continue;
                }
            }
        }
    }

    private void adopt(Path other) throws IOException {
        try (SlotLock otherLock = SlotLock.tryTake(other)) {
            if (otherLock != null) {
                for (Path file : list(other, SEGMENT)) {
                    Files.move(file, nextSegment(), StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }

    /** Keeps a file that is no segment as {@code .bad}: somebody may want to look at it. */
    void setAside(Path segment) throws IOException {
        long length = Files.size(segment);
        Files.move(segment, path.resolve(fileName(numberOf(segment), BAD)), StandardCopyOption.ATOMIC_MOVE);
        badBytes += length;
    }

    /** Bytes of the files set aside. */
    long badBytes() {
        return badBytes;
    }

    /** Deletes the files set aside. */
    void deleteBad() throws IOException {
        for (Path file : list(path, BAD)) {
            Files.deleteIfExists(file);
        }
        badBytes = 0;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static List<Path> list(Path folder, String extension) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, file -> isNumbered(file, extension))) {
            all.forEach(files::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private static boolean isNumbered(Path file, String extension) {
        String fileName = file.getFileName().toString();
        return FILE_NAME.matcher(fileName).matches() && fileName.endsWith(extension) && PrivateFiles.isFile(file);
    }

    private static String fileName(long number, String extension) {
        return "%016x%s".formatted(number, extension);
    }

    private static long numberOf(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(0, NUMBER_DIGITS), 16);
    }
}
