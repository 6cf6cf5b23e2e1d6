// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.layout;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;

/**
 * A ring with many producers: a {@link RingLayout} whose {@code shared} is 1, and behind its records two arrays with an
 * element per slot. {@code origins} has two words, the id of the thread that wrote the slot's record and the sampling
 * word that it went by; they belong to the record: its stamp covers both. {@code settled} has one word, p + 1 for the
 * last position p of the slot that the collector is done with.
 *
 * <p>{@code head} counts claims: a position below it may be complete, being written, dropped, or claimed by a producer
 * that has done nothing with it yet. {@code claims} counts what became of claims, per type: {@code written} once the
 * record is complete, {@code dropped} if the producer did not get the slot. {@code reader.overwritten} counts positions
 * that the collector passed without taking a record, dropped ones too; {@code cursor} is the first position it is not
 * done with.
 *
 * <p>A reader must not take a position below the head for a complete record; its stamp tells, and must be read before the
 * rest. A record is intact if, after it was read, its stamp is still the same, or the head is no higher than its position
 * plus the capacity.
 *
 * <p>Assumptions: producers write what {@code io.engram.trace.memlayout.ring.SharedRingWriter} writes, in its order.
 * Who owns the memory: whoever allocated the segment.
 */
public final class SharedRingLayout {
    private static final SequenceLayout PER_TYPE = sequenceLayout(RecordLayout.EVENT_TYPES, JAVA_LONG);

    /** Length of an element of {@code origins}, bytes. */
    public static final long ORIGIN_BYTES = 2 * Long.BYTES;
    /** Length of an element of {@code settled}, bytes. */
    public static final long SETTLED_BYTES = Long.BYTES;
    /** What became of claims. */
    public static final StructLayout CLAIMS = structLayout(PER_TYPE.withName("written"), PER_TYPE.withName("dropped"));

    private static final long WRITTEN = CLAIMS.byteOffset(groupElement("written"));
    private static final long DROPPED = CLAIMS.byteOffset(groupElement("dropped"));
    private static final long SAMPLING_WORD = Long.BYTES;

    // The header's layout is made of this class's: a holder breaks the circle and keeps the offsets constant.
    private static final class Header {
        static final long SHARED = RingLayout.HEADER.byteOffset(groupElement("shared"));
        static final long HEAD = RingLayout.HEADER.byteOffset(groupElement("head"));
        static final long CLAIMS = RingLayout.HEADER.byteOffset(groupElement("claims"));

        private Header() {
        }
    }

    private SharedRingLayout() {
    }

    /**
     * Length of a shared ring.
     *
     * @param capacity slots
     * @return bytes, header included
     */
    public static long lengthBytes(long capacity) {
        return settledOffset(capacity) + SETTLED_BYTES * capacity;
    }

    /**
     * How many slots a shared ring has at most.
     *
     * @param lengthBytes that it may take
     * @return slots; 0 if not even one fits
     */
    public static long capacityWithin(long lengthBytes) {
        return Math.max(0, (lengthBytes - lengthBytes(0)) / (lengthBytes(1) - lengthBytes(0)));
    }

    /**
     * Where {@code origins} begins.
     *
     * @param capacity slots
     * @return bytes from the ring's beginning
     */
    public static long originsOffset(long capacity) {
        return RingLayout.lengthBytes(capacity);
    }

    /**
     * Where {@code settled} begins.
     *
     * @param capacity slots
     * @return bytes from the ring's beginning
     */
    public static long settledOffset(long capacity) {
        return originsOffset(capacity) + ORIGIN_BYTES * capacity;
    }

    /**
     * Makes an empty shared ring of zeroed memory.
     *
     * @param ring zeroed memory of {@link #lengthBytes} bytes, aligned to {@link RingLayout#ALIGNMENT_BYTES}
     * @param capacity slots, at least 1
     */
    public static void initialize(MemorySegment ring, long capacity) {
        if (capacity < 1 || lengthBytes(capacity) > ring.byteSize()) {
            throw new IllegalArgumentException("capacity " + capacity + " does not fit a shared ring of "
                    + ring.byteSize() + " bytes: give 1 to " + capacityWithin(ring.byteSize()));
        }
        Words.set(ring, Header.SHARED, 1);
        RingLayout.initialize(ring, capacity);
    }

    /**
     * Whether a ring is a shared one; ask after its capacity was read.
     *
     * @param ring an initialised ring
     * @return false if it has one producer
     */
    public static boolean isShared(MemorySegment ring) {
        return Words.get(ring, Header.SHARED) == 1;
    }

    /**
     * Claims a position. No later access moves before the claim, and no earlier one behind it.
     *
     * @param memory memory that holds the ring
     * @param base where the ring begins in it, bytes
     * @return the position
     */
    public static long claim(MemorySegment memory, long base) {
        return Words.getAndAdd(memory, base + Header.HEAD, 1);
    }

    /**
     * Writes whose record it is.
     *
     * @param memory memory that holds the ring
     * @param base where the ring begins in it, bytes
     * @param position the record's position
     * @param capacity slots
     * @param threadId thread id
     * @param samplingWord what the thread went by
     */
    public static void setOrigin(MemorySegment memory, long base, long position, long capacity, long threadId,
            long samplingWord) {
        long origin = base + originsOffset(capacity) + position % capacity * ORIGIN_BYTES;
        Words.set(memory, origin, threadId);
        Words.set(memory, origin + SAMPLING_WORD, samplingWord);
    }

    /**
     * Copies whose record it is, without any order; the caller brackets it by two stamp reads.
     *
     * @param ring the ring
     * @param position the record's position
     * @param capacity slots
     * @param origins memory for elements of {@code origins}
     * @param index of the element there
     */
    public static void copyOrigin(MemorySegment ring, long position, long capacity, MemorySegment origins, long index) {
        long from = originsOffset(capacity) + position % capacity * ORIGIN_BYTES;
        Words.set(origins, index * ORIGIN_BYTES, Words.get(ring, from));
        Words.set(origins, index * ORIGIN_BYTES + SAMPLING_WORD, Words.get(ring, from + SAMPLING_WORD));
    }

    /**
     * Reads whose record it is.
     *
     * @param origins the array, or a copy of some of its elements
     * @param index of the element
     * @return thread id
     */
    public static long threadId(MemorySegment origins, long index) {
        return Words.get(origins, index * ORIGIN_BYTES);
    }

    /**
     * Reads what the record's thread went by.
     *
     * @param origins the array, or a copy of some of its elements
     * @param index of the element
     * @return sampling word
     */
    public static long samplingWord(MemorySegment origins, long index) {
        return Words.get(origins, index * ORIGIN_BYTES + SAMPLING_WORD);
    }

    /**
     * Counts one more record as written; after its stamp says so.
     *
     * @param memory memory that holds the ring
     * @param base where the ring begins in it, bytes
     * @param eventType 0 to 3
     */
    public static void countWritten(MemorySegment memory, long base, int eventType) {
        Words.getAndAdd(memory, base + word(WRITTEN, eventType), 1);
    }

    /**
     * Counts one more claim as dropped.
     *
     * @param memory memory that holds the ring
     * @param base where the ring begins in it, bytes
     * @param eventType 0 to 3
     */
    public static void countDropped(MemorySegment memory, long base, int eventType) {
        Words.getAndAdd(memory, base + word(DROPPED, eventType), 1);
    }

    /**
     * How many records of a type were written. Partner: {@link #countWritten}.
     *
     * @param ring the ring
     * @param eventType 0 to 3
     * @return records; they are seen by who sees the count
     */
    public static long writtenAcquire(MemorySegment ring, int eventType) {
        return Words.getAcquire(ring, word(WRITTEN, eventType));
    }

    /**
     * How many claims for events of a type were dropped. Partner: {@link #countDropped}.
     *
     * @param ring the ring
     * @param eventType 0 to 3
     * @return claims
     */
    public static long droppedAcquire(MemorySegment ring, int eventType) {
        return Words.getAcquire(ring, word(DROPPED, eventType));
    }

    /**
     * Of how many claims it is known what became of them. If a head that is read after this is the same number, then it
     * is known of all positions below that head, and none was being written when the head was read.
     *
     * @param ring the ring
     * @return claims, written and dropped, of all types
     */
    public static long accountedAcquire(MemorySegment ring) {
        long claims = 0;
        for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
            claims += writtenAcquire(ring, type) + droppedAcquire(ring, type);
        }
        return claims;
    }

    /**
     * Whether the collector is done with a position that is not below its cursor.
     *
     * @param ring the ring
     * @param position from the cursor on, less than {@code capacity} away from it
     * @param capacity slots
     * @return false while it may still come back to it
     */
    public static boolean isSettled(MemorySegment ring, long position, long capacity) {
        return Words.getOpaque(ring, settledOffset(position, capacity)) == position + 1;
    }

    /**
     * Reads the last position of a slot that the collector is done with.
     *
     * @param settled the array, or a copy of some of its elements
     * @param index of the element
     * @return position + 1, 0 if there is none
     */
    public static long settled(MemorySegment settled, long index) {
        return Words.getOpaque(settled, index * SETTLED_BYTES);
    }

    /**
     * Notes that the collector is done with a position; it alone calls this.
     *
     * @param ring the ring
     * @param position position
     * @param capacity slots
     */
    public static void setSettled(MemorySegment ring, long position, long capacity) {
        Words.setOpaque(ring, settledOffset(position, capacity), position + 1);
    }

    private static long word(long array, int eventType) {
        return Header.CLAIMS + array + (long) eventType * Long.BYTES;
    }

    private static long settledOffset(long position, long capacity) {
        return settledOffset(capacity) + position % capacity * SETTLED_BYTES;
    }
}
