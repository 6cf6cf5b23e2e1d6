// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import java.time.Instant;

/** The JVM's own clocks. */
final class NanoClock implements TraceClock {
    static final NanoClock INSTANCE = new NanoClock();

    private NanoClock() {
    }

    @Override
    public long ticks() {
        return System.nanoTime();
    }

    @Override
    public long epochNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * TickLength.NANOS_PER_SECOND + now.getNano();
    }

    @Override
    public String label() {
        return "nano";
    }
}
