// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jcstress.tracer;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJJ_Result;

/** A thread records and ends while its ring is drained, and another takes the ring over. */
@JCStressTest
@Outcome(id = "0, 0, [0-4]", expect = ACCEPTABLE, desc = "Each event came with its thread, or was counted as lost.")
@Outcome(expect = FORBIDDEN, desc = "Torn, twice, out of order, of another thread, or lost uncounted.")
@State
public class OwnerEnds extends DrainedTracer {
    private static final int EVENTS = 4;

    /** Makes a tracer without a ring. */
    public OwnerEnds() {
        super(2, 1.0);
    }

    /** Waits until another thread has recorded and ended, and records, as soon as it gets the ring. */
    @Actor
    public void producer() {
        recordByAnother(1, EVENTS);
        record(1, EVENTS);
        stop();
    }

    /** Takes and recycles. */
    @Actor
    public void collector() {
        while (!isStopped()) {
            sweep();
        }
    }

    /**
     * Takes what is left.
     *
     * @param result events that are wrong, events unaccounted for, events that found no ring
     */
    @Arbiter
    public void rest(IJJ_Result result) {
        sweepAll();
        result.r1 = wrong();
        result.r2 = unaccounted(2 * EVENTS);
        result.r3 = stats().rejectedTotal();
    }
}
