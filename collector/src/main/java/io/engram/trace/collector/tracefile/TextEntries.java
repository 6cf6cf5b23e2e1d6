// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The {@code key=value} lines of a trace's head, escaped as in a properties file. */
final class TextEntries {
    private TextEntries() {
    }

    /** The entries in their order; what is not well-formed ends them. */
    static Map<String, String> of(String text) {
        Map<String, String> entries = new LinkedHashMap<>();
        // Properties know the escapes but not the order.
        Properties reader = new Properties() {
            @Override
            public synchronized Object put(Object key, Object value) {
                return entries.put((String) key, (String) value);
            }
        };
        try {
            reader.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }
}
