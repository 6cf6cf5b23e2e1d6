// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

import java.nio.charset.StandardCharsets;

/** Texts that have UTF-8: half a surrogate pair is a legal thread name, and has none. */
public final class WellFormed {
    private WellFormed() {
    }

    /**
     * A text with question marks in place of half surrogate pairs.
     *
     * @param text any
     * @return text that has UTF-8
     */
    public static String text(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
