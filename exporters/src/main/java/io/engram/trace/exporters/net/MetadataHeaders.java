// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.net;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Headers that a configuration adds to requests over gRPC. Messages name headers and never repeat values. */
public final class MetadataHeaders {
    private static final Pattern NAME = Pattern.compile("[0-9a-z_.-]+");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7E]*");
    private static final Set<String> RESERVED =
            Set.of("content-type", "te", "user-agent", "host", "connection", "transfer-encoding");

    private MetadataHeaders() {
    }

    /**
     * Reads headers.
     *
     * @param list as {@link KeyValueList} reads it
     * @return values by names in lower case
     * @throws IllegalArgumentException if gRPC does not carry one of them
     */
    public static Map<String, String> parse(String list) {
        Map<String, String> headers = new LinkedHashMap<>();
        KeyValueList.parse(list).forEach((key, value) -> {
            String name = key.toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("header '" + key
                        + "' has a character that names may not have: use letters, digits, '-', '_' and '.'");
            }
            if (name.endsWith("-bin")) {
                throw new IllegalArgumentException("header '" + name + "' would be binary: give a name without -bin");
            }
            if (name.startsWith("grpc-") || RESERVED.contains(name)) {
                throw new IllegalArgumentException("header '" + name + "' is gRPC's own: leave it out");
            }
            if (!PRINTABLE.matcher(value).matches()) {
                throw new IllegalArgumentException("header '" + name
                        + "' has a value with other than printable ASCII characters: encode them");
            }
            headers.put(name, value);
        });
        return headers;
    }
}
