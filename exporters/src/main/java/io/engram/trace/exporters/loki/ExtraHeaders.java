// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.exporters.net.KeyValueList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the headers that a user adds to all requests. */
final class ExtraHeaders {
    // RFC 9110, section 5.6.2.
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Set<String> OURS = Set.of("authorization", "connection", "content-encoding", "content-length",
            "content-type", "expect", "host", "transfer-encoding", "upgrade", "user-agent", "x-scope-orgid");

    private ExtraHeaders() {
    }

    /**
     * Reads headers.
     *
     * @param text as {@link KeyValueList} reads it
     * @return headers
     * @throws IllegalArgumentException if one is not legal, or is set by the exporter
     */
    static Map<String, String> parse(String text) {
        Map<String, String> headers = KeyValueList.parse(text);
        headers.forEach((name, value) -> {
            if (!TOKEN.matcher(name).matches()) {
                throw new IllegalArgumentException("header '" + name + "' has no legal name");
            }
            if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("header '" + name
                        + "' is set by the exporter: leave it away, or use the setting for it");
            }
            checkValue("header '" + name + "'", value);
        });
        return headers;
    }

    /** Refuses what would end a header's line, or cannot be sent in it. */
    static void checkValue(String what, String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7F || c == '\t')) {
            throw new IllegalArgumentException(what + " has a value with illegal characters: give ASCII");
        }
    }
}
