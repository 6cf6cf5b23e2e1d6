// SPDX-License-Identifier: Apache-2.0
import io.engram.trace.core.spi.SpanSource;
import io.engram.trace.opentelemetry.OpenTelemetrySpans;

/** Links events to the spans of OpenTelemetry within which they were recorded, and tells its metrics of the tracer. */
module io.engram.trace.opentelemetry {
    requires transitive io.engram.trace.core;
    requires transitive io.opentelemetry.api;
    requires io.opentelemetry.context;

    exports io.engram.trace.opentelemetry;

    provides SpanSource with OpenTelemetrySpans;
}
