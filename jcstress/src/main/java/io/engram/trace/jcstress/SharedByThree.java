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

/** Two producers go round a shared ring of two slots while a third thread reads it; needs three processors. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Each claim came whole or was counted as dropped or overwritten.")
@Outcome(expect = FORBIDDEN, desc = "Torn, twice, out of order, or lost uncounted.")
@State
public class SharedByThree extends ManyProducers {
    /** Makes an empty ring. */
    public SharedByThree() {
        super(2, 0);
    }

    /** Writes. */
    @Actor
    public void first() {
        write(1, 1, 3);
    }

    /** Writes too. */
    @Actor
    public void second() {
        write(2, 1, 3);
    }

    /** Reads. */
    @Actor
    public void collector() {
        read();
        read();
    }

    /**
     * Reads what is left.
     *
     * @param result records that are wrong, claims unaccounted for
     */
    @Arbiter
    public void rest(IJ_Result result) {
        read();
        result.r1 = wrong();
        result.r2 = unaccounted();
    }
}
