// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.export;

/** Makes exporters of one format. Found by {@link java.util.ServiceLoader}. */
public interface EventExporterProvider {
    /**
     * The name of the format in {@code engram.trace.export.format}.
     *
     * @return lower case
     */
    String format();

    /**
     * Makes an exporter.
     *
     * @param context configuration and accounts
     * @return exporter, ready to export; null if the environment switches this format off
     * @throws IllegalArgumentException if the configuration cannot be followed; the message says why in a line
     */
    EventExporter create(ExportContext context);
}
