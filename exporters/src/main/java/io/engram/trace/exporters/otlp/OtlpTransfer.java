// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.ExportException;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.net.OneLine;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One batch on its way: cut into requests, several of them under way at once, and what became of them.
 *
 * <p>Assumptions: one thread uses it, once.
 */
final class OtlpTransfer {
    private final OtlpChannel channel;
    private final OtlpConfig config;
    private final BufferPool buffers;
    private final WarnedOnce warnings;
    private final BlockingQueue<OtlpCall> answered = new LinkedBlockingQueue<>();
    private final Set<OtlpCall> underWay = new LinkedHashSet<>();
    private final List<ExportException.Failed> failed = new ArrayList<>();
    private OtlpFailure firstFailure;
    private Duration retryAfter;
    private boolean stopped;
    private int next;

    OtlpTransfer(OtlpChannel channel, OtlpConfig config, BufferPool buffers, WarnedOnce warnings) {
        this.channel = channel;
        this.config = config;
        this.buffers = buffers;
        this.warnings = warnings;
    }

    /**
     * Sends events and waits for the answers.
     *
     * @param events at least one
     * @param encoder of the process that recorded them
     * @param observedUnixNano time of the export, nanoseconds since 1970
     * @throws ExportException if the server does not have all of them
     * @throws InterruptedIOException if the thread was interrupted; what the server has is then not known
     */
    void send(List<CognitiveEvent> events, OtlpEncoder encoder, long observedUnixNano) throws IOException {
        try {
            while (!underWay.isEmpty() || !stopped && next < events.size()) {
                while (!stopped && next < events.size() && underWay.size() < config.maxInFlight()) {
                    sendNext(events, encoder, observedUnixNano);
                }
                if (!underWay.isEmpty()) {
                    OtlpCall call = answered.take();
                    underWay.remove(call);
                    buffers.give(call.request());
                    settle(call);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("the export was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            // None, unless something went wrong. Their buffers are not given back: gRPC may still read them.
            underWay.forEach(OtlpCall::cancel);
        }
        if (next < events.size()) {
            failed.add(new ExportException.Failed(next, events.size(), events.size() - next, true));
        }
        if (!failed.isEmpty()) {
            failed.sort(Comparator.comparingInt(ExportException.Failed::from));
            // Without the number of failures: the same cause makes the same message, which is logged once.
            throw new ExportException(firstFailure.message(), firstFailure.cause(), failed, retryAfter);
        }
    }

    private void sendNext(List<CognitiveEvent> events, OtlpEncoder encoder, long observedUnixNano) {
        EncodeBuffer buffer = buffers.take();
        int end = encoder.encode(events, next, observedUnixNano, config.maxRequestBytes(), buffer);
        if (end == next) {
            buffers.give(buffer);
            note(new OtlpFailure("an event is larger than the largest request, " + config.maxRequestBytes()
                    + " bytes: raise " + OtlpConfig.MAX_REQUEST_BYTES + " or shorten thread names and resource",
                    false, null, null), next, next + 1, 1);
            next++;
        } else {
            underWay.add(channel.send(buffer, next, end, config.timeout(), answered));
            next = end;
        }
    }

    private void settle(OtlpCall call) {
        OtlpFailure failure = call.failure();
        if (failure != null) {
            note(failure, call.from(), call.to(), call.to() - call.from());
            // The server is in trouble: more requests would only add to that. What it refused says nothing of others.
            stopped |= failure.retryable();
            return;
        }
        ExportLogsPartialSuccess partial = call.response().getPartialSuccess();
        String words = OneLine.of(partial.getErrorMessage());
        if (partial.getRejectedLogRecords() > 0) {
            long rejected = Math.min(partial.getRejectedLogRecords(), call.to() - call.from());
            note(new OtlpFailure("the server rejected " + rejected + " events: " + words, false, null, null),
                    call.from(), call.to(), (int) rejected);
        } else if (!words.isEmpty()) {
            warnings.warn("The server accepted all events with a warning: " + words);
        }
    }

    private void note(OtlpFailure failure, int from, int to, int events) {
        failed.add(new ExportException.Failed(from, to, events, failure.retryable()));
        if (firstFailure == null) {
            firstFailure = failure;
        }
        Duration asked = failure.retryAfter();
        if (asked != null && (retryAfter == null || asked.compareTo(retryAfter) > 0)) {
            retryAfter = asked;
        }
    }
}
