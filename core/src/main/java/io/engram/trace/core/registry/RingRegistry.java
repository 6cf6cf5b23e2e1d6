package io.engram.trace.core.registry;

import io.engram.trace.core.memory.TraceMemory;
import io.engram.trace.memlayout.layout.RingLayout;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * Hands rings to threads, within the memory limit.
 *
 * <p><b>Guarantees.</b> Never more than {@code maxRings} rings. <b>Progress.</b> Lock-free, except that who makes a
 * ring in a file waits until it is written; a ring is made only while the limit is not reached, off the recording path.
 * <b>Who owns the memory.</b> The garbage collector: a ring's memory goes when neither this registry nor a thread that
 * is inside a trace call reaches the ring any more.
 */
public final class RingRegistry {
    private final TraceMemory memory;
    private final int capacity;
    private final Consumer<Thread> onRecycle;
    private final AtomicReferenceArray<ThreadRing> rings;
    private final AtomicInteger claimed = new AtomicInteger();

    /**
     * Makes a registry without rings.
     *
     * @param memory where rings lie
     * @param capacity slots per ring
     * @param maxRings rings at most
     * @param onRecycle is told the thread that owned a ring, when it does so no more
     */
    public RingRegistry(TraceMemory memory, int capacity, int maxRings, Consumer<Thread> onRecycle) {
        this.memory = memory;
        this.capacity = capacity;
        this.onRecycle = onRecycle;
        this.rings = new AtomicReferenceArray<>(maxRings);
    }

    /**
     * Takes a ring for the current thread: a recycled one if there is one, or else a new one.
     *
     * @return the ring, or null if there is none for this thread
     */
    public ThreadRing take() {
        Thread taker = Thread.currentThread();
        if (taker.isVirtual()) {
            return null;
        }
        ThreadRing ring = takeRecycled();
        if (ring == null) {
            ring = allocate();
        }
        if (ring != null) {
            ring.setOwner(taker);
        }
        return ring;
    }

    /**
     * All rings.
     *
     * @return in the order of their allocation
     */
    public List<ThreadRing> rings() {
        int count = claimed.get();
        List<ThreadRing> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ThreadRing ring = rings.get(i);
            // Null while its taker is between claim and set; it has no records yet.
            if (ring != null && ring.owner() != null) {
                list.add(ring);
            }
        }
        return list;
    }

    /**
     * How many rings may be allocated.
     *
     * @return the limit
     */
    public int maxRings() {
        return rings.length();
    }

    /** Lets go of all rings. No new one may be taken any more. */
    public void clear() {
        for (int i = 0; i < rings.length(); i++) {
            rings.set(i, null);
        }
    }

    private ThreadRing takeRecycled() {
        int count = claimed.get();
        for (int i = 0; i < count; i++) {
            ThreadRing ring = rings.get(i);
            if (ring != null && ring.tryTake()) {
                return ring;
            }
        }
        return null;
    }

    private ThreadRing allocate() {
        int index = claimed.get();
        while (index < rings.length()) {
            if (claimed.compareAndSet(index, index + 1)) {
                MemorySegment segment = memory.ring(index);
                RingLayout.initialize(segment, capacity);
                ThreadRing ring = new ThreadRing(segment, System.nanoTime() ^ (long) index << Integer.SIZE, onRecycle);
                rings.set(index, ring);
                return ring;
            }
            index = claimed.get();
        }
        return null;
    }
}
