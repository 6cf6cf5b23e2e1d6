// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import io.engram.trace.core.clock.ClockKind;
import io.engram.trace.core.clock.TraceClock;

/** The clocks that records are measured with; each constant is one more run of each record's benchmark. */
public enum MeasuredClock {
    /** {@link System#nanoTime}. */
    NANO_TIME(ClockKind.NANO),
    /** The processor's counter. */
    TSC(ClockKind.TSC);

    private final ClockKind kind;

    MeasuredClock(ClockKind kind) {
        this.kind = kind;
    }

    /** Whether this machine and JVM have it. */
    boolean isAvailable() {
        return this == NANO_TIME || TraceClock.of(kind) != TraceClock.system();
    }

    TraceClock open() {
        if (!isAvailable()) {
            throw new IllegalStateException(
                    "this machine or JVM does not let the counter be read: leave " + this + " out by -p clock=NANO_TIME");
        }
        return TraceClock.of(kind);
    }
}
