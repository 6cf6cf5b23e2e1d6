// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.filetests;

import io.engram.trace.memlayout.layout.ControlBlock;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Trace files as another process sees them. */
public final class TraceFiles {
    private TraceFiles() {
    }

    /** The file, mapped to be read; what the tracer writes later is seen. */
    public static MemorySegment map(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A ring of a mapped file. */
    public static MemorySegment ring(MemorySegment file, long index) {
        long capacity = TraceFileLayout.ringCapacity(file);
        return file.asSlice(TraceFileLayout.ringOffset(index, capacity), TraceFileLayout.strideBytes(capacity));
    }

    /** Makes a request: words first, number last. */
    public static void request(Path file, long number, long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.nativeOrder());
        bytes.asLongBuffer().put(words);
        ByteBuffer last = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, number);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(bytes, ControlBlock.requestOffset() + ControlBlock.requestedOffset());
            channel.write(last, ControlBlock.requestOffset() + ControlBlock.numberOffset());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What lies in a folder. */
    public static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until something holds; fails after a minute. */
    public static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited in vain");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
