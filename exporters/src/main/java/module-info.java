// SPDX-License-Identifier: Apache-2.0
import io.engram.trace.collector.export.EventExporterProvider;
import io.engram.trace.exporters.json.JsonDocumentProvider;
import io.engram.trace.exporters.json.NdjsonProvider;
import io.engram.trace.exporters.log.LogProvider;
import io.engram.trace.exporters.loki.LokiProvider;
import io.engram.trace.exporters.otlp.OtlpProvider;

/**
 * Exporters for the collector: JSON and NDJSON files, the application's log, OTLP over gRPC, Grafana Loki; and reports on
 * what they wrote.
 */
module io.engram.trace.exporters {
    requires transitive io.engram.trace.collector;
    requires com.fasterxml.jackson.core;
    requires com.google.protobuf;
    requires io.grpc;
    requires io.grpc.netty.shaded;
    requires io.opentelemetry.proto;
    requires java.net.http;

    exports io.engram.trace.exporters.chains;
    exports io.engram.trace.exporters.chrome;
    exports io.engram.trace.exporters.encode;
    exports io.engram.trace.exporters.json;
    exports io.engram.trace.exporters.labels;
    exports io.engram.trace.exporters.otlp;
    exports io.engram.trace.exporters.report;
    exports io.engram.trace.exporters.resource;

    provides EventExporterProvider with JsonDocumentProvider, NdjsonProvider, LogProvider, LokiProvider, OtlpProvider;
}
