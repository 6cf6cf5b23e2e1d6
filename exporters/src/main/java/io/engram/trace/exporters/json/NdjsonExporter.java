// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.file.AppendFile;
import io.engram.trace.exporters.labels.NodeLabels;
import io.engram.trace.exporters.loss.LossDelta;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Appends events to a file, one a line. Before a batch would make the file larger than its limit, the file is moved to
 * the next free of {@code NAME.1}, {@code NAME.2}, … and a new one begun. Losses that were noticed since the last batch
 * stand in a line of their own. What is not a file, such as a device, is never moved.
 *
 * <p>Assumptions: one thread uses it.
 */
public final class NdjsonExporter implements EventExporter {
    // Accounts take a walk over the rings; a busy tracer exports many batches a second.
    private static final long LOSS_INTERVAL_NANOS = 1_000_000_000;
    private static final int INITIAL_BYTES = 1 << 16;
    private static final ByteBuffer LINE_END = ByteBuffer.wrap(new byte[] {'\n'}).asReadOnlyBuffer();

    private final Path path;
    private final long rotateBytes;
    private final LossDelta losses;
    private final JsonEncoder encoder;
    private final EncodeBuffer buffer = new EncodeBuffer(INITIAL_BYTES);
    private AppendFile file;
    private boolean closed;
    private int lastRotated;
    private long lastLossNanos = System.nanoTime();

    /**
     * Makes an exporter; nothing is written before the first batch.
     *
     * @param path where events are appended
     * @param rotateBytes largest file, bytes; 0 for no limit; a batch that is larger alone gets a file of its own
     * @param stats accounts from which losses are told
     */
    public NdjsonExporter(Path path, long rotateBytes, Supplier<TracerStats> stats) {
        this(path, rotateBytes, stats, NodeLabels.NONE);
    }

    /**
     * Makes an exporter that adds words for nodes; nothing is written before the first batch.
     *
     * @param path where events are appended
     * @param rotateBytes largest file, bytes; 0 for no limit; a batch that is larger alone gets a file of its own
     * @param stats accounts from which losses are told
     * @param labels of nodes
     */
    public NdjsonExporter(Path path, long rotateBytes, Supplier<TracerStats> stats, NodeLabels labels) {
        this.encoder = new JsonEncoder(labels);
        this.path = path;
        this.rotateBytes = rotateBytes;
        this.losses = new LossDelta(stats);
    }

    @Override
    public String name() {
        return "ndjson " + path;
    }

    @Override
    public void export(EventBatch batch) throws IOException {
        buffer.clear();
        encoder.writeLines(batch.events(), buffer);
        append(System.nanoTime() - lastLossNanos >= LOSS_INTERVAL_NANOS);
    }

    @Override
    public void flush() throws IOException {
        buffer.clear();
        append(true);
        // Also when nothing was to be written: what was exported before shall be on the disk.
        file.force();
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
                file = null;
            }
        }
    }

    private void append(boolean withLosses) throws IOException {
        if (withLosses) {
            Map<String, Long> lost = losses.sinceLastTaken();
            if (!lost.isEmpty()) {
                encoder.writeLossLine(lost, TraceClock.system().epochNanos(), buffer);
            }
        }
        open();
        if (buffer.length() == 0) {
            return;
        }
        if (rotateBytes > 0 && file.isRegular() && file.length() > 0 && file.length() + buffer.length() > rotateBytes) {
            rotate();
        }
        file.append(buffer.toByteBuffer());
        if (withLosses) {
            losses.taken();
            lastLossNanos = System.nanoTime();
        }
    }

    private void open() throws IOException {
        if (closed) {
            throw new IOException(name() + " is closed");
        }
        if (file == null) {
            AppendFile opened = AppendFile.open(path);
            try {
                if (!opened.endsWithLine()) {
                    // A writer died in the middle of its last line: it stays a line of its own, and ours begin anew.
                    opened.append(LINE_END.duplicate());
                }
            } catch (IOException e) {
                opened.close();
                throw e;
            }
            file = opened;
        }
    }

    private void rotate() throws IOException {
        AppendFile full = file;
        file = null;
        full.close();
        // Remembered only once the file was moved: while it cannot be, no number is skipped.
        for (int number = lastRotated + 1; file == null; number++) {
            Path rotated = path.resolveSibling(path.getFileName() + "." + number);
            if (!Files.exists(rotated, LinkOption.NOFOLLOW_LINKS) && move(rotated)) {
                lastRotated = number;
                file = AppendFile.open(path);
            }
        }
    }

    private boolean move(Path rotated) throws IOException {
        try {
            Files.move(path, rotated);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}
