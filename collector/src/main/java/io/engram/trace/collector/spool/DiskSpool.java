// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import io.engram.trace.collector.event.CognitiveEvent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A bounded queue of events on disk: what an exporter's far side could not take waits here, survives the end of the
 * process however it comes, and is read by the next one.
 *
 * <p>Assumptions: nobody else changes the folder's files. Several spools may use one folder and name at once, in one
 * process or in several: each has files of its own, of {@code maxBytes} in all, and at most 64 can be open. What a
 * closed or killed one left behind goes to the next that is opened.
 *
 * <p>Guarantees: events come back as they were appended, oldest block first. An appended block outlives the process as
 * soon as {@link #append} returns, and a power failure once its file is full or the spool is closed. A block that was
 * acknowledged is not handed out again; one that was handed out and not acknowledged is, by the next process. What is
 * lost is reported once.
 *
 * <p>Thread names are stored as UTF-8: a surrogate without its partner comes back as a question mark.
 *
 * <p>All methods can be called by any thread. An interrupt does not disturb them, and is kept.
 *
 * @param <T> what the caller wants to know of a block again while the process lives
 */
public final class DiskSpool<T> implements Closeable {
    /** How many events one block can hold. */
    public static final int MAX_BLOCK_EVENTS = BlockLayout.MAX_EVENTS;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private record Figures(boolean hasNext, long events, long bytes, long corruptBlocks) {
    }

    private interface Operation<R> {
        R run() throws IOException;
    }

    private final Object guard = new Object();
    private final String name;
    private final SegmentQueue<T> queue;
    private final Consumer<LostBlock<T>> lost;
    private volatile Figures figures;
    private boolean closed;

    private DiskSpool(String name, SegmentQueue<T> queue, Consumer<LostBlock<T>> lost) {
        this.name = name;
        this.queue = queue;
        this.lost = lost;
        refresh();
    }

    /**
     * Opens a spool, made if it is not there, and takes over what earlier processes left.
     *
     * @param <T> what the caller wants to know of a block again while the process lives
     * @param folder where spools lie; made if it is not there
     * @param name what tells this exporter's spools from others: letters, digits, dots, hyphens, underscores
     * @param maxBytes length of all files at most; from 1 MiB on blocks of any usual kind fit
     * @param resource attributes of this process, stored for whoever reads its blocks later; 64 KiB at most
     * @param lost is told what is lost, within calls of this class (this one too) but under no lock; it must not throw
     * @return the spool
     * @throws IOException if the folder cannot be used, or 64 spools of this name are open
     * @throws IllegalArgumentException if the name has other characters or there are too many attributes
     */
    public static <T> DiskSpool<T> open(Path folder, String name, long maxBytes, Map<String, String> resource,
            Consumer<LostBlock<T>> lost) throws IOException {
        return open(folder, name, SpoolLimits.of(maxBytes), resource, lost);
    }

    static <T> DiskSpool<T> open(Path folder, String name, SpoolLimits limits, Map<String, String> resource,
            Consumer<LostBlock<T>> lost) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("spool name '" + name
                    + "' is no file name: give letters, digits, dots, hyphens and underscores");
        }
        SegmentQueue<T> queue;
        try {
            PrivateFiles.createFolders(folder);
            queue = SegmentQueue.open(folder, name, limits, resource);
        } catch (IOException e) {
            throw new IOException("spool '" + name + "' cannot use " + folder + " (" + e
                    + "): give a folder that can be written", e);
        }
        List<LostBlock<T>> losses = queue.takeLosses();
        DiskSpool<T> spool = new DiskSpool<>(name, queue, lost);
        losses.forEach(lost);
        return spool;
    }

    /**
     * Appends events as one block. If the spool is full, the oldest files of which no block is handed out make room
     * first, and their blocks are reported as lost.
     *
     * @param events {@link #MAX_BLOCK_EVENTS} at most; none are no block
     * @param tag comes back with the block
     * @throws IOException if the block could not be written, or there is no room that can be made; nothing of it is
     *         stored then
     * @throws IllegalArgumentException if there are too many events, or one does not fit a record
     */
    public void append(List<CognitiveEvent> events, T tag) throws IOException {
        if (events.size() > MAX_BLOCK_EVENTS) {
            throw new IllegalArgumentException(events.size() + " events are too many for a block: give "
                    + MAX_BLOCK_EVENTS + " at most");
        }
        if (!events.isEmpty()) {
            call(() -> {
                queue.append(events, tag);
                return null;
            });
        }
    }

    /**
     * Hands out the oldest block that was not handed out yet; those that cannot be read are skipped and reported as
     * lost.
     *
     * @return the block, or null if there is none
     * @throws IOException if a file could not be opened now; the block is still there
     */
    public SpoolBlock<T> next() throws IOException {
        return call(queue::next);
    }

    /**
     * A block was delivered: it is read again by no process. Blocks may be acknowledged in any order; doing it twice,
     * or after close, has no effect.
     *
     * @param block one that this spool handed out
     */
    public void acknowledge(SpoolBlock<T> block) {
        synchronized (guard) {
            if (!closed) {
                queue.acknowledge(block.handle());
                refresh();
            }
        }
    }

    /**
     * Whether something was not handed out yet; costs next to nothing.
     *
     * @return true also if all there is turns out to be unreadable
     */
    public boolean hasNext() {
        return figures.hasNext();
    }

    /**
     * Events appended to this object that were neither acknowledged nor lost.
     *
     * @return how many, without those of earlier processes
     */
    public long events() {
        return figures.events();
    }

    /**
     * Length of all segment files.
     *
     * @return bytes, at most what was given to open
     */
    public long bytes() {
        return figures.bytes();
    }

    /**
     * Blocks, and damages without a recognizable block, that could not be read since this object was opened.
     *
     * @return how many
     */
    public long corruptBlocks() {
        return figures.corruptBlocks();
    }

    /**
     * Brings everything to the disk and leaves it to the next process. Blocks that were handed out and not acknowledged
     * stay as well.
     *
     * @throws IOException if the disk refuses; the spool is closed all the same
     */
    @Override
    public void close() throws IOException {
        synchronized (guard) {
            if (!closed) {
                closed = true;
                figures = new Figures(false, figures.events(), figures.bytes(), figures.corruptBlocks());
                queue.close();
            }
        }
    }

    private <R> R call(Operation<R> operation) throws IOException {
        List<LostBlock<T>> losses = List.of();
        try {
            synchronized (guard) {
                if (closed) {
                    throw new IOException("spool '" + name + "' is closed: open it again");
                }
                try {
                    return operation.run();
                } finally {
                    losses = queue.takeLosses();
                    refresh();
                }
            }
        } finally {
            losses.forEach(lost);
        }
    }

    private void refresh() {
        figures = new Figures(queue.hasNext(), queue.ownEvents(), queue.bytes(), queue.corruptBlocks());
    }
}
