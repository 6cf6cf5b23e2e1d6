// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jcstress.tracer;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.TypeStats;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/** The sample rate rises from 0 to 1 while a thread records. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "From some event on all came, those before were sampled out.")
@Outcome(expect = FORBIDDEN, desc = "Torn, twice, out of order, at a rate at which none is kept, or lost uncounted.")
@State
public class RateRaised extends DrainedTracer {
    /** Makes a tracer that keeps nothing. */
    public RateRaised() {
        super(4, 0.0);
    }

    /** Records. */
    @Actor
    public void producer() {
        recordUntilStopped();
    }

    /** Raises the rate, and takes what there is. */
    @Actor
    public void operatorAndCollector() {
        awaitRecording();
        tracer().setSampleRate(EventType.INTERFERENCE, 1.0);
        sweep();
        sweep();
        stop();
    }

    /**
     * Takes what is left.
     *
     * @param result events that are wrong, events unaccounted for
     */
    @Arbiter
    public void rest(IJ_Result result) {
        sweepAll();
        TypeStats stats = stats();
        // The last call began when the rate had been raised.
        result.r1 = wrong() + (lastNumber() == calls() ? 0 : 1);
        result.r2 = unaccounted(calls()) + Math.abs(calls() - stats.recorded() - stats.sampledOut());
    }
}
