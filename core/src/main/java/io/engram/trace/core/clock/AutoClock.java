// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

/**
 * The processor's counter where it can be trusted, or else {@link System#nanoTime}. Which one is found out when it is
 * first asked for ticks or for their rate, which takes some tens of milliseconds then, and nothing later.
 */
final class AutoClock implements TraceClock {
    static final AutoClock INSTANCE = new AutoClock();

    private AutoClock() {
    }

    /** A class of its own, so that it is made when it is needed. */
    private static final class Choice {
        // A constant to the JIT compiler, which sees which class it has and inlines its methods.
        static final TraceClock CLOCK = TscClock.INSTANCE != null ? TscClock.INSTANCE : NanoClock.INSTANCE;
    }

    /** The clock that it goes by. */
    TraceClock choice() {
        return Choice.CLOCK;
    }

    @Override
    public long ticks() {
        return Choice.CLOCK.ticks();
    }

    @Override
    public long epochNanos() {
        // The same whichever it is.
        return NanoClock.INSTANCE.epochNanos();
    }

    @Override
    public long ticksPerSecond() {
        return Choice.CLOCK.ticksPerSecond();
    }

    @Override
    public long rateErrorPpb() {
        return Choice.CLOCK.rateErrorPpb();
    }

    @Override
    public String label() {
        return Choice.CLOCK.label();
    }
}
