// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.EventExporterProvider;
import io.engram.trace.collector.export.ExportContext;
import io.engram.trace.exporters.resource.Resource;

/** Makes exporters for the format {@code otlp}. */
public final class OtlpProvider implements EventExporterProvider {
    static final String FORMAT = "otlp";

    /** Called by {@link java.util.ServiceLoader}. */
    public OtlpProvider() {
    }

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public EventExporter create(ExportContext context) {
        OtlpConfig config = OtlpConfig.of(context.settings(FORMAT), System.getenv());
        return config.isEnabled() ? new OtlpExporter(config, Resource.ofThisProcess(), context.stats()) : null;
    }
}
