// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.export;

import io.engram.trace.core.stats.DiscardReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Says which events of a batch the far side does not have, and whether to try them again. It has all others of the
 * batch.
 *
 * <p>The message goes to logs and statistics: it says what the far side said, in a line and without secrets.
 */
public final class ExportException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient List<Failed> failed;
    private final transient Duration retryAfter;
    /** Under what the events are counted that it does not have for good. */
    private final DiscardReason reason;

    /**
     * Some consecutive events of a batch that the far side does not have.
     *
     * @param from index of the first one in the batch
     * @param to index behind the last one
     * @param events how many of them it does not have: fewer than there are if it does not say which
     * @param retryable whether it may take them later; then it has none of them
     */
    public record Failed(int from, int to, int events, boolean retryable) {
        /**
         * Checks the figures against each other.
         *
         * @param from index of the first one
         * @param to index behind the last one
         * @param events how many of them
         * @param retryable whether to try again
         * @throws IllegalArgumentException if they contradict each other
         */
        public Failed {
            if (from < 0 || to <= from || events < 0 || events > to - from || retryable && events != to - from) {
                throw new IllegalArgumentException("failed events contradict each other: from=" + from + ", to=" + to
                        + ", events=" + events + ", retryable=" + retryable);
            }
        }
    }

    /**
     * Some events failed.
     *
     * @param message what went wrong
     * @param cause what caused it, or null
     * @param failed in the order of the batch, not overlapping
     * @param retryAfter how long to wait before the next attempt, where the far side says so, or else null
     */
    public ExportException(String message, Throwable cause, List<Failed> failed, Duration retryAfter) {
        this(message, cause, failed, retryAfter, DiscardReason.REFUSED);
    }

    private ExportException(String message, Throwable cause, List<Failed> failed, Duration retryAfter,
            DiscardReason reason) {
        super(message, cause);
        this.failed = List.copyOf(failed);
        this.retryAfter = retryAfter;
        this.reason = reason;
    }

    /**
     * All events of a batch failed for the time being.
     *
     * @param message what went wrong
     * @param cause what caused it, or null
     * @param events size of the batch
     * @param retryAfter how long to wait before the next attempt, where the far side says so, or else null
     * @return exception
     */
    public static ExportException retryable(String message, Throwable cause, int events, Duration retryAfter) {
        return new ExportException(message, cause, List.of(new Failed(0, events, events, true)), retryAfter);
    }

    /**
     * All events of a batch were refused for good.
     *
     * @param message what the far side says
     * @param events size of the batch
     * @return exception
     */
    public static ExportException refused(String message, int events) {
        return new ExportException(message, null, List.of(new Failed(0, events, events, false)), null);
    }

    /**
     * Some events were left out, as the configuration asks: no failure, and nothing that is logged.
     *
     * @param reason why, one that is no loss
     * @param message the same in words
     * @param leftOut in the order of the batch, not overlapping; none of them to be tried again
     * @return exception
     * @throws IllegalArgumentException if the reason is a loss, or some are to be tried again
     */
    public static ExportException leftOut(DiscardReason reason, String message, List<Failed> leftOut) {
        if (reason.isLoss() || leftOut.stream().anyMatch(Failed::retryable)) {
            throw new IllegalArgumentException("events left out as " + reason + " in " + leftOut
                    + ": give a reason that is no loss, and no events that are to be tried again");
        }
        return new ExportException(message, null, leftOut, null, reason);
    }

    /**
     * Why the far side will never have the events that are not to be tried again.
     *
     * @return {@link DiscardReason#REFUSED}, or a reason that is no loss
     */
    public DiscardReason reason() {
        return reason;
    }

    /**
     * Which events failed.
     *
     * @return in the order of the batch, not overlapping
     */
    public List<Failed> failed() {
        return failed;
    }

    /**
     * How long the far side asks to wait before the next attempt.
     *
     * @return null if it does not say
     */
    public Duration retryAfter() {
        return retryAfter;
    }
}
