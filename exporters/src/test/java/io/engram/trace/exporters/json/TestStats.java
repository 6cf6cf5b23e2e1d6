// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Accounts that a test decides on. */
public final class TestStats {
    public long overwritten;
    public long noRing;
    public long filtered;
    public long failed;

    /** No events. */
    public TestStats() {
    }

    /** The accounts now. */
    public TracerStats stats() {
        Map<EventType, TypeStats> byType = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            boolean first = type == EventType.PRIMING;
            byType.put(type, new TypeStats(first ? noRing + overwritten + filtered + failed : 0, 0,
                    Map.of(RejectReason.NO_RING, first ? noRing : 0), first ? overwritten + filtered + failed : 0, 0,
                    first ? overwritten : 0, Map.of(DiscardReason.FILTERED, first ? filtered : 0,
                            DiscardReason.EXPORT_FAILED, first ? failed : 0), 0, 0));
        }
        return new TracerStats(byType, overwritten, 1, 1, 0, 0, List.of());
    }
}
