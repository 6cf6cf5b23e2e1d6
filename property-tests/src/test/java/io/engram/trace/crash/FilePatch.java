// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.lang.foreign.MemoryLayout.PathElement;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Changes trace files by hand. */
final class FilePatch {
    private FilePatch() {
    }

    /** Sets a word of the head. */
    static void setHead(Path file, String field, long value) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, value);
        write(file, TraceFileLayout.HEAD.byteOffset(PathElement.groupElement(field)), word);
    }

    /** Changes the lowest bit of a byte. */
    static void flipBit(Path file, long offset) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        try (FileChannel channel = FileChannel.open(file)) {
            channel.read(one, offset);
        }
        write(file, offset, ByteBuffer.allocate(1).put(0, (byte) (one.get(0) ^ 1)));
    }

    private static void write(Path file, long offset, ByteBuffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(bytes, offset);
        }
    }
}
