// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Resource attributes in a segment file: each name and each value as a 32-bit length in bytes and UTF-8. */
final class ResourceText {
    /** How long all of them may be, bytes. */
    static final int MAX_BYTES = 1 << 16;

    private ResourceText() {
    }

    static byte[] encode(Map<String, String> resource) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        resource.forEach((name, value) -> {
            write(text, name);
            write(text, value);
        });
        if (text.size() > MAX_BYTES) {
            throw new IllegalArgumentException("resource attributes take " + text.size() + " bytes: give " + MAX_BYTES
                    + " at most");
        }
        return text.toByteArray();
    }

    private static void write(ByteArrayOutputStream text, String string) {
        byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
        byte[] length = new byte[Integer.BYTES];
        MemorySegment.ofArray(length).set(JAVA_INT_UNALIGNED, 0, bytes.length);
        text.writeBytes(length);
        text.writeBytes(bytes);
    }

    /** The attributes, or null if a length leads out of the text or there is anything behind the last value. */
    static Map<String, String> decode(MemorySegment text, int count) {
        Map<String, String> resource = new LinkedHashMap<>();
        long offset = 0;
        for (int i = 0; i < count; i++) {
            String name = read(text, offset);
            if (name == null) {
                return null;
            }
            offset = end(text, offset);
            String value = read(text, offset);
            if (value == null) {
                return null;
            }
            offset = end(text, offset);
            resource.put(name, value);
        }
        return offset == text.byteSize() ? Collections.unmodifiableMap(resource) : null;
    }

    private static long end(MemorySegment text, long offset) {
        return offset + Integer.BYTES + text.get(JAVA_INT_UNALIGNED, offset);
    }

    private static String read(MemorySegment text, long offset) {
        if (text.byteSize() - offset < Integer.BYTES) {
            return null;
        }
        int length = text.get(JAVA_INT_UNALIGNED, offset);
        long from = offset + Integer.BYTES;
        if (length < 0 || length > text.byteSize() - from) {
            return null;
        }
        byte[] bytes = new byte[length];
        MemorySegment.copy(text, JAVA_BYTE, from, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
