// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jcstress.broken;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.engram.trace.jcstress.Events;
import io.engram.trace.jcstress.Memory;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.ring.RingReader;
import io.engram.trace.memlayout.ring.RingWriter;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A producer that does not mark the record it is about to write over: its reader must be caught with a torn one. */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "No record was torn.")
@Outcome(expect = FORBIDDEN, desc = "Torn.")
@State
public class WithoutMark {
    private final Memory memory = Memory.withRing(1);
    private final RingReader reader = new RingReader(memory.ring());

    /** Makes a full ring of one slot. */
    public WithoutMark() {
        Events.write(new RingWriter(memory.ring()));
    }

    /** Writes over it as a writer does, but for the mark. */
    @Actor
    public void producer() {
        MemorySegment ring = memory.ring();
        long record = RingLayout.slotOffset(1, 1);
        long key = 2;
        RecordLayout.setCommon(ring, record, key, RecordLayout.INTERFERENCE, (byte) 0, (short) key, key, key);
        RecordLayout.setInterference(ring, record, key, key, key, key);
        RecordLayout.setStampRelease(ring, record, RecordLayout.completeStamp(1));
        RingLayout.setHeadRelease(ring, 0, 2);
    }

    /**
     * Reads it.
     *
     * @param result 1 if what was read is torn
     */
    @Actor
    public void collector(I_Result result) {
        MemorySegment scratch = memory.scratch();
        result.r1 = reader.read(scratch, 1) == 1 && !Events.isIntact(scratch, 0) ? 1 : 0;
    }
}
