// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.EventExporterProvider;
import io.engram.trace.collector.export.ExportContext;
import io.engram.trace.collector.export.ExporterSettings;
import io.engram.trace.exporters.labels.NodeLabelsSetting;
import io.engram.trace.exporters.resource.Resource;
import java.util.Set;

/** Makes exporters for the format {@code json}. */
public final class JsonDocumentProvider implements EventExporterProvider {
    static final String FORMAT = "json";

    /** Called by {@link java.util.ServiceLoader}. */
    public JsonDocumentProvider() {
    }

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public EventExporter create(ExportContext context) {
        ExporterSettings settings = context.settings(FORMAT);
        settings.checkNames(Set.of(NodeLabelsSetting.NAME));
        return new JsonDocumentExporter(OutputPath.of(context.config()), Resource.ofThisProcess(), context.stats(),
                NodeLabelsSetting.of(settings));
    }
}
