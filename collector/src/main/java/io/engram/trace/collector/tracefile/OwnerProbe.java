// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells whether the process that writes a trace file lives.
 *
 * <p>While it does, it holds a lock on a byte of the file, whatever process id a reader in another container sees it
 * by. A lock can be lost, though: where a file system knows none, and where the process itself closes another channel
 * to the file. So who finds the byte free still looks for a process of that id that has started when the file's did.
 */
final class OwnerProbe {
    // Systems tell the start of a process in steps of a second or less, and derive it from a boot time that is
    // adjusted.
    private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

    private OwnerProbe() {
    }

    /**
     * Whether the process lives.
     *
     * @param channel the file
     * @param pid its process's id
     * @param startEpochMillis when that process started, 0 if not known
     */
    static boolean isAlive(TraceChannel channel, long pid, long startEpochMillis) throws IOException {
        return isLocked(channel) || isRunning(pid, startEpochMillis);
    }

    // One at a time: a lock that another thread here takes in order to look would pass for that of the process.
    private static synchronized boolean isLocked(TraceChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.channel().tryLock(TraceFileLayout.LOCK_OFFSET, 1, true);
        } catch (OverlappingFileLockException e) {
            // It is this very process.
            return true;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            // The file system knows no locks.
            return false;
        }
        if (lock == null) {
            return true;
        }
        lock.release();
        return false;
    }

    private static boolean isRunning(long pid, long startEpochMillis) {
        // Beyond these the system's own type for it would cut the id.
        if (pid < 1 || pid > Integer.MAX_VALUE) {
            return false;
        }
        Optional<Instant> start = ProcessHandle.of(pid).filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant());
        return start.isPresent() && Duration.between(Instant.ofEpochMilli(startEpochMillis), start.get()).abs()
                .compareTo(START_TOLERANCE) <= 0;
    }
}
