// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.spi;

import io.engram.trace.core.stats.ExporterStats;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Something that takes records out of a tracer's rings. */
public interface TraceCollector {
    /**
     * Collects and exports everything recorded before the call.
     *
     * @param timeout how long to wait, not negative
     * @return what was left
     */
    DrainReport flush(Duration timeout);

    /**
     * Does a last flush and stops. No thread is inside a trace call any more. When this returns, the collector touches
     * no ring again: their memory is freed next.
     *
     * @param timeout how long to wait, not negative; what is left after it is counted as discarded
     * @return what was left
     */
    DrainReport close(Duration timeout);

    /**
     * The attributes of this process that its exports carry.
     *
     * @return names and values; empty if they carry none
     */
    default Map<String, String> resource() {
        return Map.of();
    }

    /**
     * The accounts of its exporters, also after it was closed.
     *
     * @return one per exporter
     */
    default List<ExporterStats> exporterStats() {
        return List.of();
    }
}
