// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import java.io.IOException;

/** A file does not hold what an exporter writes; the message names file, line, column and what is wrong. */
public final class MalformedEventException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedEventException(String message, Exception cause) {
        super(message, cause);
    }
}
