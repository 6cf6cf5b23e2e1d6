// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.registry;

import io.engram.trace.core.EventType;
import io.engram.trace.core.sampling.BernoulliSampler;
import io.engram.trace.core.spi.ActiveSpan;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import io.engram.trace.memlayout.ring.SharedRingWriter;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A ring for all threads that have none of their own. It takes no more memory than theirs, so that it has fewer slots.
 *
 * <p><b>Progress.</b> Wait-free: a thread that stops anywhere, for however long, keeps nobody else waiting.
 */
public final class SharedRing implements TraceRing {
    private static final TracedThread NOBODY = new TracedThread(0, "");

    private final MemorySegment memory;
    private final SharedRingWriter writer;
    private final AtomicLong found = new AtomicLong();
    private final BernoulliSampler[] samplers = new BernoulliSampler[EventType.values().length];

    SharedRing(MemorySegment memory, int ringCapacity, boolean keepsSpans) {
        this.memory = memory;
        long kind = keepsSpans ? SharedRingLayout.WITH_SPANS : SharedRingLayout.WITHOUT_SPANS;
        // One slot and what belongs to it is more than the record alone.
        SharedRingLayout.initialize(memory,
                Math.max(1, SharedRingLayout.capacityWithin(RingLayout.lengthBytes(ringCapacity), kind)), kind);
        this.writer = new SharedRingWriter(memory);
        for (EventType type : EventType.values()) {
            samplers[type.ordinal()] = new BernoulliSampler();
        }
    }

    /**
     * The ring's writer.
     *
     * @return writer, for any thread
     */
    public SharedRingWriter writer() {
        return writer;
    }

    /**
     * The sampler of a type.
     *
     * @param type event type
     * @return sampler, for any thread
     */
    public BernoulliSampler sampler(EventType type) {
        return samplers[type.ordinal()];
    }

    /**
     * How many events of a type were written.
     *
     * @param type event type
     * @return events
     */
    public long written(EventType type) {
        return SharedRingLayout.writtenAcquire(memory, type.code());
    }

    /**
     * How many events of all types the collector found overwritten, as far as that can be told: positions that it
     * missed are overwritten, or dropped, or still open.
     *
     * @return events; exact when no thread is inside a write, and never less than before
     */
    public long foundOverwritten() {
        long missed = RingLayout.overwritten(memory);
        long written = 0;
        for (EventType type : EventType.values()) {
            written += written(type);
        }
        // After the counts: then no less than what was dropped or open is taken off.
        long others = RingLayout.headAcquire(memory) - written;
        return found.accumulateAndGet(missed - others, Math::max);
    }

    /** Publishes the counts that are kept on the heap, for readers in other processes. One thread at a time. */
    public void publishCounts() {
        for (EventType type : EventType.values()) {
            RingLayout.setSampledOut(memory, type.code(), sampler(type).sampledOut());
        }
    }

    /**
     * Whether a thread has claimed a place and neither written nor given it up.
     *
     * @return false if whatever was claimed before the call is accounted for
     */
    public boolean hasOpenClaim() {
        // In this order: counts that a later claim has joined must not make up for one that is open.
        long accounted = SharedRingLayout.accountedAcquire(memory);
        return accounted != RingLayout.headAcquire(memory);
    }

    @Override
    public MemorySegment memory() {
        return memory;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public TracedThread owner() {
        return NOBODY;
    }

    @Override
    public long firstPosition() {
        return 0;
    }

    /** The records tell. */
    @Override
    public ActiveSpan spanAt(long position) {
        return null;
    }

    @Override
    public boolean isOrphaned() {
        return false;
    }

    @Override
    public void recycle() {
        throw new IllegalStateException("a shared ring is never orphaned: recycle rings of threads that have ended");
    }
}
