// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.export;

import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.TracerStats;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What an exporter is made with.
 *
 * @param config the tracer's configuration
 * @param stats the tracer's accounts, at the moment of each call
 */
public record ExportContext(TracingConfig config, Supplier<TracerStats> stats) {
    /**
     * The settings that only one format's exporter understands.
     *
     * @param format name of the format
     * @return settings
     */
    public ExporterSettings settings(String format) {
        return new ExporterSettings(format, config.exporterSettings().getOrDefault(format, Map.of()));
    }
}
