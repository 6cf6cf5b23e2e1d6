// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.spi.TracedThread;

/** A call that was made while its type was on, and what became of its event. One thread at a time. */
final class Made {
    private final long tick;
    private final Worker worker;
    private final TraceCall call;
    private final Switches switches;
    private final int changes;
    private final double rate;
    // False until the collector took it, or where nobody can tell.
    private boolean taken;
    private boolean shared;
    private long position;
    private double rateInRing;
    private int accepted;
    private boolean lost;

    Made(long tick, Worker worker, TraceCall call, Switches switches) {
        this.tick = tick;
        this.worker = worker;
        this.call = call;
        this.switches = switches;
        this.changes = switches.changes(call.type());
        this.rate = switches.rate(call.type());
    }

    long tick() {
        return tick;
    }

    Worker worker() {
        return worker;
    }

    TraceCall call() {
        return call;
    }

    /** The rate in force when the call was made. */
    double rate() {
        return rate;
    }

    /** Whether its event may carry a rate: a ring of its own thread keeps only the last two rates, a shared one all. */
    boolean mayCarry(double carried) {
        boolean own = taken ? !shared : !worker.isVirtual();
        return carried == rate || own && switches.wasInForce(call.type(), carried, changes);
    }

    /** Notes that the collector took its event from a ring of its thread, or from a shared one. */
    void take(boolean fromShared, long positionInRing, double rate) {
        taken = true;
        shared = fromShared;
        position = positionInRing;
        rateInRing = rate;
    }

    /** Whether the collector is known to have taken it. */
    boolean isTaken() {
        return taken;
    }

    /** Its event as exporters must get it, if it was taken: of a thread that shares a ring the name may not be known. */
    CognitiveEvent event(TracedThread found) {
        TracedThread its = shared ? found : new TracedThread(worker.thread().threadId(), worker.thread().getName());
        return call.event(SteppedClock.unixNano(tick), its, position, rateInRing);
    }

    /** One more exporter took it; returns how many did. */
    int accept() {
        return ++accepted;
    }

    /** An exporter did not take it; returns whether it is the first one. */
    boolean lose() {
        boolean first = !lost;
        lost = true;
        return first;
    }

    @Override
    public String toString() {
        return call + " by " + worker.thread().getName() + " at " + tick;
    }
}
