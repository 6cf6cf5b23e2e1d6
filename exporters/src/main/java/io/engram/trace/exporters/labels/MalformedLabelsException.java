// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.labels;

import java.io.IOException;

/** A file that holds no labels, or wrong ones. Its message is one line and names the file and the line in it. */
public final class MalformedLabelsException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedLabelsException(String message, Exception cause) {
        super(message, cause);
    }
}
