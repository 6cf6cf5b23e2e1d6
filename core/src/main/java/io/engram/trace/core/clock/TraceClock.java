// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

/** The clock of a tracer: cheap ticks for the recording path, time of day to anchor them. */
public interface TraceClock {
    /**
     * Ticks of a clock that never goes back, from an arbitrary origin.
     *
     * @return ticks
     */
    long ticks();

    /**
     * The time of day.
     *
     * @return nanoseconds since 1970-01-01T00:00Z
     */
    long epochNanos();

    /**
     * How fast the clock ticks; a nanosecond each if it does not say otherwise.
     *
     * @return ticks in a second, 1,000 to 9,000,000,000
     */
    default long ticksPerSecond() {
        return TickLength.NANOS_PER_SECOND;
    }

    /**
     * How far off {@link #ticksPerSecond} may be. A rate that is not exact is measured ever better while the clock is
     * in use.
     *
     * @return parts in a billion, 0 if the rate is exact
     */
    default long rateErrorPpb() {
        return 0;
    }

    /**
     * What it is called where the tracer tells of it.
     *
     * @return {@code nano}, {@code tsc}, or {@code custom} if it does not say otherwise
     */
    default String label() {
        return "custom";
    }

    /**
     * The JVM's clocks: {@link System#nanoTime} and the wall clock at its full resolution.
     *
     * @return the clock
     */
    static TraceClock system() {
        return NanoClock.INSTANCE;
    }

    /**
     * The clock of a kind. Whether the processor's counter can be used takes some tens of milliseconds to find out,
     * once: for {@link ClockKind#TSC} here, for {@link ClockKind#AUTO} when the clock is first asked for ticks.
     *
     * @param kind which
     * @return the clock
     */
    static TraceClock of(ClockKind kind) {
        return Clocks.of(kind);
    }
}
