// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.collector.record.SpanContexts;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.RingSpans;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Copies records out of the rings of a file that their producers may be writing, many at once.
 *
 * <p>{@link io.engram.trace.memlayout.ring.RingReader} looks at each stamp, then copies the record, then looks again.
 * Here the copy is made by the system, and nobody knows in which order it goes through what it copies. So it is the
 * head that tells which records are intact:
 * <ol>
 * <li>Read the header, which gives head h1. A record of a position below it was complete before.
 * <li>Read the slots of positions from h1 - capacity on.
 * <li>Read the header again, which gives head h2.
 * </ol>
 * A word of position c's slot that is not c's comes from position c + capacity or a later one. Its producer had
 * published the head c + capacity before it marked the slot, and passed a store-store fence before it stored that word.
 * So who saw the word sees that head, or a later one, in step 3: c is intact if c + capacity &gt; h2. If they are
 * equal, the producer may be at work in the slot, or stand still for ever. Then the stamp, read once more after step 2,
 * decides as in a {@code RingReader}: the producer marks the slot before it stores anything else there. In files of any
 * content the stamp has to fit too.
 *
 * <p>A shared ring's head tells of claims, not of records. There a record is complete if the stamp says so, read in step 2
 * once before the records are copied; and intact if moreover, in step 3, the head is no higher than its position plus the
 * capacity, so that nobody has claimed its slot, or else the stamp, read once more, is the same.
 *
 * <p><b>Assumptions.</b> One thread at a time uses it. A read sees what the producer's mapping holds, and takes aligned
 * words of 8 bytes whole; so it is on Linux and macOS, for files of this machine.
 *
 * <p><b>Guarantees.</b> Records told to be intact are not torn. A record is told not to be if it was overwritten, or
 * was about to be. Nothing is written into the file.
 *
 * <p><b>Progress.</b> Every method reads a bounded number of times, whatever the producer does.
 *
 * <p><b>Who owns the memory.</b> The garbage collector: about {@link #CHUNK_SLOTS} records, or the size of a ring if
 * that is less; twice that for shared rings.
 */
final class RingCopier {
    /** Records that are copied at once. */
    static final int CHUNK_SLOTS = 16_384;
    /** No ring gets as far; beyond it, sums of positions might overflow. */
    static final long MAX_HEAD = 1L << 60;

    // Producers and collectors change these groups for nanoseconds at a time; the limit is for files in which they
    // never settle.
    private static final int ROUNDS = 100;

    /** What there is at a ring's place. */
    enum Condition {
        /** A ring. */
        IN_USE,
        /** No ring yet, or one that is not in the file. */
        UNUSED,
        /** Something that is no ring. */
        DAMAGED,
        /** The end of the file. */
        MISSING
    }

    private final TraceChannel channel;
    private final int ringCapacity;
    private final int chunkSlots;
    private final MemorySegment slots;
    // Null until there is a shared ring.
    private SharedSlots sharedSlots;
    private boolean isShared;
    private long kind;
    private long capacity;
    private long accounted;
    private long notWritten;
    private final MemorySegment word;
    private MemorySegment before;
    private MemorySegment header;
    private long ringOffset;
    private long head;
    private long from;
    private int count;
    private long oldestIntact;

    RingCopier(TraceChannel channel, int ringCapacity) {
        this.channel = channel;
        this.ringCapacity = ringCapacity;
        this.chunkSlots = Math.min(CHUNK_SLOTS, ringCapacity);
        Arena arena = Arena.ofAuto();
        this.slots = arena.allocate(chunkSlots * RecordLayout.RECORD_BYTES, RecordLayout.RECORD_BYTES);
        this.word = arena.allocate(Long.BYTES, Long.BYTES);
        this.before = arena.allocate(RingLayout.HEADER_BYTES, Long.BYTES);
        this.header = arena.allocate(RingLayout.HEADER_BYTES, Long.BYTES);
    }

    /** Turns to a ring and reads its header. */
    Condition begin(long offset) throws IOException {
        ringOffset = offset;
        count = 0;
        if (!readHeader()) {
            return Condition.MISSING;
        }
        if (RingLayout.capacity(header) == 0) {
            return Condition.UNUSED;
        }
        // The kind is written before the capacity, and both were read at once. So are a shared ring's counts of claims and
        // its head, which is to be read after them.
        accounted = Math.clamp(SharedRingLayout.accountedAcquire(header), 0, MAX_HEAD);
        long written = sum(header, SharedRingLayout::writtenAcquire);
        if (!readHeader()) {
            return Condition.MISSING;
        }
        isShared = SharedRingLayout.isShared(header);
        kind = SharedRingLayout.kind(header);
        capacity = RingLayout.capacity(header);
        head = RingLayout.headAcquire(header);
        boolean fits = isShared ? capacity >= 1 && capacity <= maxSharedCapacity() : capacity == ringCapacity;
        if (!fits || head < 0 || head > MAX_HEAD) {
            return Condition.DAMAGED;
        }
        notWritten = Math.clamp(head - written, 0, MAX_HEAD);
        return Condition.IN_USE;
    }

    // What a ring of one thread takes, as SharedRing has it.
    private long maxSharedCapacity() {
        return Math.max(1, SharedRingLayout.capacityWithin(RingLayout.lengthBytes(ringCapacity), kind));
    }

    /** Whether many threads write the ring that was turned to. */
    boolean isShared() {
        return isShared;
    }

    /** Its slots. */
    int capacity() {
        return (int) capacity;
    }

    /**
     * Whether it is known what became of all positions of a shared ring below its head, when it was turned to: those whose
     * record is not there never get one.
     */
    boolean isQuiet() {
        return accounted == head;
    }

    /** How many of these positions, at most, were not counted as written: the others were dropped, or stand open. */
    long notWritten() {
        return notWritten;
    }

    /** How many of these were counted as dropped, at least. */
    long dropped() {
        return Math.clamp(sum(before, SharedRingLayout::droppedAcquire), 0, head);
    }

    /** The ring's head when it was turned to. */
    long head() {
        return head;
    }

    /** The oldest position that was in the ring then. */
    long oldest() {
        return Math.max(0, head - capacity);
    }

    /**
     * Copies records.
     *
     * @param position of the first, from {@link #oldest} on
     * @param max how many at most
     * @return how many; less than {@code max} if the head of the turn was reached or the memory is full, 0 also if the
     *     file ends before them
     */
    int copy(long position, int max) throws IOException {
        from = position;
        count = (int) Math.min(Math.min(max, chunkSlots), head - position);
        if (count > 0 && isShared) {
            copyShared();
            return count;
        }
        if (count <= 0 || !readSlots(slots) || !readHeader()) {
            count = 0;
            return 0;
        }
        long headNow = Math.max(head, RingLayout.headAcquire(header));
        long boundary = headNow - capacity;
        oldestIntact = boundary >= from && boundary < from + count && isStillComplete(boundary)
                ? boundary : boundary + 1;
        return count;
    }

    private void copyShared() throws IOException {
        if (sharedSlots == null) {
            sharedSlots = new SharedSlots(chunkSlots);
        }
        SharedSlots shared = sharedSlots;
        boolean isRead = readSlots(shared.stamps());
        shared.noteComplete(from, count);
        isRead = isRead && readSlots(slots)
                && readElements(shared.origins(), SharedRingLayout.originsOffset(capacity),
                        SharedRingLayout.ORIGIN_BYTES)
                && readElements(shared.settled(), SharedRingLayout.settledOffset(capacity),
                        SharedRingLayout.SETTLED_BYTES)
                && (!keepsSpans() || readElements(shared.spans(), SharedRingLayout.spansOffset(capacity),
                        SharedRingLayout.SPAN_BYTES))
                && readHeader();
        long boundary = Math.max(head, RingLayout.headAcquire(header)) - capacity;
        if (isRead && boundary > from) {
            isRead = readSlots(shared.stamps());
        }
        if (isRead) {
            shared.noteIntact(slots, from, count, boundary);
        } else {
            count = 0;
        }
    }

    private boolean readSlots(MemorySegment target) throws IOException {
        return readElements(target, RingLayout.HEADER_BYTES, RecordLayout.RECORD_BYTES);
    }

    // Of an array with an element per slot, those of the positions to be copied.
    private boolean readElements(MemorySegment target, long arrayOffset, long elementBytes) throws IOException {
        long index = from % capacity;
        int untilEnd = (int) Math.min(count, capacity - index);
        long firstBytes = untilEnd * elementBytes;
        boolean isRead = channel.read(target.asSlice(0, firstBytes), ringOffset + arrayOffset + index * elementBytes);
        if (isRead && untilEnd < count) {
            isRead = channel.read(target.asSlice(firstBytes, (count - untilEnd) * elementBytes),
                    ringOffset + arrayOffset);
        }
        // Partner: the storeStoreFence of RingWriter and SharedRingWriter. Keeps the slots' reads above the second one of
        // the header and of stamps: what overwrote a slot that was read above is announced in what is read below. And
        // keeps the reads of a shared ring's records below the first one of its stamps.
        VarHandle.acquireFence();
        return isRead;
    }

    // Into the place of the earlier header's capacity, which is not looked at any more.
    private boolean isStillComplete(long position) throws IOException {
        MemorySegment stamp = before.asSlice(0, Long.BYTES);
        return channel.read(stamp, ringOffset + RingLayout.slotOffset(position, capacity))
                && RecordLayout.stampOpaque(stamp, 0) == RecordLayout.completeStamp(position);
    }

    // Keeps the header that was read last as the earlier one.
    private boolean readHeader() throws IOException {
        MemorySegment earlier = before;
        before = header;
        header = earlier;
        boolean isRead = channel.read(header, ringOffset);
        // Partner: the release stores of head, owners, rates and counts. What is read below is not older than they are.
        VarHandle.acquireFence();
        return isRead;
    }

    /** The position of a copied record. */
    long position(int i) {
        return from + i;
    }

    /** Where a copied record lies in {@link #slots}. */
    long record(int i) {
        return i * RecordLayout.RECORD_BYTES;
    }

    /** Whether a copied record is as it was written. */
    boolean isIntact(int i) {
        if (isShared) {
            return sharedSlots.isIntact(i);
        }
        long position = from + i;
        return position >= oldestIntact
                && RecordLayout.stampOpaque(slots, record(i)) == RecordLayout.completeStamp(position);
    }

    /**
     * Whether a position of a shared ring, where no intact record was copied, has none to come: its record was there, or a
     * later one is, or it never gets one.
     */
    boolean isMissed(int i) {
        return sharedSlots.isOvertaken(i) || isQuiet();
    }

    /** Whether a copied record of a shared ring was complete before it was copied. */
    boolean wasComplete(int i) {
        return sharedSlots.wasComplete(i);
    }

    /** Whether the tracer's collector is done with a copied record of a shared ring. */
    boolean isSettled(int i) {
        return SharedRingLayout.settled(sharedSlots.settled(), i) == from + i + 1;
    }

    /** Who wrote a copied record of a shared ring. */
    TracedThread thread(int i) {
        return new TracedThread(SharedRingLayout.threadId(sharedSlots.origins(), i), "");
    }

    /** Which sampling word the writer of such a record went by. */
    long samplingWord(int i) {
        return SharedRingLayout.samplingWord(sharedSlots.origins(), i);
    }

    /** The span within which such a record was written, or null. */
    SpanContext span(int i, SpanContexts contexts) {
        return keepsSpans() ? contexts.ofShared(sharedSlots.origins(), sharedSlots.spans(), i) : null;
    }

    private boolean keepsSpans() {
        return kind == SharedRingLayout.WITH_SPANS;
    }

    /** The memory that records are copied to. */
    MemorySegment slots() {
        return slots;
    }

    /**
     * The header with owners and rates that are not older than the copied records and belong together. Where they did
     * not settle it is the last one, and stamps of owners tell which of them are whole.
     */
    MemorySegment ownersAndRates() throws IOException {
        int round = 0;
        while (!RingLayout.sameOwnersAndRates(before, header) && ++round < ROUNDS && readHeader()) {
            // Read again.
        }
        return header;
    }

    /** How many places for changes of span the ring has. */
    int spanPlaces() {
        return RingSpans.places(capacity);
    }

    /**
     * Reads the places for changes of span, of a ring of one thread.
     *
     * @param target takes them
     * @return false if the file ends before
     */
    boolean readSpans(MemorySegment target) throws IOException {
        boolean isRead = channel.read(target.asSlice(0, spanPlaces() * RingSpans.PLACE_BYTES),
                ringOffset + RingSpans.offset(capacity));
        // Partner: the store-store fence and the release of RingSpans.set. Keeps one reading above the next.
        VarHandle.acquireFence();
        return isRead;
    }

    /** How many changes of span there are by now; -1 if the file ends before. */
    long readSpanChanges() throws IOException {
        return channel.read(word, ringOffset + RingSpans.changesOffset()) ? word.get(ValueLayout.JAVA_LONG, 0) : -1;
    }

    /** The header with counts that belong together, as far as they can be had. */
    MemorySegment counts() throws IOException {
        int round = 0;
        do {
            if (!readHeader()) {
                break;
            }
        } while (!(RingLayout.sameCounts(before, header) && (isShared || isAccountOfCursor())) && ++round < ROUNDS);
        head = Math.clamp(RingLayout.headAcquire(header), head, MAX_HEAD);
        return header;
    }

    // The collector counts what it takes before it moves the cursor.
    private boolean isAccountOfCursor() {
        return delivered(header) + RingLayout.overwritten(header) == RingLayout.cursorAcquire(header);
    }

    /** Records of all types that the collector has taken. */
    static long delivered(MemorySegment header) {
        return sum(header, RingLayout::delivered);
    }

    private static long sum(MemorySegment header, CountOfType figure) {
        long sum = 0;
        for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
            sum += figure.of(header, type);
        }
        return sum;
    }
}
