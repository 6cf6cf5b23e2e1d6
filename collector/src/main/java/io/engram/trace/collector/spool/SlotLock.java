// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The right to use a slot's folder, held until it is closed or the process ends: a lock on the file {@code lock} in it.
 *
 * <p>Assumptions: nobody deletes that file while it is locked, except together with the folder. Many systems release a
 * file's locks when the process closes <em>any</em> channel to it, so this class keeps account of the files that it has
 * locked and does not open them a second time.
 */
final class SlotLock implements Closeable {
    private static final String FILE_NAME = "lock";
    private static final Set<Path> HELD = new HashSet<>();
    // Locked through another class loader: closing ours would release the lock.
    private static final Map<Path, SlotLock> HELD_ELSEWHERE = new HashMap<>();

    private final Path file;
    private final FileChannel channel;
    // Tells the file from a later one of the same name; null where the file system has no such key.
    private final Object key;
    // The JDK forgets a lock that nobody refers to.
    private FileLock lock;

    private SlotLock(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.key = keyOf(file);
    }

    private static Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    }

    /**
     * Takes the lock if it is free.
     *
     * @param slot an existing folder, as a real path
     * @return the lock, or null if this or another process holds it
     * @throws IOException if the file cannot be made, opened or locked
     */
    static SlotLock tryTake(Path slot) throws IOException {
        Path file = slot.resolve(FILE_NAME);
        synchronized (HELD) {
            if (HELD.contains(file)) {
                return null;
            }
            SlotLock candidate = candidate(file);
            try {
                candidate.lock = candidate.channel.tryLock();
                if (candidate.lock != null) {
                    HELD.add(file);
                    return candidate;
                }
            } catch (OverlappingFileLockException e) {
                HELD_ELSEWHERE.put(file, candidate);
                return null;
            } catch (IOException e) {
                candidate.channel.close();
                throw e;
            }
            candidate.channel.close();
            return null;
        }
    }

    private static SlotLock candidate(Path file) throws IOException {
        SlotLock opened = HELD_ELSEWHERE.remove(file);
        if (opened != null && opened.isIntact()) {
            return opened;
        }
        FileChannel channel = PrivateFiles.openOrCreate(file);
        try {
            return new SlotLock(file, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether others who try to lock the slot would meet this lock. */
    boolean isIntact() {
        try {
            // While it is open, no other file gets its key.
            return channel.isOpen() && Objects.equals(key, keyOf(file));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (channel.isOpen()) {
                HELD.remove(file);
                channel.close();
            }
        }
    }
}
