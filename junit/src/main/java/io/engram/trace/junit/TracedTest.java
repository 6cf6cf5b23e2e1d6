// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.junit;

import io.engram.trace.collector.Collector;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;

/** The tracer of one test. */
final class TracedTest {
    // Whoever waits for an event that comes later, waits no longer than that for its export.
    private static final Duration INTERVAL = Duration.ofMillis(10);

    private final CollectingExporter exporter = new CollectingExporter();
    private final CognitiveTracer tracer;
    private final boolean allowsLoss;

    /** Starts it. */
    TracedTest(TraceCognition wanted) {
        // The JVM's end need not wait for it: it is closed by then, or JUnit was stopped.
        TracingConfig.Builder config = TracingConfig.disabled().toBuilder().ringCapacity(wanted.ringCapacity())
                .exportInterval(INTERVAL).shutdownTimeout(Duration.ZERO);
        for (EventType type : wanted.types()) {
            config.enable(type, wanted.sampleRate());
        }
        this.tracer = CognitiveTracer.start(config.build(), Collector.exportingTo(exporter));
        this.allowsLoss = wanted.allowLoss();
    }

    CognitiveTracer tracer() {
        return tracer;
    }

    RecordedEvents events() {
        return new RecordedEvents(tracer, exporter);
    }

    /** Closes it; fails if events were lost that were not allowed to be. */
    void close() {
        tracer.close(RecordedEvents.PATIENCE);
        TracerStats stats = tracer.stats();
        long lost = stats.total(TypeStats::lost);
        if (lost > 0 && !allowsLoss) {
            Assertions.fail(lost + (lost == 1 ? " event was lost: " : " events were lost: ") + reasons(stats)
                    + "; mend that, give @TraceCognition a larger ringCapacity, or allowLoss = true");
        }
    }

    private static String reasons(TracerStats stats) {
        Map<String, Long> reasons = new TreeMap<>();
        for (EventType type : EventType.values()) {
            TypeStats one = stats.of(type);
            reasons.merge(type.label() + " overwritten", one.overwritten(), Long::sum);
            one.rejected().forEach((reason, count) -> reasons.put(type.label() + " " + reason.label(), count));
            one.discarded().forEach((reason, count) -> {
                if (reason.isLoss()) {
                    reasons.put(type.label() + " " + reason.label(), count);
                }
            });
        }
        reasons.values().removeIf(count -> count == 0);
        return reasons.toString();
    }
}
