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

/** A thread's ring goes, with events of a thread that has ended in it, to one that records meanwhile. */
@JCStressTest
@Outcome(id = "0, 0, [0-3]", expect = ACCEPTABLE, desc = "Each event came with its thread, or was counted as lost.")
@Outcome(expect = FORBIDDEN, desc = "Torn, twice, out of order, of another thread, or lost uncounted.")
@State
public class RecycledRing extends DrainedTracer {
    private static final int EVENTS = 3;

    /** Makes a tracer whose only ring is full of an ended thread's events. */
    // The thread that it escapes to has ended.
    @SuppressWarnings("this-escape")
    public RecycledRing() {
        super(2, 1.0);
        recordByAnother(1, EVENTS);
    }

    /** Records, as soon as it gets the ring. */
    @Actor
    public void producer() {
        record(1, EVENTS);
    }

    /** Recycles, and takes what there is. */
    @Actor
    public void collector() {
        sweep();
        sweepAll();
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
