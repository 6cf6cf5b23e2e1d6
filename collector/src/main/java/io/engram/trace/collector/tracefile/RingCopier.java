package io.engram.trace.collector.tracefile;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
 * <p><b>Assumptions.</b> One thread at a time uses it. A read sees what the producer's mapping holds, and takes aligned
 * words of 8 bytes whole; so it is on Linux and macOS, for files of this machine.
 *
 * <p><b>Guarantees.</b> Records told to be intact are not torn. A record is told not to be if it was overwritten, or
 * was about to be. Nothing is written into the file.
 *
 * <p><b>Progress.</b> Every method reads a bounded number of times, whatever the producer does.
 *
 * <p><b>Who owns the memory.</b> The garbage collector: about {@link #CHUNK_SLOTS} records, or the size of a ring if
 * that is less.
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
    private final long capacity;
    private final int chunkSlots;
    private final MemorySegment slots;
    private MemorySegment before;
    private MemorySegment header;
    private long ringOffset;
    private long head;
    private long from;
    private int count;
    private long oldestIntact;

    RingCopier(TraceChannel channel, int ringCapacity) {
        this.channel = channel;
        this.capacity = ringCapacity;
        this.chunkSlots = Math.min(CHUNK_SLOTS, ringCapacity);
        Arena arena = Arena.ofAuto();
        this.slots = arena.allocate(chunkSlots * RecordLayout.RECORD_BYTES, RecordLayout.RECORD_BYTES);
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
        head = RingLayout.headAcquire(header);
        long found = RingLayout.capacity(header);
        if (found == 0) {
            return Condition.UNUSED;
        }
        return found == capacity && head >= 0 && head <= MAX_HEAD ? Condition.IN_USE : Condition.DAMAGED;
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
        if (count <= 0 || !readSlots() || !readHeader()) {
            count = 0;
            return 0;
        }
        long headNow = Math.max(head, RingLayout.headAcquire(header));
        long boundary = headNow - capacity;
        oldestIntact = boundary >= from && boundary < from + count && isStillComplete(boundary)
                ? boundary : boundary + 1;
        return count;
    }

    private boolean readSlots() throws IOException {
        int untilEnd = (int) Math.min(count, capacity - from % capacity);
        long firstBytes = untilEnd * RecordLayout.RECORD_BYTES;
        boolean isRead = channel.read(slots.asSlice(0, firstBytes),
                ringOffset + RingLayout.slotOffset(from, capacity));
        if (isRead && untilEnd < count) {
            isRead = channel.read(slots.asSlice(firstBytes, (count - untilEnd) * RecordLayout.RECORD_BYTES),
                    ringOffset + RingLayout.HEADER_BYTES);
        }
        // Partner: the storeStoreFence of RingWriter. Keeps the slots' reads above the second one of the header and of
        // the oldest stamp: what overwrote a slot that was read above is announced in what is read below.
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
        long position = from + i;
        return position >= oldestIntact
                && RecordLayout.stampOpaque(slots, record(i)) == RecordLayout.completeStamp(position);
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

    /** The header with counts that belong together, as far as they can be had. */
    MemorySegment counts() throws IOException {
        int round = 0;
        do {
            if (!readHeader()) {
                break;
            }
        } while (!(RingLayout.sameCounts(before, header) && isAccountOfCursor()) && ++round < ROUNDS);
        head = Math.clamp(RingLayout.headAcquire(header), head, MAX_HEAD);
        return header;
    }

    // The collector counts what it takes before it moves the cursor.
    private boolean isAccountOfCursor() {
        return delivered(header) + RingLayout.overwritten(header) == RingLayout.cursorAcquire(header);
    }

    /** Records of all types that the collector has taken. */
    static long delivered(MemorySegment header) {
        long sum = 0;
        for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
            sum += RingLayout.delivered(header, type);
        }
        return sum;
    }
}
