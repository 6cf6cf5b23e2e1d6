// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.engram.trace.collector.event.CognitiveEvent;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A segment file and which of its blocks are still needed.
 *
 * <p>Assumptions: one thread uses it at a time. Blocks of other processes are looked for only when they are asked for.
 *
 * @param <T> the tag's type
 */
final class Segment<T> {
    private final SegmentFile file;
    private final Map<String, String> resource;
    private final long createdUnixNanos;
    private final boolean own;
    // In the order of the file: first those taken, settled or not, then those not taken yet.
    private final Deque<StoredBlock<T>> taken = new ArrayDeque<>();
    private final Deque<StoredBlock<T>> waiting = new ArrayDeque<>();
    private long foundUpTo;
    private long acknowledgedOffset;
    private int inUse;

    private Segment(SegmentFile file, long createdUnixNanos, Map<String, String> resource, boolean own,
            long acknowledgedOffset) {
        this.file = file;
        this.resource = resource;
        this.createdUnixNanos = createdUnixNanos;
        this.own = own;
        this.acknowledgedOffset = acknowledgedOffset;
        this.foundUpTo = acknowledgedOffset;
    }

    /** A segment that this process begins. */
    static <T> Segment<T> begun(SegmentFile file, long createdUnixNanos) {
        return new Segment<>(file, createdUnixNanos, Map.of(), true, file.length());
    }

    /** A segment that was there before. */
    static <T> Segment<T> found(SegmentFile file, SegmentBeginning beginning) {
        return new Segment<>(file, beginning.createdUnixNanos(), beginning.resource(), false,
                beginning.acknowledgedOffset());
    }

    SegmentFile file() {
        return file;
    }

    long createdUnixNanos() {
        return createdUnixNanos;
    }

    /** Attributes of the process that wrote it; empty for this one. */
    Map<String, String> resource() {
        return resource;
    }

    /** Whether its blocks were appended by this object. */
    boolean isOwn() {
        return own;
    }

    /** Whether a block was taken from it that is not settled. */
    boolean isInUse() {
        return inUse > 0;
    }

    /** Whether there may be blocks that were not taken. */
    boolean hasWaiting() {
        return !waiting.isEmpty() || foundUpTo < file.length();
    }

    /** Whether nobody needs it any more. */
    boolean isSettled() {
        return !hasWaiting() && taken.isEmpty();
    }

    void append(MemorySegment block, int events, T tag) throws IOException {
        file.append(block);
        waiting.add(StoredBlock.written(this, foundUpTo, file.length(), events, tag));
        foundUpTo = file.length();
    }

    /** The oldest block or damage that was not taken and is not settled, or null. */
    StoredBlock<T> peek(StagingBuffer staging) throws IOException {
        while (hasWaiting()) {
            if (waiting.isEmpty()) {
                find(staging);
            }
            if (!waiting.getFirst().isSettled()) {
                return waiting.getFirst();
            }
            taken.add(waiting.remove());
            advance();
        }
        return null;
    }

    /** All blocks and damages that were not taken and are not settled. */
    List<StoredBlock<T>> peekAll(StagingBuffer staging) throws IOException {
        while (foundUpTo < file.length()) {
            find(staging);
        }
        return peekFound();
    }

    /** Whether all of the file is known. */
    boolean isSearched() {
        return foundUpTo == file.length();
    }

    /** Those of them that are known without reading. */
    List<StoredBlock<T>> peekFound() {
        return waiting.stream().filter(block -> !block.isSettled()).toList();
    }

    private void find(StagingBuffer staging) throws IOException {
        FoundStretch stretch = FoundStretch.at(foundUpTo, file, staging);
        waiting.add(StoredBlock.found(this, stretch));
        foundUpTo = stretch.end();
    }

    /** The events of a block, or null if it cannot be read. */
    List<CognitiveEvent> read(StoredBlock<T> block, StagingBuffer staging) throws IOException {
        if (block.isDamaged()) {
            return null;
        }
        MemorySegment memory = staging.ofBytes(block.end() - block.start());
        return file.read(block.start(), memory) ? BlockDecoder.decode(memory) : null;
    }

    /** Takes the block that peek returned. */
    void take() {
        taken.add(waiting.remove());
        inUse++;
    }

    /** Nobody needs a block any more that was taken: neither this process nor a later one reads it again. */
    void settle(StoredBlock<T> block) {
        block.settle();
        inUse--;
        boolean isFirst = block == taken.getFirst();
        advance();
        if (!isFirst && !block.isDamaged()) {
            note(block.start() + BlockLayout.ACKNOWLEDGED, BlockLayout.ACKNOWLEDGED_WORD);
        } else if (!isSettled()) {
            noteAcknowledged();
        }
    }

    /** Notes in the file up to where its blocks are settled. */
    void noteAcknowledged() {
        note(SegmentLayout.ACKNOWLEDGED, SegmentLayout.acknowledgedWord(acknowledgedOffset));
    }

    private void advance() {
        while (!taken.isEmpty() && taken.getFirst().isSettled()) {
            acknowledgedOffset = taken.remove().end();
        }
    }

    private void note(long offset, long word) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(JAVA_LONG);
            bytes.set(JAVA_LONG, 0, word);
            file.overwrite(offset, bytes);
        } catch (IOException e) {
            // This process knows; at worst a later one delivers the block again, which is better than failing now.
            return;
        }
    }
}
