// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import com.google.protobuf.Any;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.grpc.Metadata;
import java.io.IOException;
import java.time.Duration;

/**
 * What a server says of trying again, in the details of its status: {@code google.rpc.RetryInfo}. Read by hand, because
 * the module of the generated classes has no name to rely on.
 *
 * @param delay how long to wait, 0 to 1 h; null if it does not say
 */
record RetryInfo(Duration delay) {
    static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
    static final String TYPE = "google.rpc.RetryInfo";

    private static final Duration LONGEST_DELAY = Duration.ofHours(1);
    // google.rpc.Status: code 1, message 2, details 3.
    private static final int STATUS_DETAILS = 3;
    private static final int RETRY_DELAY = 1;

    /** What trailers hold; null if they hold none, or none that can be read. */
    static RetryInfo of(Metadata trailers) {
        byte[] details = trailers.get(DETAILS);
        if (details == null) {
            return null;
        }
        try {
            CodedInputStream in = CodedInputStream.newInstance(details);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) == STATUS_DETAILS) {
                    Any detail = Any.parseFrom(in.readByteArray());
                    if (detail.getTypeUrl().endsWith("/" + TYPE)) {
                        return read(detail.getValue().newCodedInput());
                    }
                } else {
                    in.skipField(tag);
                }
            }
        } catch (IOException e) {
            // As if it was not there: the status itself still says what became of the request.
        }
        return null;
    }

    private static RetryInfo read(CodedInputStream in) throws IOException {
        Duration delay = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == RETRY_DELAY) {
                delay = clamp(com.google.protobuf.Duration.parseFrom(in.readByteArray()));
            } else {
                in.skipField(tag);
            }
        }
        return new RetryInfo(delay);
    }

    private static Duration clamp(com.google.protobuf.Duration delay) {
        if (delay.getSeconds() >= LONGEST_DELAY.toSeconds()) {
            return LONGEST_DELAY;
        }
        Duration exact = delay.getSeconds() < 0 ? Duration.ZERO
                : Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
        return exact.isNegative() ? Duration.ZERO : exact.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : exact;
    }
}
