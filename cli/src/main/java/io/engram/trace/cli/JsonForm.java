// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import java.util.Arrays;
import java.util.Locale;

/** The two forms of JSON. */
enum JsonForm {
    JSON,
    NDJSON;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a format's name is one of these. */
    static boolean isLabel(String format) {
        return Arrays.stream(values()).anyMatch(form -> form.label().equals(format));
    }
}
