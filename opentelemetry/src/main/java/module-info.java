import io.engram.trace.core.spi.SpanSource;
import io.engram.trace.opentelemetry.OpenTelemetrySpans;

/** Links events to the spans of OpenTelemetry within which they were recorded. */
module io.engram.trace.opentelemetry {
    requires transitive io.engram.trace.core;
    requires io.opentelemetry.api;
    requires io.opentelemetry.context;

    exports io.engram.trace.opentelemetry;

    provides SpanSource with OpenTelemetrySpans;
}
