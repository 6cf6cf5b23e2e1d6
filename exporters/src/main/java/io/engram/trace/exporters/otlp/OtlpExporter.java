// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.ExportException;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.loss.LossDelta;
import io.engram.trace.exporters.resource.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * Sends events as log records over OTLP/gRPC. Returning from an export means that the server has answered for every
 * event. Whether to try again goes by OTLP's specification; gRPC itself never does.
 *
 * <p>Losses are told in log records of their own, about once a second while events are exported and when the exporter
 * is closed. They are no events: if the server does not take them, they are told again.
 *
 * <p>Assumptions: one thread uses it.
 */
public final class OtlpExporter implements EventExporter {
    private static final int PREFERRED_EVENTS = 10_000;
    // Accounts take a walk over the rings; a busy tracer exports many batches a second.
    private static final long LOSS_INTERVAL_NANOS = 1_000_000_000;
    // What closing may take for the last losses.
    private static final Duration LONGEST_LAST_LOSS = Duration.ofSeconds(1);

    private final OtlpConfig config;
    private final Resource resource;
    private final LossDelta losses;
    private final OtlpChannel channel;
    private final BufferPool buffers = new BufferPool();
    private final WarnedOnce warnings;
    private final OtlpEncoder encoder;
    // These two are of the process whose events were replayed last.
    private Map<String, String> replayedResource = Map.of();
    private OtlpEncoder replayedEncoder;
    private long lastLossNanos = System.nanoTime();
    // Whether the server answered the last batch, in whatever way.
    private boolean reached;
    private boolean closed;

    /**
     * Makes an exporter; the server is not spoken to before the first batch.
     *
     * @param config where to and how
     * @param resource attributes of this process
     * @param stats accounts from which losses are told
     * @throws IllegalArgumentException if no connection can be made with this configuration
     */
    public OtlpExporter(OtlpConfig config, Resource resource, Supplier<TracerStats> stats) {
        this.config = config;
        this.resource = resource;
        this.losses = new LossDelta(stats);
        this.channel = new OtlpChannel(config);
        this.warnings = new WarnedOnce(name());
        this.encoder = new OtlpEncoder(resource.attributes(), config.nodeLabels());
    }

    @Override
    public String name() {
        return "otlp " + config.endpoint();
    }

    @Override
    public void export(EventBatch batch) throws IOException {
        if (closed) {
            throw new IOException(name() + " is closed");
        }
        if (!reached) {
            channel.recover();
        }
        reached = false;
        try {
            new OtlpTransfer(channel, config, buffers, warnings)
                    .send(batch.events(), encoder(batch.resource()), TraceClock.system().epochNanos());
            reached = true;
        } catch (ExportException e) {
            // A server that refuses events may well take losses.
            reached = e.failed().stream().noneMatch(ExportException.Failed::retryable);
            throw e;
        } finally {
            if (reached && System.nanoTime() - lastLossNanos >= LOSS_INTERVAL_NANOS) {
                tellLosses(config.timeout());
            }
        }
    }

    /**
     * Does nothing: whatever was exported was answered for.
     *
     * @throws IOException never
     */
    @Override
    public void flush() throws IOException {
        // An export waits for its answers.
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        // A server that is away would only hold up the end of the application.
        if (reached && !Thread.currentThread().isInterrupted()) {
            tellLosses(config.timeout().compareTo(LONGEST_LAST_LOSS) < 0 ? config.timeout() : LONGEST_LAST_LOSS);
        }
        channel.close();
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
        return resource.attributes();
    }

    private OtlpEncoder encoder(Map<String, String> ofBatch) {
        if (ofBatch.isEmpty()) {
            return encoder;
        }
        if (!ofBatch.equals(replayedResource)) {
            replayedResource = ofBatch;
            replayedEncoder = new OtlpEncoder(ofBatch, config.nodeLabels());
        }
        return replayedEncoder;
    }

    /** Fails silently: the events were exported, and what is not told now is told with the next losses. */
    private void tellLosses(Duration timeout) {
        lastLossNanos = System.nanoTime();
        Map<String, Long> lost = losses.sinceLastTaken();
        if (lost.isEmpty()) {
            return;
        }
        EncodeBuffer buffer = buffers.take();
        encoder.encodeLoss(lost, TraceClock.system().epochNanos(), buffer);
        BlockingQueue<OtlpCall> answered = new LinkedBlockingQueue<>();
        OtlpCall call = channel.send(buffer, 0, 1, timeout, answered);
        try {
            answered.take();
        } catch (InterruptedException e) {
            // The buffer is not given back: gRPC may still read it.
            call.cancel();
            Thread.currentThread().interrupt();
            return;
        }
        buffers.give(buffer);
        if (call.failure() == null && call.response().getPartialSuccess().getRejectedLogRecords() <= 0) {
            losses.taken();
        }
    }
}
