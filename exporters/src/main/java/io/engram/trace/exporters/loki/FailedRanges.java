// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.export.ExportException;
import io.engram.trace.collector.export.ExportException.Failed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects what failed of a batch, range by range, for the one exception that tells it. */
final class FailedRanges {
    private final List<Failed> failed = new ArrayList<>();
    private String message;
    private Throwable cause;
    private Duration retryAfter;

    /** Refused by Loki. */
    void refused(int from, int to, PushAnswer answer) {
        failed.add(new Failed(from, to, to - from, false));
        explain(answer.message(), answer.cause());
    }

    /** Not even sent: Loki would refuse them, and others of the same request with them. */
    void tooLong(List<Integer> indices) {
        int at = 0;
        while (at < indices.size()) {
            int from = indices.get(at);
            int to = from;
            while (at < indices.size() && indices.get(at) == to) {
                to++;
                at++;
            }
            failed.add(new Failed(from, to, to - from, false));
        }
        if (!indices.isEmpty()) {
            explain(indices.size() + " events are too long for Loki: give their threads shorter names", null);
        }
    }

    void retryable(int from, int to, PushAnswer answer) {
        failed.add(new Failed(from, to, to - from, true));
        explain(answer.message(), answer.cause());
        retryAfter = answer.retryAfter();
    }

    private void explain(String words, Throwable why) {
        if (message == null) {
            message = words;
            cause = why;
        }
    }

    void throwIfAny() throws ExportException {
        if (!failed.isEmpty()) {
            // Without the number of failures: the same cause makes the same message, which is logged once.
            throw new ExportException(message, cause, failed, retryAfter);
        }
    }
}
