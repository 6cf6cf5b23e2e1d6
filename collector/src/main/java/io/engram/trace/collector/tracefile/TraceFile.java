package io.engram.trace.collector.tracefile;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.core.EventType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A trace file, open for reading. */
public final class TraceFile implements AutoCloseable {
    private final Path path;

    private TraceFile(Path path) {
        this.path = path;
    }

    /**
     * Opens a trace file. A link is followed.
     *
     * @param file any path
     * @return the file, to be closed
     * @throws TraceFileException if it is not a usable trace file
     */
    public static TraceFile open(Path file) throws TraceFileException {
        return new TraceFile(file);
    }

    /**
     * Where the file is.
     *
     * @return the path it was opened by
     */
    public Path path() {
        return path;
    }

    /**
     * What the head said about the tracer when the file was opened.
     *
     * @return what does not change
     */
    public TraceFileInfo info() {
        throw new UnsupportedOperationException(path.toString());
    }

    /**
     * What has become of the tracer.
     *
     * @return running, closed, or ended without having been closed
     * @throws IOException if the file cannot be read
     */
    public OwnerState ownerState() throws IOException {
        throw new UnsupportedOperationException(path.toString());
    }

    /**
     * Takes the accounts.
     *
     * @return statistics at this moment
     * @throws IOException if the file cannot be read
     */
    public TraceFileStats stats() throws IOException {
        throw new UnsupportedOperationException(path.toString());
    }

    /**
     * Copies all events that are in the rings.
     *
     * @param filter which of them are wanted
     * @return events by time
     * @throws IOException if the file cannot be read
     */
    public Snapshot snapshot(EventFilter filter) throws IOException {
        throw new UnsupportedOperationException(path.toString());
    }

    /**
     * Begins to follow the events.
     *
     * @param fromOldest whether to begin with those that are in the rings, and not with those that come
     * @return the tail, to be used by one thread at a time and no longer than this file is open
     * @throws IOException if the file cannot be read
     */
    public Tail tail(boolean fromOldest) throws IOException {
        throw new UnsupportedOperationException(path.toString());
    }

    /**
     * The switches in force.
     *
     * @return of each event type
     * @throws IOException if the file cannot be read
     */
    public Switches switches() throws IOException {
        throw new UnsupportedOperationException(path.toString());
    }

    /**
     * Asks the process for other switches and waits until it has followed.
     *
     * @param wanted what to change, by event type; types that are not mentioned stay as they are
     * @param timeout how long to wait at most
     * @return what is in force then
     * @throws IOException a {@link TraceFileException} of kind {@code NOT_FOLLOWED} if the process does not follow
     */
    public Switches request(Map<EventType, SwitchChange> wanted, Duration timeout) throws IOException {
        throw new UnsupportedOperationException(path.toString());
    }

    /**
     * Notes that all events were read, for those who want to remove files that nobody needs any more.
     *
     * @param when the time of reading
     * @return whether it could be noted; it cannot in a file that may only be read
     */
    public boolean markRead(Instant when) {
        throw new UnsupportedOperationException(path.toString());
    }

    /**
     * How much room the file takes. The tracer writes every page before it uses it, so that this is the file's length.
     *
     * @return bytes
     * @throws IOException if the system does not tell
     */
    public long usedBytes() throws IOException {
        throw new UnsupportedOperationException(path.toString());
    }

    @Override
    public void close() throws IOException {
    }
}
