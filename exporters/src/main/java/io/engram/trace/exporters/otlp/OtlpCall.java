// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.exporters.encode.EncodeBuffer;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.util.concurrent.BlockingQueue;

/**
 * A request under way.
 *
 * <p>Assumptions: the exporter's thread makes it, gRPC's threads fill in the answer one after the other, and the queue
 * hands it back. Until then the buffer belongs to gRPC, which may not have sent it yet.
 */
final class OtlpCall extends ClientCall.Listener<ExportLogsServiceResponse> {
    private final ClientCall<EncodeBuffer, ExportLogsServiceResponse> call;
    private final EncodeBuffer request;
    private final int from;
    private final int to;
    private final BlockingQueue<OtlpCall> answered;
    private ExportLogsServiceResponse response;
    private Status status;
    private Metadata trailers;

    /**
     * A request that is not sent yet.
     *
     * @param call to send it with
     * @param request encoded
     * @param from index of its first event in the batch
     * @param to index behind its last event
     * @param answered where this is put when it is answered, whatever the answer is
     */
    OtlpCall(ClientCall<EncodeBuffer, ExportLogsServiceResponse> call, EncodeBuffer request, int from, int to,
            BlockingQueue<OtlpCall> answered) {
        this.call = call;
        this.request = request;
        this.from = from;
        this.to = to;
        this.answered = answered;
    }

    void start(Metadata headers, boolean compressed) {
        call.start(this, headers);
        call.setMessageCompression(compressed);
        // One more than is due, so that a server that answers twice is found out.
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
    }

    void cancel() {
        call.cancel("the export was interrupted", null);
    }

    @Override
    public void onMessage(ExportLogsServiceResponse message) {
        response = message;
    }

    @Override
    public void onClose(Status closed, Metadata closedWith) {
        status = closed;
        trailers = closedWith;
        answered.add(this);
    }

    EncodeBuffer request() {
        return request;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** Why it failed; null if the server answered. */
    OtlpFailure failure() {
        if (!status.isOk()) {
            return OtlpFailure.of(status, trailers);
        }
        return response != null ? null
                : OtlpFailure.of(Status.INTERNAL.withDescription("the server closed without an answer"), trailers);
    }

    /** What the server answered, where {@link #failure} is null. */
    ExportLogsServiceResponse response() {
        return response;
    }
}
