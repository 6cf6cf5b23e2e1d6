// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.exporters.net.OneLine;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Why a request failed, by the rules of OTLP's specification.
 *
 * @param message what the far side says, in a line
 * @param retryable whether it may take the request later
 * @param retryAfter how long to wait before that, or null if the far side does not say
 * @param cause what caused it on this side, or null
 */
record OtlpFailure(String message, boolean retryable, Duration retryAfter, Throwable cause) {
    private static final String OWN_DEADLINE = "CallOptions deadline exceeded";
    private static final Pattern PIPELINE = Pattern.compile("\\s*Channel Pipeline: \\[[^\\]]*]");

    /** The failure that a status other than OK stands for. */
    static OtlpFailure of(Status status, Metadata trailers) {
        RetryInfo retryInfo = trailers == null ? null : RetryInfo.of(trailers);
        boolean retryable = switch (status.getCode()) {
            case CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS -> true;
            // Without it, the server does not expect to recover.
            case RESOURCE_EXHAUSTED -> retryInfo != null;
            // What a server says has no cause: gRPC says this itself of a request that it wrote to a connection which
            // had just been closed, where UNAVAILABLE would do.
            case UNKNOWN -> status.getCause() instanceof IOException;
            default -> false;
        };
        return new OtlpFailure(describe(status), retryable, retryable && retryInfo != null ? retryInfo.delay() : null,
                status.getCause());
    }

    private static String describe(Status status) {
        StringBuilder text = new StringBuilder(status.getCode().name());
        String description = status.getDescription();
        if (description != null && description.startsWith(OWN_DEADLINE)) {
            // With its nanoseconds, each would be a message of its own.
            text.append(": no answer in time");
        } else if (description != null) {
            // gRPC appends the inside of its connection, which says nothing of what went wrong.
            text.append(": ").append(PIPELINE.matcher(description).replaceAll(""));
        }
        // "io exception" alone helps nobody.
        Throwable cause = status.getCause();
        if (cause != null && cause.getMessage() != null && text.indexOf(cause.getMessage()) < 0) {
            text.append(": ").append(cause.getMessage());
        }
        return OneLine.of(text.toString());
    }
}
