package io.engram.trace.core.registry;

import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.spi.TracedThread;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A ring and who owns it.
 *
 * <p><b>Guarantees.</b> One owner at a time. A ring goes to its next owner only by {@link #recycle}, which the collector
 * calls when the last owner has ended and all its records were taken.
 *
 * <p><b>Progress.</b> Lock-free.
 */
public final class ThreadRing implements TraceRing {
    private final MemorySegment memory;
    private final AtomicBoolean owned = new AtomicBoolean(true);
    private volatile TracedThread owner;
    // Null while the ring is free or being taken: only a thread that is known to have ended orphans a ring.
    private volatile Thread thread;

    ThreadRing(MemorySegment memory) {
        this.memory = memory;
    }

    boolean tryTake() {
        return !owned.get() && owned.compareAndSet(false, true);
    }

    void setOwner(Thread taker) {
        owner = new TracedThread(taker.threadId(), taker.getName());
        // Last: from here on the collector may find the ring orphaned, and must then read the new owner.
        thread = taker;
    }

    @Override
    public MemorySegment memory() {
        return memory;
    }

    @Override
    public TracedThread owner() {
        return owner;
    }

    @Override
    public boolean isOrphaned() {
        Thread last = thread;
        // isAlive() false happens after everything the thread did, so its last record is visible.
        return last != null && !last.isAlive();
    }

    @Override
    public void recycle() {
        thread = null;
        owned.set(false);
    }
}
