// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What became of a thread's events in an iteration. Where a queue is full its events are dropped, as a tracer must do,
 * and a dropped event is a cheap one: a mean is to be read together with the share that was taken.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Fate {
    /** Events that the application offered. */
    public long offered;
    /** Events that were kept for a consumer or reached it. */
    public long taken;

    // JMH sets its counters to 0 in the middle of an iteration, these not: what is offered while other threads are not
    // yet ready is consumed as well.
    private long sent;
    private long kept;

    /** Called by JMH. */
    public Fate() {
    }

    /** An event was offered; whether somebody took it is found out later. */
    public void offer() {
        sent++;
    }

    /**
     * An event was offered.
     *
     * @param accepted whether there was room for it
     */
    public void offer(boolean accepted) {
        sent++;
        if (accepted) {
            kept++;
        }
    }

    /**
     * Events of any thread are known to have been taken.
     *
     * @param events how many
     */
    public void take(long events) {
        kept += events;
    }

    /** Begins an iteration. */
    @Setup(Level.Iteration)
    public void begin() {
        sent = 0;
        kept = 0;
    }

    /** Publishes the iteration's counts. */
    @TearDown(Level.Iteration)
    public void end() {
        offered = sent;
        taken = kept;
    }
}
