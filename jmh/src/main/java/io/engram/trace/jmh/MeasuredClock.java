package io.engram.trace.jmh;

import io.engram.trace.core.clock.TraceClock;

/** The clocks that records are measured with; each constant is one more run of each record's benchmark. */
public enum MeasuredClock {
    /** {@link System#nanoTime}. */
    NANO_TIME {
        @Override
        TraceClock open() {
            return TraceClock.system();
        }
    };

    abstract TraceClock open();
}
