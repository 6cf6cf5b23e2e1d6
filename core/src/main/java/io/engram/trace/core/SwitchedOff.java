// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import io.engram.trace.core.spi.DrainReport;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a tracer answers when tracing is switched off for the JVM. */
final class SwitchedOff {
    private SwitchedOff() {
    }

    static TracerStats stats() {
        Map<EventType, TypeStats> byType = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            byType.put(type, new TypeStats(0, 0, Map.of(), 0, 0, 0, Map.of(), 0, 0));
        }
        return new TracerStats(byType, 0, 0, 0, 0, 0, List.of());
    }

    static DrainReport report() {
        return new DrainReport(true, 0, 0);
    }
}
