// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.registry;

import io.engram.trace.core.EventType;
import io.engram.trace.memlayout.layout.RingLayout;
import java.lang.foreign.MemorySegment;

/** Carries a ring's counts from the heap to its header. */
final class PublishedCounts {
    // One or two do, since reading takes less time than an event; the limit only keeps the caller from racing for ever.
    private static final int ROUNDS = 100;

    private PublishedCounts() {
    }

    static void publish(ThreadRing ring) {
        MemorySegment memory = ring.memory();
        EventType[] types = EventType.values();
        long[] recorded = new long[types.length];
        boolean consistent = false;
        for (int round = 0; round < ROUNDS && !consistent; round++) {
            // Counts only rise, and those up to an acquired head are visible: where they add up to it they are exactly
            // the counts at that head.
            long head = RingLayout.headAcquire(memory);
            long sum = 0;
            for (EventType type : types) {
                recorded[type.ordinal()] = ring.writer().recorded(type.code());
                sum += recorded[type.ordinal()];
            }
            consistent = sum == head;
        }
        for (EventType type : types) {
            if (consistent) {
                RingLayout.setRecorded(memory, type.code(), recorded[type.ordinal()]);
            }
            RingLayout.setSampledOut(memory, type.code(), ring.sampler().sampledOut(type));
        }
    }
}
