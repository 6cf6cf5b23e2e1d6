// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jcstress;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Off-heap memory for the many states of a test: ring and scratch memory for each.
 *
 * <p>It goes round: allocating memory for each state would take longer than the test. There is room for more states
 * than exist at a time, which {@code jcstress/run} sees to by {@code -strideSize} and {@code -strideCount}.
 */
public final class Memory {
    /** Records that the scratch memory has room for. */
    public static final int SCRATCH_RECORDS = 8;

    private static final int MAX_CAPACITY = 3;
    private static final int STATES = 8_192;
    private static final long RING_BYTES = roundUp(SharedRingLayout.lengthBytes(MAX_CAPACITY,
            SharedRingLayout.WITH_SPANS));
    private static final long STATE_BYTES = RING_BYTES + roundUp(SCRATCH_RECORDS * RecordLayout.RECORD_BYTES);
    private static final MemorySegment ALL = Arena.global().allocate(STATES * STATE_BYTES, RingLayout.ALIGNMENT_BYTES);
    private static final AtomicLong TAKEN = new AtomicLong();

    private final MemorySegment memory;

    private Memory() {
        memory = ALL.asSlice(TAKEN.getAndIncrement() % STATES * STATE_BYTES, STATE_BYTES);
        memory.fill((byte) 0);
    }

    private static long roundUp(long lengthBytes) {
        return (lengthBytes + RingLayout.ALIGNMENT_BYTES - 1) / RingLayout.ALIGNMENT_BYTES * RingLayout.ALIGNMENT_BYTES;
    }

    /**
     * Takes memory and makes a ring in it.
     *
     * @param capacity slots
     * @return memory with a ring
     */
    public static Memory withRing(int capacity) {
        Memory memory = new Memory();
        RingLayout.initialize(memory.ring(), capacity);
        return memory;
    }

    /**
     * Takes memory and makes a shared ring that keeps spans in it.
     *
     * @param capacity slots
     * @return memory with a ring
     */
    public static Memory withSharedRing(int capacity) {
        Memory memory = new Memory();
        SharedRingLayout.initialize(memory.ring(), capacity, SharedRingLayout.WITH_SPANS);
        return memory;
    }

    /**
     * The ring.
     *
     * @return ring
     */
    public MemorySegment ring() {
        return memory.asSlice(0, RING_BYTES);
    }

    /**
     * Memory to read records into.
     *
     * @return scratch memory
     */
    public MemorySegment scratch() {
        return memory.asSlice(RING_BYTES);
    }
}
