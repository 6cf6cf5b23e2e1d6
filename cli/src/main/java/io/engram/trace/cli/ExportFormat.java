// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import java.util.Locale;

/** What events can be exported as. */
enum ExportFormat {
    JSON,
    NDJSON,
    CHROME,
    OTLP,
    LOKI;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a server takes it, and not a file. */
    boolean isServer() {
        return this == OTLP || this == LOKI;
    }
}
