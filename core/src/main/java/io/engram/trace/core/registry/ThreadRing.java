// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.registry;

import io.engram.trace.core.sampling.GapSampler;
import io.engram.trace.core.spi.ActiveSpan;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RingOwners;
import io.engram.trace.memlayout.ring.RingWriter;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A ring and who owns it.
 *
 * <p><b>Guarantees.</b> One owner at a time. A ring goes to its next owner only by {@link #recycle}, which the
 * collector calls when the last owner has ended and all its records were taken.
 *
 * <p><b>Progress.</b> Lock-free.
 */
public final class ThreadRing implements TraceRing {
    private final MemorySegment memory;
    private final Consumer<Thread> onRecycle;
    private final AtomicInteger free;
    private final GapSampler sampler;
    private final AtomicBoolean owned = new AtomicBoolean(true);
    // The owner's, who makes it from its predecessor's.
    private volatile RingWriter writer;
    // Written before owner, which publishes it.
    private long firstPosition;
    private volatile TracedThread owner;
    // Null while the ring is free or being taken: only a thread that is known to have ended orphans a ring.
    private volatile Thread thread;
    // Null until there is a span.
    private volatile SpanTrail spans;

    ThreadRing(MemorySegment memory, long seed, Consumer<Thread> onRecycle, AtomicInteger free) {
        this.memory = memory;
        this.onRecycle = onRecycle;
        this.free = free;
        this.writer = new RingWriter(memory);
        this.sampler = new GapSampler(seed);
    }

    /**
     * The ring's writer, whose counts are all owners'.
     *
     * @return writer, for the owner; others may ask it for its counts
     */
    public RingWriter writer() {
        return writer;
    }

    /**
     * Lets the owner write by a writer of its own.
     *
     * @param ofOwner made from {@link #writer}, before anything is written
     */
    public void setWriter(RingWriter ofOwner) {
        writer = ofOwner;
    }

    /**
     * The sampler. It goes from owner to owner with the ring, and keeps its counts.
     *
     * @return sampler, for the owner; others may ask it for its counts
     */
    public GapSampler sampler() {
        return sampler;
    }

    /**
     * Publishes the counts that the producer keeps on the heap, for readers in other processes: those at some head,
     * unless the producer is too fast to catch them. One thread at a time.
     */
    public void publishCounts() {
        PublishedCounts.publish(this);
    }

    /**
     * Says that what is recorded from now on belongs to a span; only the owner calls it.
     *
     * @param span null for none
     */
    public void changeSpan(ActiveSpan span) {
        SpanTrail trail = spans;
        if (trail == null) {
            if (span == null) {
                return;
            }
            trail = new SpanTrail(memory);
            spans = trail;
        }
        trail.add(writer.position(), span);
    }

    boolean tryTake() {
        boolean taken = !owned.get() && owned.compareAndSet(false, true);
        if (taken) {
            free.getAndDecrement();
        }
        return taken;
    }

    void setOwner(Thread taker) {
        sampler.setOwner(taker.threadId());
        firstPosition = writer.position();
        owner = new TracedThread(taker.threadId(), taker.getName());
        changeSpan(null);
        RingOwners.add(memory, owner.id(), owner.name(), firstPosition);
        // Last: from here on the collector may find the ring orphaned, and must then read the new owner.
        thread = taker;
    }

    @Override
    public MemorySegment memory() {
        return memory;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public TracedThread owner() {
        return owner;
    }

    @Override
    public long firstPosition() {
        return firstPosition;
    }

    @Override
    public ActiveSpan spanAt(long position) {
        SpanTrail trail = spans;
        return trail == null ? null : trail.at(position);
    }

    @Override
    public boolean isOrphaned() {
        Thread last = thread;
        // isAlive() false happens after everything the thread did, so its last record is visible.
        return last != null && !last.isAlive();
    }

    @Override
    public void recycle() {
        onRecycle.accept(thread);
        // The owner's would hold on to its thread.
        writer = new RingWriter(writer);
        thread = null;
        owned.set(false);
        free.getAndIncrement();
    }
}
