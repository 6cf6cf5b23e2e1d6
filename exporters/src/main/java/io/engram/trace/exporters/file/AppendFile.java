package io.engram.trace.exporters.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written in whole blocks: a block that does not fit is taken back, so that the file never ends in the
 * middle of one.
 *
 * <p>Assumptions: one thread uses it, and no other process writes the file.
 */
public final class AppendFile implements Closeable {
    private final Path path;
    private final FileChannel channel;
    private long length;

    private AppendFile(Path path, FileChannel channel, long length) {
        this.path = path;
        this.channel = channel;
        this.length = length;
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
        return new AppendFile(path, channel, channel.size());
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
     * Replaces the file's end, or leaves it as it was.
     *
     * @param from where the new end begins, bytes from the file's start, at most {@link #length}
     * @param end what to write there
     * @throws IOException if it could not be written; what stood before {@code from} is unharmed
     */
    public void replaceEnd(long from, ByteBuffer end) throws IOException {
        long position = from;
        try {
            while (end.hasRemaining()) {
                position += channel.write(end, position);
            }
            if (position < length) {
                channel.truncate(position);
            }
            length = position;
        } catch (IOException e) {
            try {
                channel.truncate(from);
                length = from;
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /**
     * Asks the operating system to bring the file to the disk.
     *
     * @throws IOException if it cannot
     */
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
