// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.recording;

import io.engram.trace.core.EventType;
import io.engram.trace.core.registry.SharedRing;
import io.engram.trace.core.registry.ThreadRing;
import io.engram.trace.memlayout.ring.RingTally;
import io.engram.trace.memlayout.ring.SharedRingTally;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What became of the events of one ring, by event type.
 *
 * @param sampledOut events that were not kept
 * @param recorded events written
 * @param delivered events taken by the collector
 * @param overwritten events lost to later ones
 * @param inRing events that wait in the ring
 * @param foundOverwritten events, of all types, that the collector found overwritten; never less than before
 */
record RingCounts(long[] sampledOut, long[] recorded, long[] delivered, long[] overwritten, long[] inRing,
        long foundOverwritten) {

    static RingCounts of(ThreadRing ring) {
        RingTally tally = RingTally.of(ring.memory(), ring.writer());
        return new RingCounts(perType(type -> ring.sampler().sampledOut(type)), tally.recorded(), tally.delivered(),
                tally.overwritten(), tally.inRing(), tally.foundOverwritten());
    }

    static RingCounts of(SharedRing ring) {
        SharedRingTally tally = SharedRingTally.of(ring.memory());
        return new RingCounts(perType(type -> ring.sampler(type).sampledOut()), tally.written(), tally.delivered(),
                tally.overwritten(), tally.inRing(), ring.foundOverwritten());
    }

    private static long[] perType(ToLongFunction<EventType> figure) {
        return Stream.of(EventType.values()).mapToLong(figure).toArray();
    }
}
