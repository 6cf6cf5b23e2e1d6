// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

import io.engram.trace.core.clock.TraceClock;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when a program says so, and by a tick of its own for each call: an event's time tells its call. */
final class SteppedClock implements TraceClock {
    private static final long EPOCH = 1_700_000_000_000_000_000L;

    private final AtomicLong lastCall = new AtomicLong();
    // What the collector reads. It stands still while calls are made: a converter that reads ticks and time of day one
    // after the other, while they move, may be off by some ticks, and an event's time would not tell its call.
    private volatile long now;
    private final ThreadLocal<Long> own = new ThreadLocal<>();

    /** The tick of the calling thread's next trace call, which nobody else gets. */
    long nextCall() {
        long tick = lastCall.incrementAndGet();
        own.set(tick);
        return tick;
    }

    /** Assumptions: nobody makes calls, and the collector stands. */
    void advance(long nanos) {
        now = lastCall.addAndGet(nanos);
    }

    /** The time of an event that was recorded at a tick. */
    static long unixNano(long tick) {
        return EPOCH + tick;
    }

    /** The tick at which an event of a time was recorded. */
    static long tick(long unixNano) {
        return unixNano - EPOCH;
    }

    @Override
    public long ticks() {
        Long tick = own.get();
        return tick != null ? tick : now;
    }

    @Override
    public long epochNanos() {
        return unixNano(now);
    }
}
