// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.net;

import java.util.LinkedHashMap;
import java.util.Map;

/** Lists such as {@code k=v,k2=v2} with percent-encoded values, as OpenTelemetry's variables have them. */
public final class KeyValueList {
    private KeyValueList() {
    }

    /**
     * Reads a list. Blanks around keys and values do not count, nor do empty entries; of equal keys the last one does.
     *
     * @param text list
     * @return keys and decoded values, in the order of the list
     * @throws IllegalArgumentException if an entry has no {@code =} or no key, or a value is wrongly encoded; names its
     *     place and not its text, which may be secret
     */
    public static Map<String, String> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        String[] entries = text.split(",", -1);
        for (int i = 0; i < entries.length; i++) {
            String entry = entries[i].strip();
            if (entry.isEmpty()) {
                continue;
            }
            int equals = entry.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("entry " + (i + 1) + " of " + entries.length
                        + " is not of the form key=value");
            }
            try {
                values.put(entry.substring(0, equals).strip(),
                        PercentEncoding.decode(entry.substring(equals + 1).strip()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("entry " + (i + 1) + " of " + entries.length + ": "
                        + e.getMessage(), e);
            }
        }
        return values;
    }
}
