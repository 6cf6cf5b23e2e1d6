// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.core.clock.TickLength;

/**
 * Which times of day a clock's ticks stand for.
 *
 * @param ticks at one moment
 * @param epochNanos that moment, nanoseconds since 1970
 * @param tickLength of the clock
 * @param isEstimated whether the moment is a guess
 */
record TickScale(long ticks, long epochNanos, TickLength tickLength, boolean isEstimated) {
    /** Converts ticks to nanoseconds since 1970. */
    long toEpochNanos(long someTicks) {
        return epochNanos + tickLength.nanos(someTicks - ticks);
    }
}
