// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.keeper;

import io.engram.trace.core.clock.EpochConverter;
import io.engram.trace.core.memory.FileMemory;
import io.engram.trace.core.recording.Recorder;
import io.engram.trace.core.spi.BackgroundThread;
import io.engram.trace.memlayout.layout.ControlBlock;
import io.engram.trace.memlayout.layout.Pulse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A daemon thread that keeps a trace file up to date: the pulse and the counts several times a second, and within
 * milliseconds what another process asks for.
 *
 * <p><b>Assumptions.</b> One keeper per file. {@link #close} is called once.
 *
 * <p><b>Guarantees.</b> The thread survives whatever a pass throws. A request is followed once; how it was is told by
 * the words in force. After {@code close} nothing is written.
 *
 * <p><b>Progress.</b> It waits for nobody: neither for the collector nor for a tracer that is being closed.
 *
 * <p><b>Who owns the memory.</b> The garbage collector; written under the monitor {@code guard} and not after
 * {@code ended} is set there.
 */
public final class Keeper {
    private static final Logger LOG = System.getLogger("io.engram.trace");
    private static final String NOT_RENEWED = "Trace file cannot be kept up to date";
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long RENEWAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final FileMemory memory;
    private final MemorySegment head;
    private final Recorder recorder;
    private final Predicate<List<RequestedSwitch>> follower;
    private final Thread thread;
    private final Object guard = new Object();
    // All below under guard.
    private final EpochConverter converter;
    private long renewedNanos;
    private long collected;
    private long collectedEpochNanos;
    private boolean ended;
    // The thread's.
    private long followed;
    private volatile boolean failed;

    /**
     * Makes a keeper, which writes the first pulse.
     *
     * @param memory with a head that was declared ready
     * @param recorder whose rings lie there
     * @param follower does what was asked for; false if it could not yet, and wants to be asked again
     */
    public Keeper(FileMemory memory, Recorder recorder, Predicate<List<RequestedSwitch>> follower) {
        this(memory, recorder, follower, System.nanoTime());
    }

    /** A keeper that was made at a time of {@link System#nanoTime}. */
    Keeper(FileMemory memory, Recorder recorder, Predicate<List<RequestedSwitch>> follower, long nanos) {
        this.memory = memory;
        this.head = memory.head();
        this.recorder = recorder;
        this.follower = follower;
        this.converter = new EpochConverter(recorder.clock());
        this.thread = BackgroundThread.unstarted(Keeper.class, "engram-trace-file", this::run);
        synchronized (guard) {
            renew(nanos);
        }
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    private void run() {
        boolean open = true;
        while (open) {
            try {
                open = pass(System.nanoTime());
            } catch (Throwable e) {
                // Out of memory, most likely. The next pass may do.
                warn(NOT_RENEWED, e);
            }
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    /**
     * Does what is due.
     *
     * @param nanos now, of {@link System#nanoTime}
     * @return false when the keeper was closed
     */
    boolean pass(long nanos) {
        synchronized (guard) {
            if (ended) {
                return false;
            }
            if (nanos - renewedNanos >= RENEWAL_NANOS) {
                renew(nanos);
            }
        }
        // Partner: who makes a request writes its number last. The words below are that request's or a later one's,
        // which is followed again.
        long number = ControlBlock.requestAcquire(head);
        if (number != followed && follow()) {
            followed = number;
            synchronized (guard) {
                if (!ended) {
                    ControlBlock.setFollowedRelease(head, number);
                }
            }
        }
        memory.warnOfRingsOutside();
        return true;
    }

    private boolean follow() {
        try {
            return follower.test(RequestedSwitch.read(head));
        } catch (RuntimeException | Error e) {
            // Tried again it would fail again. Who asked finds by the words in force what came of it.
            warn("What another process asked for was not all done", e);
            return true;
        }
    }

    private void renew(long nanos) {
        renewedNanos = nanos;
        long now = recorder.publishCounts();
        converter.anchor();
        long ticks = recorder.clock().ticks();
        long epochNanos = converter.toEpochNanos(ticks);
        if (now != collected) {
            collected = now;
            collectedEpochNanos = epochNanos;
        }
        Pulse.beat(head, ticks, epochNanos, converter.tickLength().fixedPointNanos(), collectedEpochNanos);
    }

    private void warn(String what, Throwable cause) {
        if (!failed) {
            failed = true;
            try {
                LOG.log(Level.WARNING, what + ": " + cause + " (logged once)");
            } catch (Throwable e) {
                // Nothing is left to say it with.
            }
        }
    }

    /**
     * Publishes what is final, declares the trace closed and ends the thread. Nobody records or collects any more.
     *
     * @param last what ends the accounts; the rings may be gone after it
     */
    public void close(Runnable last) {
        synchronized (guard) {
            ended = true;
            try {
                renew(System.nanoTime());
            } catch (RuntimeException | Error e) {
                warn(NOT_RENEWED, e);
            }
            last.run();
            Pulse.setClosedRelease(head);
        }
        memory.warnOfRingsOutside();
        LockSupport.unpark(thread);
    }
}
