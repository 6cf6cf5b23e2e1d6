// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that grows by whole blocks: one that does not fit is taken back.
 *
 * <p>Assumptions: one thread uses it at a time, and no other process. The file is open while it is used and may be
 * released in between; it is opened again when needed, also when an interrupt has closed it.
 */
final class SegmentFile implements Closeable {
    private final Path path;
    private FileChannel channel;
    private long length;
    // Whether part of a block may stand behind the length.
    private boolean ragged;

    private SegmentFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Makes a file with a beginning; it leaves none if the beginning does not fit. */
    static SegmentFile create(Path path, MemorySegment beginning) throws IOException {
        SegmentFile file = new SegmentFile(path, PrivateFiles.create(path));
        try {
            file.append(beginning);
        } catch (IOException e) {
            file.close();
            Files.deleteIfExists(path);
            throw e;
        }
        return file;
    }

    /** Opens a file of another process. */
    static SegmentFile open(Path path) throws IOException {
        SegmentFile file = new SegmentFile(path, PrivateFiles.open(path));
        try {
            DiskAccess<Long> size = () -> file.opened().size();
            file.length = size.runToTheEnd();
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return file;
    }

    Path path() {
        return path;
    }

    /** Bytes of the blocks and what stands before them. */
    long length() {
        return length;
    }

    /** Whether the file still has its name, under which another process would find it. */
    boolean isThere() {
        return PrivateFiles.isFile(path);
    }

    /** Appends a block, all of it or nothing. */
    void append(MemorySegment block) throws IOException {
        DiskAccess<Void> write = () -> {
            cutOff();
            ragged = true;
            writeFully(length, block);
            ragged = false;
            return null;
        };
        try {
            write.runToTheEnd();
        } catch (IOException e) {
            tryToCutOff(e);
            throw e;
        }
        length += block.byteSize();
    }

    /** Writes over what stands before the length. */
    void overwrite(long position, MemorySegment bytes) throws IOException {
        DiskAccess<Void> write = () -> {
            writeFully(position, bytes);
            return null;
        };
        write.runToTheEnd();
    }

    /**
     * Reads as many bytes as the target holds.
     *
     * @return false if the disk does not give them
     * @throws IOException if the file cannot be opened
     */
    boolean read(long position, MemorySegment target) throws IOException {
        DiskAccess<Boolean> read = () -> {
            FileChannel from = opened();
            ByteBuffer bytes = target.asByteBuffer();
            while (bytes.hasRemaining()) {
                if (from.read(bytes, position + bytes.position()) < 0) {
                    return false;
                }
            }
            return true;
        };
        opened();
        try {
            return read.runToTheEnd();
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            // A place of the disk that cannot be read must not keep the reader from the rest.
            return false;
        }
    }

    /** Asks the operating system to bring the file to the disk. */
    void force() throws IOException {
        DiskAccess<Void> force = () -> {
            cutOff();
            opened().force(false);
            return null;
        };
        force.runToTheEnd();
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
    }

    /** Gives the channel back; the file can be used as before. */
    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private void writeFully(long position, MemorySegment segment) throws IOException {
        FileChannel to = opened();
        ByteBuffer bytes = segment.asByteBuffer();
        while (bytes.hasRemaining()) {
            to.write(bytes, position + bytes.position());
        }
    }

    /** Takes back what stands behind the length. */
    private void cutOff() throws IOException {
        if (ragged) {
            opened().truncate(length);
            ragged = false;
        }
    }

    private void tryToCutOff(IOException cause) {
        DiskAccess<Void> cut = () -> {
            cutOff();
            return null;
        };
        try {
            cut.runToTheEnd();
        } catch (IOException e) {
            // The next append or force tries again.
            cause.addSuppressed(e);
        }
    }

    private FileChannel opened() throws IOException {
        if (channel == null || !channel.isOpen()) {
            channel = PrivateFiles.open(path);
        }
        return channel;
    }
}
