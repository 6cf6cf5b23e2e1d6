// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.log;

import java.util.concurrent.TimeUnit;

/**
 * Allows so many lines for each second, by the time of the events: they come in batches, some seconds' worth at a time,
 * and a busy second is to cost a quiet one nothing.
 *
 * <p>Assumptions: one thread uses it.
 */
final class LineBudget {
    // Batches may overlap by a little. What goes back further is a clock that was set.
    private static final long LATE_SECONDS = 60;
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private long second = Long.MIN_VALUE;
    private int allowed;
    private long refused;

    LineBudget(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Whether an event of this time ends the second that was counted last. */
    boolean isOtherSecond(long timeUnixNano) {
        long its = Math.floorDiv(timeUnixNano, NANOS_PER_SECOND);
        return its > second || its < second - LATE_SECONDS;
    }

    /** Whether a line may be written for an event of this time. */
    boolean tryTake(long timeUnixNano) {
        if (isOtherSecond(timeUnixNano)) {
            second = Math.floorDiv(timeUnixNano, NANOS_PER_SECOND);
            allowed = 0;
        }
        if (allowed < perSecond) {
            allowed++;
            return true;
        }
        refused++;
        return false;
    }

    /** How many lines were not allowed since this was last asked. */
    long takeRefused() {
        long before = refused;
        refused = 0;
        return before;
    }
}
