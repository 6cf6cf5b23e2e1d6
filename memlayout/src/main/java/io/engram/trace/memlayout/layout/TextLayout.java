// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.layout;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * A text in a struct: a word with its length in bytes, and room for so many bytes of UTF-8.
 *
 * <p>Guarantees: a text that is too long is cut at the end of a character; reading never goes beyond the text's room,
 * whatever the length says, and replaces what is not UTF-8.
 */
final class TextLayout {
    private final long length;
    private final long bytes;
    private final long room;

    /** The text whose length and bytes are these fields of a struct. */
    TextLayout(GroupLayout struct, String length, String bytes) {
        this.length = struct.byteOffset(groupElement(length));
        this.bytes = struct.byteOffset(groupElement(bytes));
        this.room = struct.select(groupElement(bytes)).byteSize();
    }

    /** Sets the text of the struct at {@code base}; its length last, with release. */
    void set(MemorySegment segment, long base, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int end = (int) Math.min(utf8.length, room);
        while (end < utf8.length && end > 0 && isContinuation(utf8[end])) {
            end--;
        }
        MemorySegment.copy(utf8, 0, segment, JAVA_BYTE, base + bytes, end);
        // Partner: get, which acquires it: whoever sees the length sees the text.
        Words.setRelease(segment, base + length, end);
    }

    /** The text of the struct at {@code base}. */
    String get(MemorySegment segment, long base) {
        int end = (int) Math.clamp(Words.getAcquire(segment, base + length), 0, room);
        byte[] utf8 = new byte[end];
        MemorySegment.copy(segment, JAVA_BYTE, base + bytes, utf8, 0, end);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static boolean isContinuation(byte utf8) {
        return (utf8 & 0xC0) == 0x80;
    }
}
