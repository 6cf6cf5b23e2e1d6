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

/** The tracer is closed while a thread records its first event. */
@JCStressTest
@Outcome(id = "0, 0, [01]", expect = ACCEPTABLE, desc = "The event was taken by close, or counted as rejected.")
@Outcome(expect = FORBIDDEN, desc = "Torn, twice, lost uncounted, or recorded when close had taken what there was.")
@State
public class ClosedAtFirst extends DrainedTracer {
    /** Makes a tracer without a ring. */
    public ClosedAtFirst() {
        super(1, 1.0, true);
    }

    /** Records. */
    @Actor
    public void producer() {
        record(1, 1);
    }

    /** Closes. */
    @Actor
    public void closer() {
        tracer().close();
    }

    /**
     * Records one more, which is rejected.
     *
     * @param result events that are wrong, events unaccounted for, 1 if the event was taken
     */
    @Arbiter
    public void rest(IJJ_Result result) {
        record(2, 2);
        result.r1 = wrong();
        result.r2 = unaccounted(2) + Math.abs(2 - stats().recorded() - rejectedClosed());
        result.r3 = lastNumber();
    }
}
