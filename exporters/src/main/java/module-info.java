import io.engram.trace.collector.export.EventExporterProvider;
import io.engram.trace.exporters.json.JsonDocumentProvider;
import io.engram.trace.exporters.json.NdjsonProvider;

/** Exporters for the collector: JSON and NDJSON files. */
module io.engram.trace.exporters {
    requires transitive io.engram.trace.collector;
    requires com.fasterxml.jackson.core;

    exports io.engram.trace.exporters.encode;
    exports io.engram.trace.exporters.json;
    exports io.engram.trace.exporters.resource;

    provides EventExporterProvider with JsonDocumentProvider, NdjsonProvider;
}
