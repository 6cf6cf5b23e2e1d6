// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.registry;

import io.engram.trace.core.memory.TraceMemory;
import io.engram.trace.memlayout.layout.RingLayout;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Hands rings to threads, within the memory limit: to each its own as long as there are any, or else one that they
 * share.
 *
 * <p>Shared rings are made all at once, when the first thread needs one: about one per processor, but no more than a
 * quarter of all. One place is kept for them, unless there is only one: threads with a ring each never use up the place
 * of all others.
 *
 * <p><b>Guarantees.</b> Never more than {@code maxRings} rings. Which rings are shared does not change once there are
 * any.
 * <b>Progress.</b> Lock-free, except that who makes a ring in a file waits until it is written, and who needs the
 * shared rings waits for who makes them; rings are made only while the limit is not reached, off the recording path.
 * <b>Who owns the memory.</b> The garbage collector: a ring's memory goes when neither this registry nor a thread that
 * is inside a trace call reaches the ring any more.
 */
public final class RingRegistry {
    private static final int RINGS_PER_SHARED = 4;
    private static final int NONE = -1;

    private final TraceMemory memory;
    private final int capacity;
    private final Consumer<Thread> onRecycle;
    // By place; null where a shared ring has it.
    private final AtomicReferenceArray<ThreadRing> rings;
    private final AtomicInteger claimed = new AtomicInteger();
    // Rings of threads that have ended. Threads without a ring look here with each event, and not through all rings.
    private final AtomicInteger free = new AtomicInteger();
    private final ReentrantLock making = new ReentrantLock();
    // Null until they were made. Written under the lock.
    private volatile List<SharedRing> shared;
    private volatile boolean cleared;

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
     * Takes a ring for the current thread, which is no virtual one: a recycled ring if there is one, or else a new one.
     *
     * @return the ring, or null if there is none for this thread alone
     */
    public ThreadRing take() {
        ThreadRing ring = takeRecycled();
        if (ring == null) {
            ring = allocate();
        }
        if (ring != null) {
            ring.setOwner(Thread.currentThread());
        }
        return ring;
    }

    /**
     * The rings that threads share, made now if nobody needed them before.
     *
     * @param keepSpans whether they are to keep spans, if they are made now
     * @return always the same; empty if there is no room for any, or the registry was cleared
     */
    public List<SharedRing> shared(boolean keepSpans) {
        List<SharedRing> made = shared;
        return made != null ? made : makeShared(keepSpans);
    }

    /**
     * All rings of one thread each.
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
     * The rings that threads share, as far as they were made.
     *
     * @return rings
     */
    public List<SharedRing> sharedSoFar() {
        List<SharedRing> made = shared;
        return made != null ? made : List.of();
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
        cleared = true;
        making.lock();
        try {
            shared = List.of();
        } finally {
            making.unlock();
        }
        for (int i = 0; i < rings.length(); i++) {
            rings.set(i, null);
        }
    }

    private ThreadRing takeRecycled() {
        if (free.get() <= 0) {
            return null;
        }
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
        boolean keepsOne = shared == null && rings.length() > 1;
        int index = cleared ? NONE : claim(keepsOne ? rings.length() - 1 : rings.length());
        if (index == NONE) {
            return null;
        }
        MemorySegment segment = memory.ring(index);
        RingLayout.initialize(segment, capacity);
        ThreadRing ring = new ThreadRing(segment, System.nanoTime() ^ (long) index << Integer.SIZE, onRecycle, free);
        rings.set(index, ring);
        if (cleared) {
            // Too late: whoever holds on to the closed tracer must not hold this ring with it.
            rings.set(index, null);
        }
        return ring;
    }

    /** Claims a place below a limit, or {@code NONE}. */
    private int claim(int limit) {
        int index = claimed.get();
        while (index < limit) {
            if (claimed.compareAndSet(index, index + 1)) {
                return index;
            }
            index = claimed.get();
        }
        return NONE;
    }

    private List<SharedRing> makeShared(boolean keepSpans) {
        making.lock();
        try {
            if (shared == null) {
                shared = List.copyOf(allocateShared(keepSpans));
            }
            return shared;
        } finally {
            making.unlock();
        }
    }

    private List<SharedRing> allocateShared(boolean keepSpans) {
        int most = Math.max(1, rings.length() / RINGS_PER_SHARED);
        int wanted = Math.min(Runtime.getRuntime().availableProcessors(), most);
        List<SharedRing> made = new ArrayList<>(wanted);
        int index = claim(rings.length());
        while (index != NONE) {
            try {
                made.add(new SharedRing(memory.ring(index), capacity, keepSpans));
            } catch (VirtualMachineError e) {
                // Fewer will do. Without any, the next thread tries again.
                if (made.isEmpty()) {
                    throw e;
                }
                return made;
            }
            index = made.size() < wanted ? claim(rings.length()) : NONE;
        }
        return made;
    }
}
