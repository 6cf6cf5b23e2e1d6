package io.engram.trace.collector.export;

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
        super(message, cause);
        this.failed = List.copyOf(failed);
        this.retryAfter = retryAfter;
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
