// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written in whole blocks: a block that does not fit is taken back, so that the file never ends in the
 * middle of one.
 *
 * <p>Assumptions: one thread uses it, and no other process writes the file. That thread may be interrupted: it closes
 * the channel under the block being written, which is then taken back as soon as the interrupt is cleared.
 */
public final class AppendFile implements Closeable {
    // A channel takes native memory as large as what it is given to write, and keeps it for its thread.
    private static final int SLICE_BYTES = 1 << 18;

    private Path path;
    private FileChannel channel;
    private long length;
    // Whether half a block may stand behind the length.
    private boolean ragged;
    private final boolean regular;

    private AppendFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.length = channel.size();
        this.regular = Files.isRegularFile(path);
    }

    /**
     * Opens a file to append to it, made if it is not there.
     *
     * @param path its folder exists
     * @return the file
     * @throws IOException if it cannot be opened
     */
    public static AppendFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            return new AppendFile(path, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Where the file is.
     *
     * @return path
     */
    public Path path() {
        return path;
    }

    /**
     * How long the file is.
     *
     * @return bytes
     */
    public long length() {
        return length;
    }

    /**
     * Whether it is a file and not a device or pipe, which can neither be brought to the disk nor be moved.
     *
     * @return true if it is a file
     */
    public boolean isRegular() {
        return regular;
    }

    /**
     * Whether the file ends with a line feed, or is empty.
     *
     * @return false if a writer died in the middle of a line
     * @throws IOException if it cannot be read
     */
    public boolean endsWithLine() throws IOException {
        if (length == 0) {
            return true;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        channel.read(last, length - 1);
        return last.get(0) == '\n';
    }

    /**
     * Appends a block, all of it or nothing.
     *
     * @param block what to write
     * @throws IOException if it could not be written; the file is as it was before
     */
    public void append(ByteBuffer block) throws IOException {
        replaceEnd(length, block);
    }

    /**
     * Replaces the file's end, or cuts it off.
     *
     * @param from where the new end begins, bytes from the file's start, at most {@link #length}
     * @param end what to write there
     * @throws IOException if it could not be written; what stood before {@code from} is unharmed, and nothing behind it
     */
    public void replaceEnd(long from, ByteBuffer end) throws IOException {
        boolean shorter = ragged || from + end.remaining() < length;
        length = from;
        ragged = true;
        try {
            reopen();
            long position = write(from, end);
            if (shorter) {
                channel.truncate(position);
            }
            length = position;
            ragged = false;
        } catch (IOException e) {
            try {
                cutOff();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /**
     * Appends the beginning of another file.
     *
     * @param other is read
     * @param bytes how much of it
     * @throws IOException if it could not be copied; the file may then end anywhere
     */
    public void appendBeginning(AppendFile other, long bytes) throws IOException {
        other.reopen();
        ByteBuffer slice = ByteBuffer.allocate((int) Math.min(SLICE_BYTES, bytes));
        for (long position = 0; position < bytes; position += slice.limit()) {
            slice.clear().limit((int) Math.min(slice.capacity(), bytes - position));
            if (other.channel.read(slice, position) < 0) {
                throw new IOException(other.path + " was cut off by somebody at " + position + " of " + bytes
                        + " bytes");
            }
            append(slice.flip());
        }
    }

    /**
     * Asks the operating system to bring the file to the disk.
     *
     * @throws IOException if it cannot
     */
    public void force() throws IOException {
        if (regular) {
            reopen();
            cutOff();
            channel.force(false);
        }
    }

    /**
     * Moves the file to another name, at once where the file system can, in place of what stands there.
     *
     * @param target new path
     * @throws IOException if it cannot be moved; it is still where it was
     */
    public void moveTo(Path target) throws IOException {
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
        }
        path = target;
    }

    @Override
    public void close() throws IOException {
        try {
            cutOff();
        } finally {
            channel.close();
        }
    }

    private long write(long from, ByteBuffer block) throws IOException {
        long position = from;
        int limit = block.limit();
        while (block.position() < limit) {
            block.limit(Math.min(limit, block.position() + SLICE_BYTES));
            position += channel.write(block, position);
        }
        return position;
    }

    /** Takes back what stands behind the length. */
    private void cutOff() throws IOException {
        if (ragged) {
            reopen();
            channel.truncate(length);
            ragged = false;
        }
    }

    /** Opens the channel again that an interrupt closed. */
    private void reopen() throws IOException {
        if (!channel.isOpen()) {
            channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
    }
}
