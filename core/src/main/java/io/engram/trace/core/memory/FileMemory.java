// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.memory;

import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.files.PrivateFolder;
import io.engram.trace.core.files.Uninterrupted;
import io.engram.trace.core.tracefile.TraceFolders;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Memory in a file that only this user may read, mapped piece by piece: the head at once, each ring when it is taken,
 * since all rings that the limits allow could be more than any disk holds.
 *
 * <p><b>Assumptions.</b> Nobody truncates the file. Nobody else in this process opens it: on many systems the lock
 * would go when that channel is closed.
 *
 * <p><b>Guarantees.</b> The lock at {@link TraceFileLayout#LOCK_OFFSET} is held from before the head is declared
 * ready until this is closed or the process ends. A ring that cannot lie in the file lies in anonymous memory; the head
 * counts it.
 *
 * <p><b>Progress.</b> Who takes a ring waits until its bytes were written, and those of rings that others take.
 *
 * <p><b>Who owns the memory.</b> The garbage collector, which also unmaps it.
 */
public final class FileMemory implements TraceMemory {
    // So many tracers of one process, and files of former ones with its id.
    private static final int MAX_NUMBER = 100_000;
    private static final int MANY_FILES = 100;
    private static final int ZEROS_BYTES = 16_384;

    private final Path file;
    private final FileChannel channel;
    // The JDK forgets a lock that nobody refers to. It goes with the channel.
    @SuppressWarnings("unused")
    private final FileLock lock;
    private final MemorySegment head;
    private final int ringCapacity;
    private final ReentrantLock making = new ReentrantLock();
    // Why a ring does not lie in the file; of several causes any.
    private volatile Throwable failure;
    private final AtomicBoolean warned = new AtomicBoolean();

    private FileMemory(Path file, FileChannel channel, TracingConfig config) throws IOException {
        this.file = file;
        this.channel = channel;
        this.ringCapacity = config.ringCapacity();
        this.lock = channel.lock(TraceFileLayout.LOCK_OFFSET, 1, false);
        this.head = map(0, TraceFileLayout.HEAD_BYTES);
        ThisProcess.describe(head, config);
    }

    /**
     * Makes a file and describes this process in its head.
     *
     * @param config where, and what stands in the head
     * @return memory with a head that is not declared ready
     * @throws IOException if that fails, for whatever reason; then no file is left
     */
    public static FileMemory create(TracingConfig config) throws IOException {
        return Uninterrupted.call(() -> createIn(folder(config), config));
    }

    static Path folder(TracingConfig config) {
        return config.traceFileFolder().map(Path::toAbsolutePath).orElseGet(TraceFolders::defaultFolder);
    }

    private static FileMemory createIn(Path path, TracingConfig config) throws IOException {
        PrivateFolder folder = PrivateFolder.of(path);
        long pid = ProcessHandle.current().pid();
        for (int number = 1; number <= MAX_NUMBER; number++) {
            String name = TraceFolders.fileName(pid, number);
            FileChannel channel;
            try {
                channel = folder.create(name);
            } catch (FileAlreadyExistsException e) {
                // Another tracer's, or that of a former process with this id, which somebody may want to read.
                continue;
            }
            Path file = path.resolve(name);
            try {
                FileMemory memory = new FileMemory(file, channel, config);
                mentionOthers(path);
                return memory;
            } catch (IOException | RuntimeException | Error e) {
                Files.deleteIfExists(file);
                channel.close();
                throw e;
            }
        }
        throw new IOException(MAX_NUMBER + " trace files of process id " + pid + " lie there: remove some");
    }

    // Files stay for whoever wants to know what happened, and on a tmpfs they take memory: somebody should know.
    private static void mentionOthers(Path path) throws IOException {
        long files;
        try (Stream<Path> entries = Files.list(path)) {
            files = entries.filter(entry -> entry.toString().endsWith(TraceFolders.SUFFIX)).count();
        }
        if (files > MANY_FILES) {
            System.getLogger("io.engram.trace").log(Level.INFO, files + " trace files lie in " + path
                    + ": 'engram trace list --prune' offers to remove those that nobody needs");
        }
    }

    @Override
    public MemorySegment head() {
        return head;
    }

    @Override
    public MemorySegment ring(int index) {
        if (channel.isOpen()) {
            // Before the ring is made: whatever becomes of it, later ones are found.
            TraceFileLayout.countRing(head);
            try {
                long offset = TraceFileLayout.ringOffset(index, ringCapacity);
                return Uninterrupted.call(() -> mapRing(offset));
            } catch (IOException | RuntimeException | VirtualMachineError e) {
                TraceFileLayout.countRingOutside(head);
                failure = e;
            }
        }
        return AnonymousMemory.ofRing(ringCapacity);
    }

    // One at a time: where there is room for one ring more, two would each take half of it.
    private MemorySegment mapRing(long offset) throws IOException {
        making.lock();
        try {
            return map(offset, TraceFileLayout.strideBytes(ringCapacity));
        } finally {
            making.unlock();
        }
    }

    private MemorySegment map(long offset, long lengthBytes) throws IOException {
        // A mapping only promises memory. On a full disk or tmpfs the first store into a page that is not there would
        // be a SIGBUS in a trace call; written before, the pages are there, or else this is an exception here.
        for (long done = 0; done < lengthBytes; ) {
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(ZEROS_BYTES, lengthBytes - done));
            done += channel.write(zeros, offset + done);
        }
        return channel.map(MapMode.READ_WRITE, offset, lengthBytes, Arena.ofAuto());
    }

    /**
     * Logs, the first time, that a ring does not lie in the file. Not to be called by a thread that takes a ring:
     * loggers may do anything, also trace.
     */
    public void warnOfRingsOutside() {
        Throwable cause = failure;
        if (cause != null && warned.compareAndSet(false, true)) {
            System.getLogger("io.engram.trace").log(Level.WARNING, "Trace file " + file + " cannot take another ring ("
                    + cause + "); such rings lie in anonymous memory: make room, lower engram.trace.memory.limit, or "
                    + "name another folder by engram.trace.file-dir");
        }
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(file);
    }

    @Override
    public void close(boolean keep) {
        try {
            if (!keep) {
                Files.deleteIfExists(file);
            }
            channel.close();
        } catch (IOException | RuntimeException e) {
            System.getLogger("io.engram.trace").log(Level.WARNING, "Trace file " + file + " cannot be "
                    + (keep ? "closed" : "removed") + " (" + e + "): remove it by hand once you need it no more");
        }
    }
}
