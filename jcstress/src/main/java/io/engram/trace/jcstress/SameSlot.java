// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/** A record is written over the one that is being read. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Each record came whole or was counted as overwritten.")
@Outcome(expect = FORBIDDEN, desc = "Torn, twice, out of order, or lost uncounted.")
@State
public class SameSlot extends OneProducer {
    /** Makes a full ring of one slot. */
    public SameSlot() {
        super(1, 1);
    }

    /** Writes over it. */
    @Actor
    public void producer() {
        write(1);
    }

    /** Reads it. */
    @Actor
    public void collector() {
        read();
    }

    /**
     * Reads what is left.
     *
     * @param result records that are wrong, positions unaccounted for
     */
    @Arbiter
    public void rest(IJ_Result result) {
        read();
        result.r1 = wrong();
        result.r2 = unaccounted();
    }
}
