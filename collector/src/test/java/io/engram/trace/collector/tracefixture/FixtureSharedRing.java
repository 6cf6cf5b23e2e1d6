// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefixture;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SamplingWord;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import io.engram.trace.memlayout.ring.SharedRingReader;
import io.engram.trace.memlayout.ring.SharedRingWriter;
import java.lang.foreign.MemorySegment;

/** A ring in a trace file that many threads share and tests write. */
public final class FixtureSharedRing {
    private final MemorySegment memory;
    private final int capacity;
    private final SharedRingWriter writer;

    FixtureSharedRing(MemorySegment memory, int ringCapacity, long kind) {
        this.memory = memory;
        this.capacity = (int) Math.max(1, SharedRingLayout.capacityWithin(RingLayout.lengthBytes(ringCapacity), kind));
        SharedRingLayout.initialize(memory, capacity, kind);
        this.writer = new SharedRingWriter(memory);
    }

    /**
     * The ring's memory, for tests that break it.
     *
     * @return the mapping of its part of the file
     */
    public MemorySegment memory() {
        return memory;
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
     * How many slots it has.
     *
     * @return slots
     */
    public int capacity() {
        return capacity;
    }

    /**
     * Writes the events of consecutive keys, each at the ticks that are its key.
     *
     * @param threadId who
     * @param fromKey the first
     * @param count how many
     * @return this
     */
    public FixtureSharedRing write(long threadId, long fromKey, int count) {
        for (long key = fromKey; key < fromKey + count; key++) {
            KeyedEvents.write(writer, threadId, SamplingWord.of(1.0), key, key);
        }
        return this;
    }

    /**
     * Lets the tracer's collector take some of what there is.
     *
     * @param max how many records at most
     */
    public void collect(int max) {
        MemorySegment scratch = MemorySegment.ofArray(new long[(int) (max * RecordLayout.RECORD_BYTES / Long.BYTES)]);
        SharedRingReader reader = new SharedRingReader(memory);
        int count = reader.read(scratch, MemorySegment.ofArray(new long[2 * max]),
                MemorySegment.ofArray(new long[3 * max]), max);
        for (int i = 0; i < count; i++) {
            RingLayout.countDelivered(memory, RecordLayout.eventType(scratch, i * RecordLayout.RECORD_BYTES));
        }
        reader.publish();
    }
}
