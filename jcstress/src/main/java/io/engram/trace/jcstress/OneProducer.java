// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jcstress;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.ring.RingReader;
import io.engram.trace.memlayout.ring.RingWriter;
import java.lang.foreign.MemorySegment;

/** A ring with one producer, its reader, and what the reader got. */
abstract class OneProducer {
    private final Memory memory;
    private final RingWriter writer;
    private final RingReader reader;
    private int taken;
    private int wrong;
    private long last = -1;

    /** A ring with some records in it. */
    OneProducer(int capacity, int records) {
        memory = Memory.withRing(capacity);
        writer = new RingWriter(memory.ring());
        reader = new RingReader(memory.ring());
        for (int i = 0; i < records; i++) {
            Events.write(writer);
        }
    }

    final void write(int records) {
        for (int i = 0; i < records; i++) {
            Events.write(writer);
        }
    }

    final void read() {
        MemorySegment scratch = memory.scratch();
        int count = reader.read(scratch, Memory.SCRATCH_RECORDS);
        for (int i = 0; i < count; i++) {
            long record = i * RecordLayout.RECORD_BYTES;
            long position = RecordLayout.position(RecordLayout.stampOpaque(scratch, record));
            if (position <= last || !Events.isIntact(scratch, record)) {
                wrong++;
            }
            last = position;
        }
        taken += count;
    }

    /** Records that were torn, came twice or out of order. */
    final int wrong() {
        return wrong;
    }

    /** Positions that were neither taken nor counted as overwritten. */
    final long unaccounted() {
        return RingLayout.headAcquire(memory.ring()) - taken - reader.overwritten();
    }
}
