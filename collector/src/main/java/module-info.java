// SPDX-License-Identifier: Apache-2.0
import io.engram.trace.collector.DiscoveredExporters;
import io.engram.trace.core.spi.CollectorFactory;

/** Drains the rings, decodes records into events, batches them and brings them to exporters. */
module io.engram.trace.collector {
    requires transitive io.engram.trace.core;

    requires java.management;

    exports io.engram.trace.collector;
    exports io.engram.trace.collector.correlate;
    exports io.engram.trace.collector.delivery;
    exports io.engram.trace.collector.event;
    exports io.engram.trace.collector.export;
    exports io.engram.trace.collector.tracefile;

    uses io.engram.trace.collector.export.EventExporterProvider;

    provides CollectorFactory with DiscoveredExporters;
}
