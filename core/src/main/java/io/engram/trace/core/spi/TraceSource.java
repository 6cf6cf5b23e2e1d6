// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.spi;

import io.engram.trace.core.EventType;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.TracerStats;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A tracer, as its collector sees it. All methods may be called from any thread. */
public interface TraceSource {
    /**
     * All rings: first those of one thread each, then those that threads share. A thread that had no ring at first and
     * took one later has its earlier records in a shared one.
     *
     * @return rings, in the order of their allocation
     */
    List<TraceRing> rings();

    /**
     * The clock whose ticks the records carry.
     *
     * @return clock
     */
    TraceClock clock();

    /**
     * Off-heap memory for the collector's private copies of records, part of the memory limit.
     *
     * @return memory for a whole number of records
     */
    MemorySegment scratch();

    /**
     * Counts events that were exported.
     *
     * @param type event type
     * @param events how many more
     */
    void countExported(EventType type, long events);

    /**
     * Counts events that were collected and will not be exported.
     *
     * @param type event type
     * @param reason why
     * @param events how many more
     */
    void countDiscarded(EventType type, DiscardReason reason, long events);

    /**
     * The accounts.
     *
     * @return statistics at this moment
     */
    TracerStats stats();
}
