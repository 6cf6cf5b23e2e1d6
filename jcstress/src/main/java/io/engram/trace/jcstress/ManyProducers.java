// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jcstress;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import io.engram.trace.memlayout.ring.SharedRingReader;
import io.engram.trace.memlayout.ring.SharedRingTally;
import io.engram.trace.memlayout.ring.SharedRingWriter;
import java.lang.foreign.MemorySegment;
import java.util.stream.LongStream;

/** A shared ring, its reader, and what the reader got. */
abstract class ManyProducers {
    private static final int THREADS = 3;

    private final Memory memory;
    private final SharedRingWriter writer;
    private final SharedRingReader reader;
    private final MemorySegment origins = MemorySegment.ofArray(new long[2 * Memory.SCRATCH_RECORDS]);
    private final MemorySegment spans = MemorySegment.ofArray(new long[3 * Memory.SCRATCH_RECORDS]);
    private final long[] lastNumbers = new long[THREADS];
    private int taken;
    private int wrong;

    /** A ring with so many producers that have stopped for ever, each in the slot it claimed. */
    ManyProducers(int capacity, int standing) {
        memory = Memory.withSharedRing(capacity);
        writer = new SharedRingWriter(memory.ring());
        reader = new SharedRingReader(memory.ring());
        for (int i = 0; i < standing; i++) {
            long position = SharedRingLayout.claim(memory.ring(), 0);
            RecordLayout.setStampOpaque(memory.ring(), RingLayout.slotOffset(position, capacity),
                    RecordLayout.writingStamp(position));
        }
    }

    /** Writes events of a thread, 1 or 2, with such numbers. */
    final void write(int thread, int from, int to) {
        for (int number = from; number <= to; number++) {
            Events.write(writer, thread, number);
        }
    }

    final void read() {
        MemorySegment scratch = memory.scratch();
        int count = reader.read(scratch, origins, spans, Memory.SCRATCH_RECORDS);
        for (int i = 0; i < count; i++) {
            long record = i * RecordLayout.RECORD_BYTES;
            int thread = (int) SharedRingLayout.threadId(origins, i);
            long number = Events.number(scratch, record);
            // A thread's numbers rise: so none comes twice.
            if (!Events.isIntact(scratch, origins, spans, i) || number <= lastNumbers[thread]) {
                wrong++;
            }
            lastNumbers[thread] = number;
            RingLayout.countDelivered(memory.ring(), RecordLayout.INTERFERENCE);
        }
        taken += count;
        reader.publish();
    }

    /** Records that were torn, of another thread or span, came twice or out of order. */
    final int wrong() {
        return wrong;
    }

    /** Claims of which it is not known what became, and positions neither taken nor missed, when nobody writes. */
    final long unaccounted() {
        SharedRingTally tally = SharedRingTally.of(memory.ring());
        long lost = LongStream.of(tally.dropped()).sum() + LongStream.of(tally.overwritten()).sum();
        return tally.open() + RingLayout.headAcquire(memory.ring()) - taken - reader.missed()
                + Math.abs(reader.missed() - lost);
    }

    /** Events that are neither dropped nor overwritten and were not taken; a producer may stand in its slot. */
    final long undelivered() {
        SharedRingTally tally = SharedRingTally.of(memory.ring());
        return LongStream.of(tally.written()).sum() - taken - LongStream.of(tally.overwritten()).sum();
    }

    /** Claims of which it is not known what became. */
    final long open() {
        return SharedRingTally.of(memory.ring()).open();
    }
}
