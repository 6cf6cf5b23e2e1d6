// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.net;

/** What a server says, fit for a log. */
public final class OneLine {
    private static final int MAX_CHARS = 300;

    private OneLine() {
    }

    /**
     * A text of whatever kind as a line of bounded length.
     *
     * @param text any
     * @return the text without control characters, and without its end if it is long
     */
    public static String of(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (line.length() <= MAX_CHARS) {
            return line;
        }
        // No half of a surrogate pair.
        int end = Character.isHighSurrogate(line.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
        return line.substring(0, end) + "…";
    }
}
