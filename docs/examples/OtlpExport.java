// SPDX-License-Identifier: Apache-2.0
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.config.TracingConfig;
import java.time.Duration;

/**
 * Sends events to an OpenTelemetry collector, and says what became of them: without one, they wait, are tried again and
 * are counted as lost when the time to close is over.
 *
 * <p>Argument: the collector's address; {@code http://127.0.0.1:4317} if there is none.
 */
public final class OtlpExport {
    private OtlpExport() {
    }

    public static void main(String[] args) {
        var config = TracingConfig.production().toBuilder()
                .formats("otlp")
                .exporterSetting("otlp", "endpoint", args.length == 0 ? "http://127.0.0.1:4317" : args[0])
                .sampleRate(EventType.INTERFERENCE, 1.0)
                .closeTimeout(Duration.ofSeconds(30))
                .build();
        var tracer = CognitiveTracer.start(config);
        try (tracer) {
            for (long trial = 1; trial <= 1_000; trial++) {
                tracer.traceInterference(trial, InterferenceType.PROACTIVE, 0.4f, 7, 8, 9);
            }
        }
        for (var exporter : tracer.stats().exporters()) {
            System.out.println(exporter.exported() + " acknowledged, " + exporter.discardedTotal()
                    + " lost, tried again " + exporter.retries() + " times");
            if (!exporter.lastFailure().isEmpty()) {
                System.out.println(exporter.lastFailure());
            }
        }
    }
}

// Prints, where a collector listens:
// 1000 acknowledged, 0 lost, tried again 0 times
