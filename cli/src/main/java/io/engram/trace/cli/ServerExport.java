// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.delivery.Deliveries;
import io.engram.trace.collector.delivery.DeliveryClock;
import io.engram.trace.collector.delivery.DeliveryOptions;
import io.engram.trace.collector.delivery.Outcome;
import io.engram.trace.collector.delivery.Patience;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.EventExporterProvider;
import io.engram.trace.collector.export.ExportContext;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.ExporterStats;
import io.engram.trace.core.stats.TracerStats;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.locks.LockSupport;

/** Sends events to a server, as fast as that takes them. */
final class ServerExport {
    private static final int PORTION = 1_000;
    private static final long MAX_QUEUED = 50_000;
    private static final long QUEUE_BYTES = 64L << 20;
    private static final long PAUSE_NANOS = 1_000_000;
    private static final TracerStats NO_ACCOUNTS = new TracerStats(Map.of(), 0, 0, 0, 0, 0, List.of());

    private ServerExport() {
    }

    /**
     * Sends what there is.
     *
     * @param format name of the server's exporter
     * @param endpoint of the server, null for the default
     * @param options further settings, name=value
     * @param timeout how long the server may take nothing
     * @param source events
     * @return accounts of the exporter
     * @throws IllegalArgumentException if a setting is wrong
     */
    static ExporterStats send(String format, String endpoint, List<String> options, Duration timeout,
            EventSource source) throws IOException {
        TracingConfig.Builder builder = TracingConfig.development().toBuilder().formats(format).queueBytes(QUEUE_BYTES);
        ExportTarget.addSettings(builder, format, endpoint, options);
        TracingConfig config = builder.build();
        Deliveries deliveries = Deliveries.start(List.of(exporter(format, config)), DeliveryOptions.of(config),
                DeliveryClock.SYSTEM, Outcome.UNNOTICED);
        // Nothing more is waited for once something failed.
        long patienceNanos = 0;
        try {
            submitAll(source, deliveries, timeout);
            patienceNanos = timeout.toNanos();
        } finally {
            deliveries.close(new Patience(System.nanoTime() + patienceNanos));
        }
        return deliveries.stats().getFirst();
    }

    private static EventExporter exporter(String format, TracingConfig config) {
        for (EventExporterProvider provider : ServiceLoader.load(EventExporterProvider.class)) {
            if (provider.format().equals(format)) {
                EventExporter exporter = provider.create(new ExportContext(config, () -> NO_ACCOUNTS));
                if (exporter == null) {
                    throw new IllegalArgumentException("format " + format
                            + " is switched off by the environment: unset OTEL_SDK_DISABLED, or give --option enabled=true");
                }
                return exporter;
            }
        }
        throw new IllegalArgumentException("no exporter for format " + format + " was found");
    }

    private static void submitAll(EventSource source, Deliveries deliveries, Duration timeout) throws IOException {
        List<CognitiveEvent> portion = new ArrayList<>(PORTION);
        CognitiveEvent event = source.next();
        while (event != null) {
            portion.add(event);
            event = source.next();
            if (portion.size() == PORTION || event == null) {
                awaitRoom(deliveries, timeout);
                // The process that recorded the events, not this one, is where they come from.
                deliveries.submit(new EventBatch(portion, source.resource()));
                portion.clear();
            }
        }
    }

    /** Waits until the server has taken some of what it was given; not for ever, so that one that is gone ends it. */
    private static void awaitRoom(Deliveries deliveries, Duration timeout) throws IOException {
        ExporterStats stats = deliveries.stats().getFirst();
        long settled = stats.exported();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (stats.queued() > MAX_QUEUED) {
            if (stats.exported() != settled) {
                settled = stats.exported();
                deadline = System.nanoTime() + timeout.toNanos();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("gave up on " + stats.name() + ", which took nothing for " + timeout.toSeconds()
                        + " s; " + Texts.count(stats.exported(), "event") + " exported until then: "
                        + stats.lastFailure());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            stats = deliveries.stats().getFirst();
        }
    }
}
