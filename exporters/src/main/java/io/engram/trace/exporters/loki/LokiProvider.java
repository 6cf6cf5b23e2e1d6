// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.EventExporterProvider;
import io.engram.trace.collector.export.ExportContext;
import io.engram.trace.exporters.resource.Resource;

/** Makes exporters for the format {@code loki}. */
public final class LokiProvider implements EventExporterProvider {
    static final String FORMAT = "loki";

    /** Called by {@link java.util.ServiceLoader}. */
    public LokiProvider() {
    }

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public EventExporter create(ExportContext context) {
        return new LokiExporter(LokiConfig.of(context.settings(FORMAT)), Resource.ofThisProcess().attributes(),
                context.stats());
    }
}
