// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import io.engram.trace.collector.event.CognitiveEvent;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The segments of a slot as one queue of blocks: appends to the youngest, reads from the oldest.
 *
 * <p>Assumptions: one thread uses it at a time. What is lost is collected and fetched by the caller.
 *
 * @param <T> the tag's type
 */
final class SegmentQueue<T> implements Closeable {
    private final Path folder;
    private final String name;
    private final SpoolLimits limits;
    private final byte[] resource;
    private final int resourceCount;
    // A block to be written stands in the one while the other is used to make room for it.
    private final StagingBuffer outgoing = new StagingBuffer();
    private final StagingBuffer incoming = new StagingBuffer();
    // By age.
    private final List<Segment<T>> segments = new ArrayList<>();
    private final Map<Long, StoredBlock<T>> handedOut = new HashMap<>();
    private List<LostBlock<T>> losses = new ArrayList<>();
    private SpoolSlot slot;
    // The one appended to; null before the next append begins it.
    private Segment<T> active;
    private long nextHandle;
    private long ownEvents;
    private long corruptBlocks;

    private SegmentQueue(Path folder, String name, SpoolLimits limits, Map<String, String> resource)
            throws IOException {
        this.folder = folder;
        this.name = name;
        this.limits = limits;
        this.resource = ResourceText.encode(resource);
        this.resourceCount = resource.size();
        this.slot = SpoolSlot.take(folder, name);
    }

    static <T> SegmentQueue<T> open(Path folder, String name, SpoolLimits limits, Map<String, String> resource)
            throws IOException {
        SegmentQueue<T> queue = new SegmentQueue<>(folder, name, limits, resource);
        try {
            queue.recover();
        } catch (IOException e) {
            queue.slot.close();
            throw e;
        }
        return queue;
    }

    private void recover() throws IOException {
        slot.adoptOthers(name);
        for (Path path : slot.segments()) {
            recover(path);
        }
        // Stable: numbers decide between equal times.
        segments.sort(Comparator.comparingLong(Segment::createdUnixNanos));
        while (occupiedBytes() > limits.maxBytes()) {
            makeRoom();
        }
    }

    private void recover(Path path) throws IOException {
        SegmentBeginning beginning = null;
        try (SegmentFile file = SegmentFile.open(path)) {
            if (file.length() > 0) {
                beginning = SegmentBeginning.read(file, incoming);
                if (beginning != null && beginning.acknowledgedOffset() < file.length()) {
                    segments.add(Segment.found(file, beginning));
                    return;
                }
            }
            // Its process was killed before it wrote anything, or before it deleted what was delivered.
            if (file.length() == 0 || beginning != null) {
                file.delete();
                return;
            }
        } catch (AccessDeniedException e) {
            // Like a damaged one: it must not keep the others from being read.
            beginning = null;
        }
        slot.setAside(path);
        countLost(null, -1, LostBlock.Cause.CORRUPT);
    }

    /** See {@link DiskSpool#append}. */
    void append(List<CognitiveEvent> events, T tag) throws IOException {
        MemorySegment block = BlockEncoder.encode(events, outgoing, limits.maxBlockBytes(beginningBytes()));
        long length = block.byteSize();
        if (active != null && !canTake(length)) {
            endActive();
        }
        makeRoomFor(length);
        if (active == null) {
            begin();
        }
        active.append(block, events.size(), tag);
        ownEvents += events.size();
    }

    private boolean canTake(long length) {
        return active.file().length() + length <= limits.segmentBytes() && active.file().isThere();
    }

    private void endActive() {
        SegmentFile file = active.file();
        active = null;
        if (!file.isThere()) {
            // Left open: as long as it is, its blocks can be read.
            return;
        }
        try (file) {
            file.force();
        } catch (IOException e) {
            // Its blocks can be read from memory all the same; were this to fail, it would speak of the wrong events.
            return;
        }
    }

    private void begin() throws IOException {
        if (!slot.isIntact()) {
            slot.close();
            slot = takeAgain();
        }
        // A clock that was set back must not turn the order round.
        long created = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        if (!segments.isEmpty()) {
            created = Math.max(created, segments.getLast().createdUnixNanos());
        }
        MemorySegment beginning = SegmentBeginning.encode(created, resource, resourceCount, incoming);
        active = Segment.begun(SegmentFile.create(slot.nextSegment(), beginning), created);
        segments.add(active);
    }

    private SpoolSlot takeAgain() throws IOException {
        try {
            return SpoolSlot.take(folder, name);
        } catch (NoSuchFileException e) {
            throw new IOException("spool folder " + folder + " is not there any more: make it again", e);
        }
    }

    private long beginningBytes() {
        return SegmentLayout.blocksOffset(resource.length);
    }

    private void makeRoomFor(long blockBytes) throws IOException {
        long kept = segments.stream().filter(Segment::isInUse).mapToLong(segment -> segment.file().length()).sum();
        long atMost = blockBytes + (active != null && active.isInUse() ? 0 : beginningBytes());
        if (kept + atMost > limits.maxBytes()) {
            throw new IOException("spool " + slot.path() + " is full: of " + limits.maxBytes() + " bytes " + kept
                    + " are being read and " + blockBytes + " more are needed: raise its size or read less at once");
        }
        while (occupiedBytes() + blockBytes + (active == null ? beginningBytes() : 0) > limits.maxBytes()) {
            makeRoom();
        }
    }

    private void makeRoom() throws IOException {
        if (slot.badBytes() > 0) {
            slot.deleteBad();
            return;
        }
        for (Segment<T> segment : segments) {
            if (!segment.isInUse()) {
                drop(segment);
                return;
            }
        }
    }

    private void drop(Segment<T> segment) throws IOException {
        List<StoredBlock<T>> dropped;
        try {
            dropped = segment.peekAll(incoming);
        } catch (NoSuchFileException e) {
            loseMissing(segment);
            return;
        }
        delete(segment);
        dropped.forEach(block -> lose(block, block.isDamaged() ? LostBlock.Cause.CORRUPT : LostBlock.Cause.FULL));
    }

    /** See {@link DiskSpool#next}. */
    SpoolBlock<T> next() throws IOException {
        for (Segment<T> segment : List.copyOf(segments)) {
            SpoolBlock<T> block = nextOf(segment);
            if (block != null) {
                return block;
            }
        }
        return null;
    }

    private SpoolBlock<T> nextOf(Segment<T> segment) throws IOException {
        try {
            for (StoredBlock<T> block = segment.peek(incoming); block != null; block = segment.peek(incoming)) {
                List<CognitiveEvent> events = segment.read(block, incoming);
                segment.take();
                if (events != null) {
                    handedOut.put(nextHandle, block);
                    return new SpoolBlock<>(events, segment.resource(), block.tag(), nextHandle++);
                }
                lose(block, LostBlock.Cause.CORRUPT);
                settle(block);
            }
        } catch (NoSuchFileException e) {
            loseMissing(segment);
        }
        deleteIfSettled(segment);
        return null;
    }

    /** See {@link DiskSpool#acknowledge}. */
    void acknowledge(long handle) {
        StoredBlock<T> block = handedOut.remove(handle);
        if (block != null) {
            if (block.segment().isOwn()) {
                ownEvents -= block.events();
            }
            settle(block);
        }
    }

    private void settle(StoredBlock<T> block) {
        block.segment().settle(block);
        deleteIfSettled(block.segment());
    }

    private void deleteIfSettled(Segment<T> segment) {
        if (segment.isSettled()) {
            try {
                delete(segment);
            } catch (IOException e) {
                // It goes when room is needed, or a later process deletes it.
                segment.noteAcknowledged();
            }
        }
    }

    private void delete(Segment<T> segment) throws IOException {
        segment.file().delete();
        segments.remove(segment);
        if (segment == active) {
            active = null;
        }
    }

    /** Somebody deleted the file: what was not handed out is gone. */
    private void loseMissing(Segment<T> segment) throws IOException {
        segment.peekFound().forEach(block -> lose(block, LostBlock.Cause.CORRUPT));
        if (!segment.isSearched()) {
            countLost(null, -1, LostBlock.Cause.CORRUPT);
        }
        delete(segment);
    }

    private void lose(StoredBlock<T> block, LostBlock.Cause cause) {
        if (block.segment().isOwn()) {
            ownEvents -= block.events();
        }
        countLost(block.tag(), block.events(), cause);
    }

    private void countLost(T tag, long events, LostBlock.Cause cause) {
        if (cause == LostBlock.Cause.CORRUPT) {
            corruptBlocks++;
        }
        losses.add(new LostBlock<>(tag, events, cause));
    }

    /** What was lost since the last call. */
    List<LostBlock<T>> takeLosses() {
        List<LostBlock<T>> taken = losses;
        losses = new ArrayList<>();
        return taken;
    }

    boolean hasNext() {
        return segments.stream().anyMatch(Segment::hasWaiting);
    }

    long ownEvents() {
        return ownEvents;
    }

    /** Length of the segment files. */
    long bytes() {
        return segments.stream().mapToLong(segment -> segment.file().length()).sum();
    }

    private long occupiedBytes() {
        return bytes() + slot.badBytes();
    }

    long corruptBlocks() {
        return corruptBlocks;
    }

    @Override
    public void close() throws IOException {
        try (SpoolSlot last = slot) {
            if (active != null && last.isIntact()) {
                active.file().force();
            }
        } finally {
            for (Segment<T> segment : segments) {
                segment.file().close();
            }
        }
    }
}
