// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

/** What Loki takes unless its operator allows more. */
final class LokiLimits {
    static final int LINE_BYTES = 256 << 10;
    static final int LABELS = 15;
    static final int LABEL_NAME_BYTES = 1_024;
    static final int LABEL_VALUE_BYTES = 2_048;
    /** Ours: a name that is so long tells nothing more, and all metadata of an entry may take 64 KB. */
    static final int THREAD_NAME_CHARS = 1_024;

    private LokiLimits() {
    }

    /** The beginning of a text, at most so many characters and never half a surrogate pair. */
    static String cutChars(String text, int chars) {
        if (text.length() <= chars) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars);
    }

    /** The beginning of a text, at most so many bytes as UTF-8 and never half a surrogate pair. */
    static String cutBytes(String text, int bytes) {
        int length = 0;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            length += utf8Bytes(codePoint);
            if (length > bytes) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }

    private static int utf8Bytes(int codePoint) {
        // Half a pair becomes a question mark.
        boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return half || codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x1_0000 ? 3 : 4;
    }
}
