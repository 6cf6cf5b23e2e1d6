package io.engram.trace.exporters.json;

import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.EventType;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.file.AppendFile;
import io.engram.trace.exporters.resource.Resource;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes one JSON document. It grows under a temporary name beside the path, and is a whole document after every batch;
 * flushing and closing move it into place, so that whoever opens the path finds a whole document or none.
 */
public final class JsonDocumentExporter implements EventExporter {
    private final Path path;
    private final Path temporary;
    private final Resource resource;
    private final Supplier<TracerStats> stats;
    private final JsonEncoder encoder = new JsonEncoder();
    private final ExportBuffer buffer = new ExportBuffer();
    private AppendFile file;
    // Where the next event goes: the document's end is written behind it, and over again with the next batch.
    private long eventsEnd;
    private boolean empty = true;
    private boolean published;

    /**
     * Makes an exporter; nothing is written before the first batch.
     *
     * @param path where the document goes; what stands there is replaced
     * @param resource who exports
     * @param stats accounts that are written at the document's end
     */
    public JsonDocumentExporter(Path path, Resource resource, Supplier<TracerStats> stats) {
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
        buffer.reset();
        encoder.writeElements(batch.events(), empty, buffer);
        long length = buffer.size();
        // Without accounts: they take a walk over the rings, and are only true once this batch is counted.
        writeEnd(Map.of());
        eventsEnd += length;
        empty = false;
    }

    @Override
    public void flush() throws IOException {
        open();
        buffer.reset();
        writeEnd(stats.get().byType());
        publish();
    }

    @Override
    public void close() throws IOException {
        try {
            flush();
        } finally {
            if (file != null) {
                file.close();
                file = null;
            }
        }
    }

    private void open() throws IOException {
        if (file == null) {
            Files.deleteIfExists(temporary);
            AppendFile opened = AppendFile.open(temporary);
            buffer.reset();
            encoder.writeDocumentStart(resource, buffer);
            long length = buffer.size();
            try {
                opened.append(buffer.toByteBuffer());
            } catch (IOException e) {
                opened.close();
                throw e;
            }
            file = opened;
            eventsEnd = length;
        } else if (published) {
            // The published document is the reader's; the next one begins as a copy of it.
            file.close();
            file = null;
            Files.copy(path, temporary, StandardCopyOption.REPLACE_EXISTING);
            file = AppendFile.open(temporary);
        }
        published = false;
    }

    /** Writes what stands in the buffer, and the document's end, behind the events. */
    private void writeEnd(Map<EventType, TypeStats> accounts) throws IOException {
        int length = buffer.size();
        encoder.writeDocumentEnd(accounts, TraceClock.system().epochNanos(), buffer);
        try {
            file.replaceEnd(eventsEnd, buffer.toByteBuffer());
        } catch (IOException e) {
            if (length > 0) {
                restoreEnd(e);
            }
            throw e;
        }
    }

    /** Ends the document where it ended before the batch that did not fit. */
    private void restoreEnd(IOException cause) {
        try {
            buffer.reset();
            writeEnd(Map.of());
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void publish() throws IOException {
        file.force();
        try {
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
        }
        published = true;
    }
}
