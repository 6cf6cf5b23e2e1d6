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

/** The type is switched off and on again while a thread records. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Each event came, or was not counted anywhere.")
@Outcome(expect = FORBIDDEN, desc = "Torn, twice, out of order, counted and gone, or taken and not counted.")
@State
public class SwitchedOff extends DrainedTracer {
    /** Makes a tracer that keeps everything. */
    public SwitchedOff() {
        super(4, 1.0);
    }

    /** Records. */
    @Actor
    public void producer() {
        recordUntilStopped();
    }

    /** Switches off and on, and takes what there is. */
    @Actor
    public void operatorAndCollector() {
        awaitRecording();
        tracer().setEnabled(EventType.INTERFERENCE, false);
        sweep();
        tracer().setEnabled(EventType.INTERFERENCE, true);
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
        // The last call began when the type was on again.
        result.r1 = wrong() + (lastNumber() == calls() ? 0 : 1);
        result.r2 = unaccounted(stats.recorded());
    }
}
