// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJJ_Result;

/** Two producers and the reader get on though a third stands in one of the two slots for ever. */
@JCStressTest
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "Every other claim came whole or was counted.")
@Outcome(expect = FORBIDDEN, desc = "Torn, twice, out of order, lost uncounted, or held up.")
@State
public class SharedWithOneStanding extends ManyProducers {
    /** Makes a ring with a producer in its first slot. */
    public SharedWithOneStanding() {
        super(2, 1);
    }

    /** Writes. */
    @Actor
    public void producer() {
        write(1, 1, 3);
    }

    /** Writes too, and reads while the other one writes. */
    @Actor
    public void producerAndCollector() {
        write(2, 1, 1);
        read();
        write(2, 2, 3);
        read();
    }

    /**
     * Reads what is left.
     *
     * @param result records that are wrong, events that were not delivered and not lost, claims left open
     */
    @Arbiter
    public void rest(IJJ_Result result) {
        read();
        result.r1 = wrong();
        result.r2 = undelivered();
        result.r3 = open();
    }
}
