package io.engram.trace.core.clock;

/** The clock of a tracer: cheap ticks for the recording path, time of day to anchor them. */
public interface TraceClock {
    /**
     * Ticks of a clock that never goes back, in nanoseconds from an arbitrary origin.
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
     * The JVM's clocks: {@link System#nanoTime} and the wall clock at its full resolution.
     *
     * @return the clock
     */
    static TraceClock system() {
        return NanoClock.INSTANCE;
    }
}
