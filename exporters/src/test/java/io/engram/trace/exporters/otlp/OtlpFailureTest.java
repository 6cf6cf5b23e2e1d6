// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OtlpFailureTest {
    // The table in the section on failures of OTLP's specification; RESOURCE_EXHAUSTED only with RetryInfo.
    private static final Set<Status.Code> RETRYABLE = EnumSet.of(Status.Code.CANCELLED, Status.Code.DEADLINE_EXCEEDED,
            Status.Code.ABORTED, Status.Code.OUT_OF_RANGE, Status.Code.UNAVAILABLE, Status.Code.DATA_LOSS);

    private static boolean isRetryable(Status status) {
        return OtlpFailure.of(status, new Metadata()).retryable();
    }

    @Test
    void shouldTryAgainWhatTheSpecificationSays() {
        for (Status.Code code : Status.Code.values()) {
            if (code != Status.Code.OK) {
                assertEquals(RETRYABLE.contains(code), isRetryable(code.toStatus()), code::name);
            }
        }
    }

    @Test
    void shouldTryAgainWhatAConnectionLostThatHadJustBeenClosed() {
        Status closed = Status.UNKNOWN.withDescription("channel closed").withCause(new ClosedChannelException());
        assertTrue(isRetryable(closed));
        assertFalse(isRetryable(Status.UNKNOWN.withDescription("channel closed")));
        assertFalse(isRetryable(Status.UNKNOWN.withCause(new IllegalStateException("ours"))));
        assertEquals("UNKNOWN: channel closed", OtlpFailure.of(closed, null).message());
    }
}
