// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.load.TracedCall;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes trace calls, so many in all and so many a second. */
final class LoadThread extends Thread {
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final CognitiveTracer tracer;
    private final int number;
    private final int calls;
    private volatile long callsPerSecond;
    private volatile boolean ended;
    private volatile long begun;

    /** A thread that makes so many calls, and so many a second, 0 for no limit. */
    LoadThread(CognitiveTracer tracer, int number, int calls, long callsPerSecond) {
        super(TracedCall.threadName(number));
        setDaemon(true);
        this.tracer = tracer;
        this.number = number;
        this.calls = calls;
        this.callsPerSecond = callsPerSecond;
    }

    @Override
    public void run() {
        int i = 0;
        double due = 0;
        long last = System.nanoTime();
        while (i < calls && !ended) {
            if (callsPerSecond == 0) {
                call(i++);
                continue;
            }
            long now = System.nanoTime();
            due += (now - last) / NANOS_PER_SECOND * callsPerSecond;
            last = now;
            while (due >= 1 && i < calls && !ended) {
                call(i++);
                due--;
            }
            LockSupport.parkNanos(BURST_NANOS);
        }
    }

    private void call(int i) {
        begun = i + 1;
        TracedCall.make(tracer, number, i);
    }

    /** Makes so many calls a second from now on, 0 for no limit. */
    void setRate(long rate) {
        callsPerSecond = rate;
    }

    /** Lets no further call begin. */
    void end() {
        ended = true;
    }

    /** How many calls have begun. */
    long begun() {
        return begun;
    }
}
