// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.memory;

import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.RingSpans;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/** Memory that goes with the process. */
public final class AnonymousMemory implements TraceMemory {
    private final MemorySegment head = Arena.ofAuto().allocate(TraceFileLayout.HEAD, 1);
    private final int ringCapacity;

    /**
     * Makes a head.
     *
     * @param ringCapacity slots per ring
     */
    public AnonymousMemory(int ringCapacity) {
        this.ringCapacity = ringCapacity;
    }

    /** Memory of a ring. */
    static MemorySegment ofRing(int ringCapacity) {
        return Arena.ofAuto().allocate(RingSpans.endOffset(ringCapacity), RingLayout.ALIGNMENT_BYTES);
    }

    @Override
    public MemorySegment head() {
        return head;
    }

    @Override
    public MemorySegment ring(int index) {
        return ofRing(ringCapacity);
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public void close(boolean keep) {
        // Nothing is held.
    }
}
