// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loss;

import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What was lost since it was last told, by reason. Goes by figures that are exact while tracing goes on, so that what
 * was told never has to be taken back. What a filter left out was not wanted, and what a disk spool keeps is not lost.
 *
 * <p>Assumptions: one thread uses it.
 */
public final class LossDelta {
    private static final String OVERWRITTEN = "overwritten";

    private final Supplier<TracerStats> stats;
    private Map<String, Long> told = Map.of();
    private Map<String, Long> seen = Map.of();

    /**
     * Nothing is told yet.
     *
     * @param stats the tracer's accounts
     */
    public LossDelta(Supplier<TracerStats> stats) {
        this.stats = stats;
    }

    /**
     * Events lost and not told yet; {@link #taken} says that they were told.
     *
     * @return how many, by reason
     */
    public Map<String, Long> sinceLastTaken() {
        seen = totals(stats.get());
        Map<String, Long> delta = new TreeMap<>();
        seen.forEach((reason, events) -> {
            long more = events - told.getOrDefault(reason, 0L);
            if (more > 0) {
                delta.put(reason, more);
            }
        });
        return delta;
    }

    /** Says that what {@link #sinceLastTaken} answered last was told. */
    public void taken() {
        told = seen;
    }

    private static Map<String, Long> totals(TracerStats stats) {
        Map<String, Long> totals = new TreeMap<>();
        totals.put(OVERWRITTEN, stats.foundOverwritten());
        for (TypeStats type : stats.byType().values()) {
            type.rejected().forEach((reason, events) -> totals.merge(reason.label(), events, Long::sum));
            type.discarded().forEach((reason, events) -> {
                if (reason.isLoss()) {
                    totals.merge(reason.label(), events, Long::sum);
                }
            });
        }
        return totals;
    }
}
