// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.stats;

import io.engram.trace.core.EventType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The tracer's accounts at one moment.
 *
 * @param byType accounts of each of the four event types
 * @param foundOverwritten events of all types that the collector came too late for; it never falls, and is exact at any
 *     time but for rings that threads share, while the figures per type are exact only when trace calls and collector
 *     rest
 * @param rings rings allocated
 * @param maxRings rings that the memory limit allows
 * @param memoryBytes off-heap memory taken, bytes
 * @param memoryLimitBytes off-heap memory allowed, bytes
 * @param exporters accounts of each exporter, in the order of their configuration; empty for a flight recorder
 */
public record TracerStats(Map<EventType, TypeStats> byType, long foundOverwritten, int rings, int maxRings,
        long memoryBytes, long memoryLimitBytes, List<ExporterStats> exporters) {

    /**
     * Makes map and list immutable.
     *
     * @param byType accounts of each event type
     * @param foundOverwritten events the collector came too late for
     * @param rings rings allocated
     * @param maxRings rings allowed
     * @param memoryBytes bytes taken
     * @param memoryLimitBytes bytes allowed
     * @param exporters accounts of each exporter
     */
    public TracerStats {
        byType = Map.copyOf(byType);
        exporters = List.copyOf(exporters);
    }

    /**
     * These accounts with those of exporters.
     *
     * @param list accounts of each exporter
     * @return accounts
     */
    public TracerStats withExporters(List<ExporterStats> list) {
        return new TracerStats(byType, foundOverwritten, rings, maxRings, memoryBytes, memoryLimitBytes, list);
    }

    /**
     * The accounts of one event type.
     *
     * @param type event type
     * @return its accounts
     */
    public TypeStats of(EventType type) {
        return byType.get(type);
    }

    /**
     * The accounts of the exporters by their names.
     *
     * @return accounts in the order of the exporters; where several have the same name, all but the first get a number
     */
    public Map<String, ExporterStats> exportersByName() {
        Map<String, ExporterStats> byName = new LinkedHashMap<>();
        for (ExporterStats stats : exporters) {
            String name = stats.name();
            for (int number = 2; byName.putIfAbsent(name, stats) != null; number++) {
                name = stats.name() + "-" + number;
            }
        }
        return byName;
    }

    /**
     * One figure, summed over all event types.
     *
     * @param figure for example {@code TypeStats::recorded}
     * @return the sum
     */
    public long total(ToLongFunction<TypeStats> figure) {
        return byType.values().stream().mapToLong(figure).sum();
    }

    /**
     * Whether every event of every type is accounted for; see {@link TypeStats#isBalanced}.
     *
     * @return true if all sums come out
     */
    public boolean isBalanced() {
        return byType.values().stream().allMatch(TypeStats::isBalanced);
    }
}
