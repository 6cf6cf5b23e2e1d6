// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.collector.tracefile.TraceFileException.Kind;
import io.engram.trace.core.EventType;
import io.engram.trace.memlayout.layout.ControlBlock;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks the process that writes a trace file for other switches.
 *
 * <p><b>Guarantees.</b> One request at a time: the lock is held until the process has followed, so that nobody's words
 * replace others that were not read yet. A request that was not followed in time is withdrawn. Nothing but the request
 * is written. <b>Progress.</b> It ends by its deadline.
 */
final class Requester implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final TraceFile file;
    private final TraceHead head;
    private final TraceChannel channel;
    private final Duration timeout;
    private final long deadlineNanos;

    Requester(TraceFile file, TraceHead head, Duration timeout) throws IOException {
        this.file = file;
        this.head = head;
        this.channel = file.openForWriting();
        this.timeout = timeout;
        this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    /** Makes a request and waits until it is followed; then the head says what is in force. */
    void request(Map<EventType, SwitchChange> wanted) throws IOException {
        checkRunning();
        FileLock lock = lock();
        try {
            head.refresh();
            long number = Math.max(ControlBlock.requestAcquire(head.memory()),
                    ControlBlock.followedAcquire(head.memory())) + 1;
            writeWords(wanted);
            writeNumber(number);
            if (!isFollowed(number)) {
                // If it does go on one day, then without changes that nobody waits for any more.
                writeWords(Map.of());
                head.refresh();
                if (ControlBlock.followedAcquire(head.memory()) < number) {
                    checkRunning();
                    throw failure("has not followed within " + timeout.toMillis()
                            + " ms: see whether it is stopped or overloaded, then try again");
                }
            }
        } finally {
            lock.release();
        }
    }

    private FileLock lock() throws IOException {
        while (true) {
            try {
                FileLock lock = channel.channel().tryLock(ControlBlock.LOCK_OFFSET, 1, false);
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // Another thread of this process makes a request: as if it were another process.
            }
            if (!pause()) {
                throw failure("is being asked for other switches by another program: try again when that is done");
            }
        }
    }

    private void writeWords(Map<EventType, SwitchChange> wanted) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(ControlBlock.REQUEST);
            for (EventType type : EventType.values()) {
                SwitchChange change = wanted.get(type);
                ControlBlock.setRequested(request, type.code(),
                        change == null ? ControlBlock.UNCHANGED : change.word());
            }
            long from = ControlBlock.requestedOffset();
            long length = (long) EventType.values().length * Long.BYTES;
            channel.write(request.asSlice(from, length), ControlBlock.requestOffset() + from);
        }
    }

    private void writeNumber(long number) throws IOException {
        // Partner: requestAcquire. Who sees the number sees the words.
        VarHandle.releaseFence();
        writeWord(channel, ControlBlock.numberOffset(), number);
    }

    /** Writes one word of the request. */
    static void writeWord(TraceChannel channel, long offset, long value) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            channel.write(arena.allocateFrom(ValueLayout.JAVA_LONG, value),
                    ControlBlock.requestOffset() + offset);
        }
    }

    private boolean isFollowed(long number) throws IOException {
        while (true) {
            head.refresh();
            if (ControlBlock.followedAcquire(head.memory()) >= number) {
                return true;
            }
            if (file.ownerState() != OwnerState.RUNNING || !pause()) {
                return false;
            }
        }
    }

    private void checkRunning() throws IOException {
        OwnerState state = file.ownerState();
        if (state != OwnerState.RUNNING) {
            throw failure(state == OwnerState.CLOSED ? "has closed its tracer: nothing can be switched any more"
                    : "has ended: nothing can be switched any more");
        }
    }

    private boolean pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
        return System.nanoTime() - deadlineNanos < 0 && !Thread.currentThread().isInterrupted();
    }

    private TraceFileException failure(String whatAndWhatToDo) {
        return new TraceFileException(Kind.NOT_FOLLOWED, "process " + TraceFileLayout.pid(head.memory()) + " ('"
                + head.path() + "') " + whatAndWhatToDo);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
