// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import io.engram.trace.collector.export.ExportException;

/** Failures as a line for statistics. */
final class FailureText {
    private static final int MAX_LENGTH = 500;

    private FailureText() {
    }

    /** Describes a failure, also where its own description fails: that is the exporter's code. */
    static String of(Throwable failure) {
        try {
            String message = failure.getMessage();
            String text = failure instanceof ExportException ? String.valueOf(message)
                    : failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
            String line = text.lines().findFirst().orElse("");
            return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
        } catch (RuntimeException e) {
            return failure.getClass().getName();
        }
    }
}
