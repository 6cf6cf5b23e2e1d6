// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.tracefile.OwnerState;
import io.engram.trace.collector.tracefile.Switches;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.collector.tracefile.TraceFileStats;
import java.io.IOException;
import java.time.Instant;

/**
 * What a trace file says at one moment.
 *
 * @param nanoTime when, by the clock that measures intervals
 * @param time when, by the clock of the day
 * @param state of the tracer
 * @param switches in force
 * @param stats accounts
 */
record ProcessReading(long nanoTime, Instant time, OwnerState state, Switches switches, TraceFileStats stats) {
    private static final double NANOS_PER_SECOND = 1e9;

    static ProcessReading of(TraceFile file) throws IOException {
        // First: if the tracer ends meanwhile, the figures are at least as new as the state.
        OwnerState state = file.ownerState();
        return new ProcessReading(System.nanoTime(), Instant.now(), state, file.switches(), file.stats());
    }

    boolean isRunning() {
        return state == OwnerState.RUNNING;
    }

    /** What a figure grew by in a second since an earlier reading. */
    double perSecond(ProcessReading earlier, long before, long now) {
        return Math.max(0, now - before) * NANOS_PER_SECOND / (nanoTime - earlier.nanoTime);
    }
}
