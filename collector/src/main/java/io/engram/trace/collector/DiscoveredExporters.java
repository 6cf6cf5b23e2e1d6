// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector;

import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.EventExporterProvider;
import io.engram.trace.collector.export.ExportContext;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.CollectorFactory;
import io.engram.trace.core.spi.TraceCollector;
import io.engram.trace.core.spi.TraceSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Starts a collector with the exporters that the configuration names, as far as {@link ServiceLoader} finds them. */
public final class DiscoveredExporters implements CollectorFactory {
    /** Called by {@link ServiceLoader}. */
    public DiscoveredExporters() {
    }

    @Override
    public TraceCollector start(TraceSource source, TracingConfig config) {
        if (config.formats().isEmpty()) {
            return null;
        }
        Map<String, EventExporterProvider> providers = new TreeMap<>();
        for (EventExporterProvider provider : ServiceLoader.load(EventExporterProvider.class,
                EventExporterProvider.class.getClassLoader())) {
            providers.put(provider.format(), provider);
        }
        checkSettings(config, providers);
        ExportContext context = new ExportContext(config, source::stats);
        List<EventExporter> exporters = new ArrayList<>();
        try {
            for (String format : config.formats()) {
                EventExporterProvider provider = providers.get(format);
                if (provider == null) {
                    throw new IllegalArgumentException("no exporter for format '" + format + "' was found: "
                            + (providers.isEmpty() ? "put the module io.engram.trace.exporters on the path"
                                    : "give one of " + String.join(", ", providers.keySet())));
                }
                EventExporter exporter = provider.create(context);
                if (exporter != null) {
                    exporters.add(exporter);
                }
            }
            if (exporters.isEmpty()) {
                // All are switched off by the environment: a flight recorder.
                return null;
            }
            return Collector.exportingTo(exporters.toArray(EventExporter[]::new)).start(source, config);
        } catch (RuntimeException e) {
            closeAll(exporters, e);
            throw e;
        }
    }

    // A misspelt format would otherwise leave its settings without effect and without a word.
    private static void checkSettings(TracingConfig config, Map<String, EventExporterProvider> providers) {
        for (String format : config.exporterSettings().keySet()) {
            if (!providers.containsKey(format)) {
                throw new IllegalArgumentException("settings engram.trace.export." + format
                        + ".* are for no exporter that was found: give one of " + String.join(", ", providers.keySet()));
            }
        }
    }

    private static void closeAll(List<EventExporter> exporters, RuntimeException cause) {
        for (EventExporter exporter : exporters) {
            try {
                exporter.close();
            } catch (IOException | RuntimeException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
