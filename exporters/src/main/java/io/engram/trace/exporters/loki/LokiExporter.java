// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.exporters.loss.LossDelta;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Pushes events to Grafana Loki, or to whoever speaks its push API. One request is under way at a time, because Loki
 * wants each stream in order.
 *
 * <p>Losses are told about once a second, in a line of a stream of their own.
 *
 * <p>Assumptions: one thread uses it.
 */
public final class LokiExporter implements EventExporter {
    private static final Logger LOG = System.getLogger("io.engram.trace.export");
    private static final int PREFERRED_EVENTS = 10_000;
    // Accounts take a walk over the rings; a busy tracer exports many batches a second.
    private static final long LOSS_INTERVAL_NANOS = 1_000_000_000;
    private static final String SERVICE_NAME_ATTRIBUTE = "service.name";
    private static final String UNKNOWN_SERVICE = "unknown_service";

    private final String name;
    private final Map<String, String> resource;
    private final LokiEncoder encoder;
    private final PushClient client;
    private final LossDelta losses;
    private long lastLossNanos = System.nanoTime();
    private boolean reached;
    private boolean closed;

    /**
     * Makes an exporter; nothing is sent before the first batch.
     *
     * @param config where to and how
     * @param resource attributes of this process
     * @param stats accounts from which losses are told
     */
    LokiExporter(LokiConfig config, Map<String, String> resource, Supplier<TracerStats> stats) {
        this.name = LokiProvider.FORMAT + " " + config.server();
        this.resource = Map.copyOf(resource);
        this.encoder = new LokiEncoder(config.encoding(), config.labels(), config.maxRequestBytes(),
                config.maxRequestEvents(), config.nodeLabels());
        this.client = new PushClient(config);
        this.losses = new LossDelta(stats);
        if (config.isExposed()) {
            LOG.log(Level.WARNING, name + ": credentials are sent without encryption: give an https endpoint");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int preferredEvents() {
        return PREFERRED_EVENTS;
    }

    @Override
    public boolean isSpoolable() {
        return true;
    }

    @Override
    public Map<String, String> resource() {
        return resource;
    }

    @Override
    public void export(EventBatch batch) throws IOException {
        checkOpen();
        FailedRanges failed = new FailedRanges();
        String service = service(batch.resource().isEmpty() ? resource : batch.resource());
        boolean reachable = true;
        int from = 0;
        while (reachable && from < batch.size()) {
            int to = encoder.encode(batch.events(), from, service);
            PushAnswer answer = encoder.entries() == 0 ? PushAnswer.ACCEPTED : sendUnlessInterrupted(from);
            switch (answer.outcome()) {
                case ACCEPTED -> failed.tooLong(encoder.refused());
                case REFUSED -> failed.refused(from, to, answer);
                case RETRYABLE -> {
                    failed.retryable(from, batch.size(), answer);
                    reachable = false;
                }
            }
            from = to;
        }
        reached = reachable;
        if (reachable) {
            tellLossesIfDue();
        }
        failed.throwIfAny();
    }

    /** An interrupt ends the export at once, but what became of earlier events of the batch has to be told. */
    private PushAnswer sendUnlessInterrupted(int from) throws InterruptedIOException {
        try {
            return send();
        } catch (InterruptedIOException e) {
            if (from == 0) {
                throw e;
            }
            return PushAnswer.retryable(e.getMessage(), e, null);
        }
    }

    /** Whatever becomes of that does not change what became of the events; it is told again. */
    private void tellLossesIfDue() {
        if (System.nanoTime() - lastLossNanos < LOSS_INTERVAL_NANOS) {
            return;
        }
        try {
            PushAnswer answer = tellLosses();
            if (answer.outcome() != PushAnswer.Outcome.ACCEPTED) {
                LOG.log(Level.DEBUG, name + ": losses could not be told: " + answer.message());
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, name + ": losses could not be told", e);
        }
    }

    private PushAnswer send() throws InterruptedIOException {
        PushAnswer answer = PushAnswer.retryable("", null, null);
        try {
            answer = client.send(encoder.body());
            return answer;
        } finally {
            if (answer.outcome() == PushAnswer.Outcome.ACCEPTED) {
                encoder.accept();
            } else {
                encoder.revert();
            }
        }
    }

    private PushAnswer tellLosses() throws IOException {
        Map<String, Long> lost = losses.sinceLastTaken();
        PushAnswer answer = PushAnswer.ACCEPTED;
        if (!lost.isEmpty()) {
            encoder.encodeLoss(lost, TraceClock.system().epochNanos(), service(resource));
            answer = send();
        }
        lastLossNanos = System.nanoTime();
        if (answer.outcome() == PushAnswer.Outcome.ACCEPTED) {
            losses.taken();
        }
        return answer;
    }

    private static String service(Map<String, String> attributes) {
        String service = attributes.getOrDefault(SERVICE_NAME_ATTRIBUTE, "");
        // A label without a value is none to Loki.
        return service.isBlank() ? UNKNOWN_SERVICE : service;
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException(name + " is closed");
        }
    }

    /** Tells losses; events were on the far side already when {@link #export} returned. */
    @Override
    public void flush() throws IOException {
        checkOpen();
        PushAnswer answer = tellLosses();
        if (answer.outcome() != PushAnswer.Outcome.ACCEPTED) {
            throw new IOException("losses could not be told: " + answer.message(), answer.cause());
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            // A server that is away would only hold up the end of the application.
            if (reached && !Thread.currentThread().isInterrupted()) {
                flush();
            }
        } finally {
            closed = true;
            client.close();
        }
    }
}
