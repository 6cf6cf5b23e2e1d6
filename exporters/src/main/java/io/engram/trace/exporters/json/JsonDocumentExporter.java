// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.EventType;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.file.AppendFile;
import io.engram.trace.exporters.labels.NodeLabels;
import io.engram.trace.exporters.resource.Resource;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes one JSON document. It grows under a temporary name beside the path, and is a whole document after every batch;
 * flushing and closing move it into place, so that whoever opens the path finds a whole document or none. Whatever
 * becomes of the document that was moved there, the next one holds all events again.
 *
 * <p>Assumptions: one thread uses it.
 */
public final class JsonDocumentExporter implements EventExporter {
    private static final int INITIAL_BYTES = 1 << 16;

    private final Path path;
    private final Path temporary;
    private final Resource resource;
    private final Supplier<TracerStats> stats;
    private final JsonEncoder encoder;
    private final EncodeBuffer buffer = new EncodeBuffer(INITIAL_BYTES);
    private AppendFile file;
    // Where the next event goes: the document's end is written behind it, and over again with the next batch.
    private long eventsEnd;
    private boolean empty = true;
    // Whether the file ends with the document's end.
    private boolean whole;
    private boolean published;
    private boolean closed;

    /**
     * Makes an exporter; nothing is written before the first batch.
     *
     * @param path where the document goes; what stands there is replaced
     * @param resource who exports
     * @param stats accounts that are written at the document's end
     */
    public JsonDocumentExporter(Path path, Resource resource, Supplier<TracerStats> stats) {
        this(path, resource, stats, NodeLabels.NONE);
    }

    /**
     * Makes an exporter that adds words for nodes; nothing is written before the first batch.
     *
     * @param path where the document goes; what stands there is replaced
     * @param resource who exports
     * @param stats accounts that are written at the document's end
     * @param labels of nodes
     */
    public JsonDocumentExporter(Path path, Resource resource, Supplier<TracerStats> stats, NodeLabels labels) {
        this.encoder = new JsonEncoder(labels);
        this.path = path;
        this.temporary = path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid() + "-"
                + Integer.toHexString(System.identityHashCode(this)) + ".tmp");
        this.resource = resource;
        this.stats = stats;
    }

    @Override
    public String name() {
        return "json " + path;
    }

    @Override
    public void export(EventBatch batch) throws IOException {
        open();
        buffer.clear();
        encoder.writeElements(batch.events(), empty, buffer);
        long length = buffer.length();
        // Without accounts: they take a walk over the rings, and are only true once this batch is counted.
        writeEnd(Map.of());
        eventsEnd += length;
        empty = false;
    }

    @Override
    public void flush() throws IOException {
        open();
        buffer.clear();
        try {
            writeEnd(stats.get().byType());
        } catch (IOException e) {
            // The accounts did not fit; the events did.
            if (whole) {
                publish();
            }
            throw e;
        }
        publish();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            flush();
        } finally {
            closed = true;
            if (file != null) {
                file.close();
            }
        }
    }

    private void open() throws IOException {
        if (closed) {
            throw new IOException(name() + " is closed");
        }
        // Before events are taken that could never be moved there, and before a device is moved away.
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new FileSystemException(path.toString(), null, "is not a file: give a path where one can be made");
        }
        if (file == null) {
            begin();
        } else if (published) {
            beginWithCopy();
        }
    }

    private void begin() throws IOException {
        buffer.clear();
        encoder.writeDocumentStart(resource, buffer);
        long length = buffer.length();
        encoder.writeDocumentEnd(Map.of(), TraceClock.system().epochNanos(), buffer);
        AppendFile begun = openTemporary();
        try {
            begun.append(buffer.toByteBuffer());
        } catch (IOException e) {
            throw givenUp(begun, e);
        }
        file = begun;
        eventsEnd = length;
        whole = true;
    }

    /** The published document is the reader's, to be moved or removed; the next one begins as a copy of it. */
    private void beginWithCopy() throws IOException {
        buffer.clear();
        encoder.writeDocumentEnd(Map.of(), TraceClock.system().epochNanos(), buffer);
        AppendFile begun = openTemporary();
        try {
            begun.appendBeginning(file, eventsEnd);
            begun.append(buffer.toByteBuffer());
            file.close();
        } catch (IOException e) {
            throw givenUp(begun, e);
        }
        file = begun;
        published = false;
    }

    private AppendFile openTemporary() throws IOException {
        Files.deleteIfExists(temporary);
        return AppendFile.open(temporary);
    }

    private IOException givenUp(AppendFile begun, IOException cause) {
        try {
            begun.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return cause;
    }

    /** Writes what stands in the buffer, and the document's end, behind the events. */
    private void writeEnd(Map<EventType, TypeStats> accounts) throws IOException {
        encoder.writeDocumentEnd(accounts, TraceClock.system().epochNanos(), buffer);
        whole = false;
        try {
            file.replaceEnd(eventsEnd, buffer.toByteBuffer());
            whole = true;
        } catch (IOException e) {
            restoreEnd(e);
            throw e;
        }
    }

    /** Ends the document where it ended before what did not fit. */
    private void restoreEnd(IOException cause) {
        try {
            buffer.clear();
            encoder.writeDocumentEnd(Map.of(), TraceClock.system().epochNanos(), buffer);
            file.replaceEnd(eventsEnd, buffer.toByteBuffer());
            whole = true;
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void publish() throws IOException {
        file.force();
        file.moveTo(path);
        published = true;
    }
}
