// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.collector.tracefile.TraceFileException.Kind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A trace file as a channel: read at offsets, never mapped, since a mapping of a file that somebody truncates ends in
 * an error that no code can be made safe against, while a read then just gives less.
 */
final class TraceChannel implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private TraceChannel(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Opens a regular file to be read. Anything else is not even opened: that of a pipe would wait for its writer. */
    static TraceChannel open(Path path, LinkOption... links) throws TraceFileException {
        return open(path, List.of(StandardOpenOption.READ), links);
    }

    /** Opens the same file once more, to be written. */
    TraceChannel reopenForWriting() throws TraceFileException {
        return open(path, List.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    private static TraceChannel open(Path path, List<OpenOption> how, LinkOption... links) throws TraceFileException {
        try {
            if (!Files.readAttributes(path, BasicFileAttributes.class, links).isRegularFile()) {
                throw new TraceFileException(Kind.FOREIGN, "'" + path
                        + "' is no regular file: give a trace file itself");
            }
            Set<OpenOption> options = new HashSet<>(how);
            options.addAll(List.of(links));
            return new TraceChannel(path, FileChannel.open(path, options));
        } catch (NoSuchFileException e) {
            throw new TraceFileException(Kind.MISSING, "there is no file '" + path
                    + "': check the path, and whether the process has a trace file (engram.trace.file=true)", e);
        } catch (TraceFileException e) {
            throw e;
        } catch (IOException e) {
            throw inaccessible(path, "opened", e);
        }
    }

    private static TraceFileException inaccessible(Path path, String action, IOException cause) {
        String reason = cause instanceof AccessDeniedException ? "permission denied"
                : cause instanceof FileSystemException e && e.getReason() != null ? e.getReason()
                : cause.getMessage() != null ? cause.getMessage() : cause.getClass().getSimpleName();
        return new TraceFileException(Kind.INACCESSIBLE, "'" + path + "' cannot be " + action + " ("
                + reason.lines().findFirst().orElse("") + "): try as the user whose process writes it", cause);
    }

    Path path() {
        return path;
    }

    FileChannel channel() {
        return channel;
    }

    /** Length of the file, bytes. */
    long size() throws IOException {
        try {
            return channel.size();
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw inaccessible(path, "read", e);
        }
    }

    /** Fills memory from the file. False if the file ends before: it was truncated, or is not as long yet. */
    boolean read(MemorySegment target, long offset) throws IOException {
        ByteBuffer buffer = target.asByteBuffer();
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    return false;
                }
            }
            return true;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw inaccessible(path, "read", e);
        }
    }

    /** Writes memory into the file. */
    void write(MemorySegment source, long offset) throws IOException {
        ByteBuffer buffer = source.asByteBuffer();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer, offset + buffer.position());
            }
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw inaccessible(path, "written", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
