// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.micrometer;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.ExporterStats;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The meters of a tracer in one registry, and which of its accounts each one tells.
 *
 * <p>Names and meanings are those of OpenTelemetry's instruments. Meters of one name have the same tags, since
 * Prometheus takes no others; events that became what they did without a reason have the reason {@code none}.
 */
final class TracerMeters {
    private static final String EVENTS = "cognitive.trace.events";
    private static final String EVENTS_MEANING = "Trace calls of enabled types, by what became of their event.";
    private static final String EXPORTER_EVENTS = "cognitive.trace.exporter.events";
    private static final String EXPORTER_EVENTS_MEANING =
            "Events that an exporter was given, by what became of them.";
    private static final String EVENT_TYPE = "event_type";
    private static final String OUTCOME = "outcome";
    private static final String REASON = "reason";
    private static final String STATE = "state";
    private static final String EXPORTER = "exporter";
    private static final String EXPORTED = "exported";
    private static final String DISCARDED = "discarded";
    private static final String NO_REASON = "none";
    private static final String BYTES = "bytes";

    private final MeterRegistry registry;
    private final CognitiveTracer tracer;
    private final Tags common;
    private final LatestStats latest;
    private final List<Meter> meters = new ArrayList<>();

    TracerMeters(MeterRegistry registry, CognitiveTracer tracer, Tags common) {
        this.registry = registry;
        this.tracer = tracer;
        this.common = common;
        this.latest = new LatestStats(registry.config().clock());
    }

    /** Registers all of them, once; returns them. */
    List<Meter> register() {
        for (EventType type : EventType.values()) {
            registerType(type);
        }
        gauge("cognitive.trace.ring.count", null, "Rings allocated.", common, TracerStats::rings);
        gauge("cognitive.trace.ring.limit", null, "Rings that the memory limit allows.", common,
                TracerStats::maxRings);
        gauge("cognitive.trace.memory.usage", BYTES, "Off-heap memory taken.", common, TracerStats::memoryBytes);
        gauge("cognitive.trace.memory.limit", BYTES, "Off-heap memory allowed.", common,
                TracerStats::memoryLimitBytes);
        // A tracer's exporters are those that it started with.
        tracer.stats().exportersByName().keySet().forEach(this::registerExporter);
        return List.copyOf(meters);
    }

    private void registerType(EventType type) {
        Tags ofType = common.and(EVENT_TYPE, type.label());
        countType(ofType, EXPORTED, NO_REASON, type, TypeStats::exported);
        countType(ofType, "sampled_out", NO_REASON, type, TypeStats::sampledOut);
        countType(ofType, "overwritten", NO_REASON, type, TypeStats::overwritten);
        for (RejectReason reason : RejectReason.values()) {
            countType(ofType, "rejected", reason.label(), type, stats -> stats.rejected().getOrDefault(reason, 0L));
        }
        for (DiscardReason reason : DiscardReason.values()) {
            countType(ofType, DISCARDED, reason.label(), type, stats -> stats.discarded().getOrDefault(reason, 0L));
        }
        pending(ofType, "ring", type, TypeStats::inRing);
        pending(ofType, "collector", type, TypeStats::inCollector);
    }

    private void countType(Tags ofType, String outcome, String reason, EventType type,
            ToLongFunction<TypeStats> figure) {
        counter(EVENTS, EVENTS_MEANING, ofType.and(OUTCOME, outcome, REASON, reason),
                stats -> figure.applyAsLong(stats.of(type)));
    }

    private void pending(Tags ofType, String state, EventType type, ToLongFunction<TypeStats> figure) {
        gauge("cognitive.trace.pending", null, "Events that wait in a ring or in the collector.",
                ofType.and(STATE, state), stats -> figure.applyAsLong(stats.of(type)));
    }

    private void registerExporter(String name) {
        Tags ofExporter = common.and(EXPORTER, name);
        countExporter(ofExporter, EXPORTED, NO_REASON, name, ExporterStats::exported);
        for (DiscardReason reason : DiscardReason.values()) {
            countExporter(ofExporter, DISCARDED, reason.label(), name,
                    stats -> stats.discarded().getOrDefault(reason, 0L));
        }
        exporterPending(ofExporter, "queue", name, ExporterStats::queued);
        exporterPending(ofExporter, "spool", name, ExporterStats::spooled);
        counter("cognitive.trace.exporter.retries", "Attempts after which events had to be tried again.", ofExporter,
                stats -> stats.exportersByName().get(name).retries());
    }

    private void countExporter(Tags ofExporter, String outcome, String reason, String name,
            ToLongFunction<ExporterStats> figure) {
        counter(EXPORTER_EVENTS, EXPORTER_EVENTS_MEANING, ofExporter.and(OUTCOME, outcome, REASON, reason),
                stats -> figure.applyAsLong(stats.exportersByName().get(name)));
    }

    private void exporterPending(Tags ofExporter, String state, String name, ToLongFunction<ExporterStats> figure) {
        gauge("cognitive.trace.exporter.pending", null, "Events that wait in an exporter's queue or disk spool.",
                ofExporter.and(STATE, state), stats -> figure.applyAsLong(stats.exportersByName().get(name)));
    }

    private void counter(String name, String meaning, Tags tags, ToLongFunction<TracerStats> figure) {
        // Not the fields: what a registry holds must not hold the tracer.
        LatestStats stats = latest;
        RisingCount count = new RisingCount();
        meters.add(FunctionCounter.builder(name, tracer, told -> count.rise(figure.applyAsLong(stats.of(told))))
                .tags(tags).description(meaning).register(registry));
    }

    private void gauge(String name, String unit, String meaning, Tags tags, ToLongFunction<TracerStats> figure) {
        LatestStats stats = latest;
        meters.add(Gauge.builder(name, tracer, told -> figure.applyAsLong(stats.of(told)))
                .tags(tags).baseUnit(unit).description(meaning).register(registry));
    }
}
