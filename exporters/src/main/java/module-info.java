import io.engram.trace.collector.export.EventExporterProvider;
import io.engram.trace.exporters.json.JsonDocumentProvider;
import io.engram.trace.exporters.json.NdjsonProvider;
import io.engram.trace.exporters.loki.LokiProvider;

/** Exporters for the collector: JSON and NDJSON files, and Grafana Loki. */
module io.engram.trace.exporters {
    requires transitive io.engram.trace.collector;
    requires com.fasterxml.jackson.core;
    requires java.net.http;

    exports io.engram.trace.exporters.encode;
    exports io.engram.trace.exporters.json;
    exports io.engram.trace.exporters.resource;

    provides EventExporterProvider with JsonDocumentProvider, NdjsonProvider, LokiProvider;
}
