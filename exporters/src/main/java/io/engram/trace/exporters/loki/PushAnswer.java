// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import java.time.Duration;

/**
 * What became of a push request.
 *
 * @param outcome what to do now
 * @param message what went wrong, in a line; empty if nothing did
 * @param cause what caused it, or null
 * @param retryAfter how long the server asks to wait, or null
 */
record PushAnswer(Outcome outcome, String message, Throwable cause, Duration retryAfter) {
    static final PushAnswer ACCEPTED = new PushAnswer(Outcome.ACCEPTED, "", null, null);

    /** What to do with the events of a request. */
    enum Outcome {
        /** Nothing, Loki has them. */
        ACCEPTED,
        /** Send them again. */
        RETRYABLE,
        /** Give them up. */
        REFUSED
    }

    static PushAnswer retryable(String message, Throwable cause, Duration retryAfter) {
        return new PushAnswer(Outcome.RETRYABLE, message, cause, retryAfter);
    }

    static PushAnswer refused(String message) {
        return new PushAnswer(Outcome.REFUSED, message, null, null);
    }
}
