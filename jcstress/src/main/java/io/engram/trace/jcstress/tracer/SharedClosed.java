// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jcstress.tracer;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.engram.trace.core.stats.TypeStats;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/** The tracer is closed while a thread records into a ring that threads share. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Up to some event all came or were lost, those after it rejected.")
@Outcome(expect = FORBIDDEN, desc = "Torn, twice, lost uncounted, or recorded when close had taken what there was.")
@State
public class SharedClosed extends DrainedTracer {
    /** Makes an open tracer. */
    // The thread that it escapes to has ended.
    @SuppressWarnings("this-escape")
    public SharedClosed() {
        super(4, 1.0, true);
        share();
    }

    /** Records. */
    @Actor
    public void producer() {
        recordUntilStopped();
    }

    /** Closes. */
    @Actor
    public void closer() {
        awaitRecording();
        tracer().close();
        stop();
    }

    /**
     * Looks at what close took.
     *
     * @param result events that are wrong, events unaccounted for
     */
    @Arbiter
    public void rest(IJ_Result result) {
        TypeStats stats = stats();
        // The last call began when the tracer was closed.
        boolean inOrder = lastNumber() == stats.recorded() && stats.recorded() < calls();
        result.r1 = wrong() + (inOrder ? 0 : 1);
        result.r2 = unaccounted(calls()) + Math.abs(calls() - stats.recorded() - rejectedClosed());
    }
}
