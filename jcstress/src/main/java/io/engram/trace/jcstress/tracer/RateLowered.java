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

/** The sample rate falls from 1 to 0 while a thread records. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Up to some event all came, those after it were sampled out.")
@Outcome(expect = FORBIDDEN, desc = "Torn, twice, out of order, at a rate at which none is kept, or lost uncounted.")
@State
public class RateLowered extends DrainedTracer {
    /** Makes a tracer that keeps everything. */
    public RateLowered() {
        super(4, 1.0);
    }

    /** Records. */
    @Actor
    public void producer() {
        recordUntilStopped();
    }

    /** Lowers the rate, and takes what there is. */
    @Actor
    public void operatorAndCollector() {
        awaitRecording();
        tracer().setSampleRate(EventType.INTERFERENCE, 0.0);
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
        // The last call began when the rate had been lowered.
        boolean inOrder = lastNumber() == stats.recorded() && stats.recorded() < calls();
        result.r1 = wrong() + (inOrder ? 0 : 1);
        result.r2 = unaccounted(calls()) + Math.abs(calls() - stats.recorded() - stats.sampledOut());
    }
}
