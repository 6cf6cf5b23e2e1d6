// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import io.engram.trace.core.clock.counter.CpuCounter;

/**
 * The processor's counter.
 *
 * <p>A processor may run the read a little early or late among the instructions around it. {@link System#nanoTime}
 * waits for all loads before it, which costs more than the rest of a record; here nothing waits:
 *
 * <ul>
 * <li>Within a thread an event's time is off by as much as the processor looks ahead, some dozens of nanoseconds, about
 *     what a time of day is exact to. Two reads of one thread have a whole record between them, and were never seen out
 *     of order; no manual promises it, so the collector holds a thread's times up where they would go back.
 * <li>Across threads and cores an event that follows from another may bear a time that is earlier by these dozens of
 *     nanoseconds. Kernels that use the counter themselves have checked that the cores' counters agree.
 * </ul>
 */
final class TscClock implements TraceClock {
    /** Null where it was refused. */
    static final TscClock INSTANCE;
    /** Why, or null. */
    static final String REFUSAL;

    // Wide enough for any processor; what is outside is no counter of time.
    private static final long LEAST_TICKS_PER_SECOND = 1_000_000;
    private static final long MOST_TICKS_PER_SECOND = 9_000_000_000L;

    static {
        TscClock clock = null;
        String refusal = CpuCounter.refusal();
        if (refusal == null) {
            CounterRate rate = CounterRate.measure(CpuCounter::read, System::nanoTime);
            if (rate.ticksPerSecond() < LEAST_TICKS_PER_SECOND || rate.ticksPerSecond() > MOST_TICKS_PER_SECOND) {
                refusal = "the counter was measured to run at " + rate.ticksPerSecond() + " Hz, out of "
                        + LEAST_TICKS_PER_SECOND + " to " + MOST_TICKS_PER_SECOND + " Hz";
            } else {
                clock = new TscClock(rate);
            }
        }
        INSTANCE = clock;
        REFUSAL = refusal;
    }

    private final CounterRate rate;

    private TscClock(CounterRate rate) {
        this.rate = rate;
    }

    @Override
    public long ticks() {
        return CpuCounter.read();
    }

    @Override
    public long epochNanos() {
        return NanoClock.INSTANCE.epochNanos();
    }

    @Override
    public long ticksPerSecond() {
        return rate.ticksPerSecond();
    }

    @Override
    public long rateErrorPpb() {
        return rate.errorPpb();
    }

    @Override
    public String label() {
        return "tsc";
    }
}
