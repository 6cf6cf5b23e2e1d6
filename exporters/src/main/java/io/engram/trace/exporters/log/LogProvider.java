// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.log;

import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.EventExporterProvider;
import io.engram.trace.collector.export.ExportContext;
import io.engram.trace.collector.export.ExporterSettings;
import java.util.Set;

/** Makes exporters for the format {@code log}. */
public final class LogProvider implements EventExporterProvider {
    static final String FORMAT = "log";

    private static final String RATE = "rate";
    private static final int DEFAULT_RATE = 100;
    private static final int MAX_RATE = 1_000_000;

    /** Called by {@link java.util.ServiceLoader}. */
    public LogProvider() {
    }

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public EventExporter create(ExportContext context) {
        ExporterSettings settings = context.settings(FORMAT);
        settings.checkNames(Set.of(RATE));
        return new LogExporter(settings.get(RATE, DEFAULT_RATE, LogProvider::parseRate), settings.key(RATE));
    }

    private static int parseRate(String text) {
        try {
            int rate = Integer.parseInt(text);
            if (rate >= 1 && rate <= MAX_RATE) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("'" + text + "' is no rate: give 1 to " + MAX_RATE + " events a second");
    }
}
