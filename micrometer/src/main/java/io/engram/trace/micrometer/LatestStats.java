// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.micrometer;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.stats.TracerStats;
import io.micrometer.core.instrument.Clock;
import java.util.concurrent.TimeUnit;

/**
 * A tracer's accounts, asked for once for all meters that are read one after the other: that is cheaper, and their
 * figures belong together.
 *
 * <p><b>Assumptions.</b> Always the same tracer is given; a field would keep it from being forgotten.
 * <b>Guarantees.</b> Accounts are never older than {@value #KEPT_MILLIS} ms. <b>Progress.</b> A reader waits while
 * another one asks.
 */
final class LatestStats {
    private static final long KEPT_MILLIS = 100;
    private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(KEPT_MILLIS);

    private final Clock clock;
    private TracerStats latest;
    private long takenNanos;

    LatestStats(Clock clock) {
        this.clock = clock;
    }

    synchronized TracerStats of(CognitiveTracer tracer) {
        long now = clock.monotonicTime();
        if (latest == null || now - takenNanos >= KEPT_NANOS) {
            latest = tracer.stats();
            takenNanos = now;
        }
        return latest;
    }
}
