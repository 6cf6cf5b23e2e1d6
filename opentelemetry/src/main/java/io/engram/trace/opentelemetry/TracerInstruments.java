// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.opentelemetry;

import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.ExporterStats;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.Map;
import java.util.function.Function;

/** The instruments of a tracer, and which of its accounts each one tells. */
final class TracerInstruments {
    private static final AttributeKey<String> EVENT_TYPE = AttributeKey.stringKey("event_type");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("state");
    private static final AttributeKey<String> EXPORTER = AttributeKey.stringKey("exporter");
    private static final String EVENTS = "{event}";
    private static final String RINGS = "{ring}";
    private static final String BYTES = "By";

    private final Meter meter;
    private final Attributes common;
    private final ObservableLongMeasurement events;
    private final ObservableLongMeasurement pending;
    private final ObservableLongMeasurement ringCount;
    private final ObservableLongMeasurement ringLimit;
    private final ObservableLongMeasurement memoryUsage;
    private final ObservableLongMeasurement memoryLimit;
    private final ObservableLongMeasurement exporterEvents;
    private final ObservableLongMeasurement exporterPending;
    private final ObservableLongMeasurement exporterRetries;
    private final RisingCounts eventCounts = new RisingCounts();

    /**
     * Makes instruments that tell nothing yet.
     *
     * @param meter theirs
     * @param common what all their measurements bear
     */
    TracerInstruments(Meter meter, Attributes common) {
        this.meter = meter;
        this.common = common;
        events = counter("cognitive.trace.events", EVENTS,
                "Trace calls of enabled types, by what became of their event.");
        pending = upDown("cognitive.trace.pending", EVENTS, "Events that wait in a ring or in the collector.");
        ringCount = upDown("cognitive.trace.ring.count", RINGS, "Rings allocated.");
        ringLimit = upDown("cognitive.trace.ring.limit", RINGS, "Rings that the memory limit allows.");
        memoryUsage = upDown("cognitive.trace.memory.usage", BYTES, "Off-heap memory taken.");
        memoryLimit = upDown("cognitive.trace.memory.limit", BYTES, "Off-heap memory allowed.");
        exporterEvents = counter("cognitive.trace.exporter.events", EVENTS,
                "Events that an exporter was given, by what became of them.");
        exporterPending = upDown("cognitive.trace.exporter.pending", EVENTS,
                "Events that wait in an exporter's queue or disk spool.");
        exporterRetries = counter("cognitive.trace.exporter.retries", "{attempt}",
                "Attempts after which events had to be tried again.");
    }

    private ObservableLongMeasurement counter(String name, String unit, String description) {
        return meter.counterBuilder(name).setUnit(unit).setDescription(description).buildObserver();
    }

    private ObservableLongMeasurement upDown(String name, String unit, String description) {
        return meter.upDownCounterBuilder(name).setUnit(unit).setDescription(description).buildObserver();
    }

    /**
     * Lets something tell of the accounts whenever metrics are collected.
     *
     * @param teller calls {@link #tell}
     * @return ends it
     */
    BatchCallback callback(Runnable teller) {
        return meter.batchCallback(teller, events, pending, ringCount, ringLimit, memoryUsage, memoryLimit,
                exporterEvents, exporterPending, exporterRetries);
    }

    /** Tells of accounts. */
    synchronized void tell(TracerStats stats) {
        for (EventType type : EventType.values()) {
            tell(type, stats.of(type));
        }
        ringCount.record(stats.rings(), common);
        ringLimit.record(stats.maxRings(), common);
        memoryUsage.record(stats.memoryBytes(), common);
        memoryLimit.record(stats.memoryLimitBytes(), common);
        stats.exportersByName().forEach(this::tell);
    }

    private void tell(EventType type, TypeStats stats) {
        Attributes ofType = with(common, EVENT_TYPE, type.label());
        count(with(ofType, OUTCOME, "exported"), stats.exported());
        count(with(ofType, OUTCOME, "sampled_out"), stats.sampledOut());
        count(with(ofType, OUTCOME, "overwritten"), stats.overwritten());
        count(with(ofType, OUTCOME, "rejected"), stats.rejected(), reason -> reason.label());
        count(with(ofType, OUTCOME, "discarded"), stats.discarded(), reason -> reason.label());
        pending.record(stats.inRing(), with(ofType, STATE, "ring"));
        pending.record(stats.inCollector(), with(ofType, STATE, "collector"));
    }

    private void count(Attributes series, long count) {
        events.record(eventCounts.rise(series, count), series);
    }

    // Reasons that never occurred are no series.
    private <R> void count(Attributes series, Map<R, Long> counts, Function<R, String> label) {
        counts.forEach((reason, count) -> {
            if (count > 0) {
                count(with(series, REASON, label.apply(reason)), count);
            }
        });
    }

    private void tell(String name, ExporterStats stats) {
        Attributes ofExporter = with(common, EXPORTER, name);
        exporterEvents.record(stats.exported(), with(ofExporter, OUTCOME, "exported"));
        stats.discarded().forEach((reason, count) -> exporterEvents.record(count,
                with(with(ofExporter, OUTCOME, "discarded"), REASON, reason.label())));
        exporterPending.record(stats.queued(), with(ofExporter, STATE, "queue"));
        exporterPending.record(stats.spooled(), with(ofExporter, STATE, "spool"));
        exporterRetries.record(stats.retries(), ofExporter);
    }

    private static Attributes with(Attributes some, AttributeKey<String> key, String value) {
        return some.toBuilder().put(key, value).build();
    }
}
