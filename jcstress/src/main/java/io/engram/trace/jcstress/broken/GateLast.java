// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jcstress.broken;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.memory.AnonymousMemory;
import io.engram.trace.core.recording.EventRecorder;
import io.engram.trace.core.recording.Recorder;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A closer that looks for calls under way before it shuts the gate: it must be caught with one that came later. */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nothing was recorded when no call was under way any more.")
@Outcome(expect = FORBIDDEN, desc = "Recorded late.")
@State
public class GateLast {
    private static final TracingConfig CONFIG = TracingConfig.disabled().toBuilder().ringCapacity(1)
            .enable(EventType.INTERFERENCE, 1.0).build();

    private final Recorder recorder = new Recorder(CONFIG, TraceClock.system(), new AnonymousMemory(1));
    private long settled;
    private volatile boolean stopped;

    /** Makes a recorder without a ring. */
    public GateLast() {
        // Nothing to do.
    }

    /** Records until the other one is through. */
    @Actor
    public void producer() {
        while (!stopped) {
            long word = recorder.switches().interference();
            if (word >= 0) {
                EventRecorder own = recorder.find(RecordLayout.INTERFERENCE);
                if (own != null) {
                    own.interference(Recorder.NO_TICKS, 0, InterferenceType.FAN.code(), 0, 0, 0, 0, 0, 0);
                }
            }
        }
    }

    /** Closes as a tracer does, but for the order. */
    @Actor
    public void closer() {
        while (head() == 0) {
            Thread.onSpinWait();
        }
        recorder.settle(System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
        settled = head();
        recorder.shutGate();
        stopped = true;
    }

    private long head() {
        List<TraceRing> rings = recorder.rings();
        return rings.isEmpty() ? 0 : RingLayout.headAcquire(rings.get(0).memory());
    }

    /**
     * Looks for what came later.
     *
     * @param result 1 if there is anything
     */
    @Arbiter
    public void late(I_Result result) {
        result.r1 = head() == settled ? 0 : 1;
    }
}
