// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.memory;

import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.foreign.MemoryLayout.PathElement;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Resource attributes in a trace's head: lines as {@link Properties} reads them. */
public final class ResourceLines {
    private static final long ROOM_BYTES =
            TraceFileLayout.HEAD.select(PathElement.groupElement("resource")).byteSize();

    private ResourceLines() {
    }

    /**
     * Writes attributes, in the order of their names. What does not fit the head as a whole is left out.
     *
     * @param resource names and values
     * @return one {@code name=value} a line, without comments
     */
    public static String of(Map<String, String> resource) {
        StringBuilder lines = new StringBuilder();
        long bytes = 0;
        for (Map.Entry<String, String> entry : new TreeMap<>(resource).entrySet()) {
            String line = line(entry.getKey(), entry.getValue());
            long length = line.getBytes(StandardCharsets.UTF_8).length;
            if (bytes + length <= ROOM_BYTES) {
                lines.append(line);
                bytes += length;
            }
        }
        return lines.toString();
    }

    private static String line(String name, String value) {
        Properties one = new Properties();
        one.setProperty(name, value);
        StringWriter text = new StringWriter();
        try {
            one.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // It writes the date as a comment; names that begin like one are escaped.
        return text.toString().lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow() + "\n";
    }
}
