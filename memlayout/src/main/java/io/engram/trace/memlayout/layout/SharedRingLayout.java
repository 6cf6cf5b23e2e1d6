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
 * A ring with many producers: a {@link RingLayout} whose {@code shared} is not 0, and behind its records arrays with an
 * element per slot. {@code origins} has two words, the thread that wrote the slot's record and the sampling word that it
 * went by. {@code settled} has one word, p + 1 for the last position p of the slot that the collector is done with. If
 * {@code shared} is {@link #WITH_SPANS} there is a third one: {@code spans} has three words, the trace id, high and low,
 * and the span id of the span within which the record was written. Origin and span belong to the record: its stamp
 * covers them.
 *
 * <p>The word of a thread is its id, in the low {@link #THREAD_ID_BITS} bits; where the record has a span the highest bit
 * is set and the bits between are the trace flags. So a record without a span writes nothing to {@code spans}, and what an
 * earlier record left there is not taken for its own.
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
    /** Length of an element of {@code spans}, bytes. */
    public static final long SPAN_BYTES = 3 * Long.BYTES;
    /** {@code shared} of a ring that keeps no spans. */
    public static final long WITHOUT_SPANS = 1;
    /** {@code shared} of a ring that keeps spans. */
    public static final long WITH_SPANS = 2;
    /** Bits of a thread's id that are kept. Ids are handed out in sequence: at one a nanosecond these last a year. */
    public static final int THREAD_ID_BITS = 55;
    /** What became of claims. */
    public static final StructLayout CLAIMS = structLayout(PER_TYPE.withName("written"), PER_TYPE.withName("dropped"));

    private static final long WRITTEN = CLAIMS.byteOffset(groupElement("written"));
    private static final long DROPPED = CLAIMS.byteOffset(groupElement("dropped"));
    private static final long SAMPLING_WORD = Long.BYTES;
    private static final long TRACE_ID_LOW = Long.BYTES;
    private static final long SPAN_ID = 2 * Long.BYTES;
    private static final long THREAD_ID_MASK = (1L << THREAD_ID_BITS) - 1;
    private static final long HAS_SPAN = Long.MIN_VALUE;
    private static final int MAX_FLAGS = 0xFF;

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
     * @param kind {@link #WITHOUT_SPANS} or {@link #WITH_SPANS}
     * @return bytes, header included
     */
    public static long lengthBytes(long capacity, long kind) {
        return spansOffset(capacity) + (kind == WITH_SPANS ? SPAN_BYTES * capacity : 0);
    }

    /**
     * How many slots a shared ring has at most.
     *
     * @param lengthBytes that it may take
     * @param kind {@link #WITHOUT_SPANS} or {@link #WITH_SPANS}
     * @return slots; 0 if not even one fits
     */
    public static long capacityWithin(long lengthBytes, long kind) {
        return Math.max(0, (lengthBytes - lengthBytes(0, kind)) / (lengthBytes(1, kind) - lengthBytes(0, kind)));
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
     * Where {@code spans} begins, if there are any.
     *
     * @param capacity slots
     * @return bytes from the ring's beginning
     */
    public static long spansOffset(long capacity) {
        return settledOffset(capacity) + SETTLED_BYTES * capacity;
    }

    /**
     * Makes an empty shared ring of zeroed memory.
     *
     * @param ring zeroed memory of {@link #lengthBytes} bytes, aligned to {@link RingLayout#ALIGNMENT_BYTES}
     * @param capacity slots, at least 1
     * @param kind {@link #WITHOUT_SPANS} or {@link #WITH_SPANS}
     */
    public static void initialize(MemorySegment ring, long capacity, long kind) {
        if (capacity < 1 || lengthBytes(capacity, kind) > ring.byteSize()) {
            throw new IllegalArgumentException("capacity " + capacity + " does not fit a shared ring of "
                    + ring.byteSize() + " bytes: give 1 to " + capacityWithin(ring.byteSize(), kind));
        }
        Words.set(ring, Header.SHARED, kind);
        RingLayout.initialize(ring, capacity);
    }

    /**
     * Whether a ring is a shared one; ask after its capacity was read.
     *
     * @param ring an initialised ring
     * @return false if it has one producer
     */
    public static boolean isShared(MemorySegment ring) {
        long kind = kind(ring);
        return kind == WITHOUT_SPANS || kind == WITH_SPANS;
    }

    /**
     * What kind of ring it is; ask after its capacity was read.
     *
     * @param ring an initialised ring
     * @return {@link #WITHOUT_SPANS} or {@link #WITH_SPANS}, anything else if the ring is no shared one
     */
    public static long kind(MemorySegment ring) {
        return Words.get(ring, Header.SHARED);
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
     * Writes whose record it is, and that it has no span.
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
        setOriginWords(memory, base, position, capacity, threadId & THREAD_ID_MASK, samplingWord);
    }

    /**
     * Writes whose record it is, and that it has a span, which {@link #setSpan} writes.
     *
     * @param memory memory that holds the ring
     * @param base where the ring begins in it, bytes
     * @param position the record's position
     * @param capacity slots
     * @param threadId thread id
     * @param samplingWord what the thread went by
     * @param traceFlags of the span; only the lowest 8 bits count
     */
    public static void setOriginWithSpan(MemorySegment memory, long base, long position, long capacity, long threadId,
            long samplingWord, int traceFlags) {
        long flags = (long) (traceFlags & MAX_FLAGS) << THREAD_ID_BITS;
        setOriginWords(memory, base, position, capacity, threadId & THREAD_ID_MASK | flags | HAS_SPAN, samplingWord);
    }

    private static void setOriginWords(MemorySegment memory, long base, long position, long capacity, long threadWord,
            long samplingWord) {
        long origin = base + originsOffset(capacity) + position % capacity * ORIGIN_BYTES;
        Words.set(memory, origin, threadWord);
        Words.set(memory, origin + SAMPLING_WORD, samplingWord);
    }

    /**
     * Writes the span of a record, in a ring that keeps spans.
     *
     * @param memory memory that holds the ring
     * @param base where the ring begins in it, bytes
     * @param position the record's position
     * @param capacity slots
     * @param traceIdHigh first 8 bytes of the trace id
     * @param traceIdLow last 8 bytes of the trace id
     * @param spanId span id
     */
    public static void setSpan(MemorySegment memory, long base, long position, long capacity, long traceIdHigh,
            long traceIdLow, long spanId) {
        long span = base + spansOffset(capacity) + position % capacity * SPAN_BYTES;
        Words.set(memory, span, traceIdHigh);
        Words.set(memory, span + TRACE_ID_LOW, traceIdLow);
        Words.set(memory, span + SPAN_ID, spanId);
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
     * Copies the span of a record, in a ring that keeps spans, without any order; the caller brackets it by two stamp reads.
     *
     * @param ring the ring
     * @param position the record's position
     * @param capacity slots
     * @param spans memory for elements of {@code spans}
     * @param index of the element there
     */
    public static void copySpan(MemorySegment ring, long position, long capacity, MemorySegment spans, long index) {
        long from = spansOffset(capacity) + position % capacity * SPAN_BYTES;
        long to = index * SPAN_BYTES;
        Words.set(spans, to, Words.get(ring, from));
        Words.set(spans, to + TRACE_ID_LOW, Words.get(ring, from + TRACE_ID_LOW));
        Words.set(spans, to + SPAN_ID, Words.get(ring, from + SPAN_ID));
    }

    /**
     * Reads whose record it is.
     *
     * @param origins the array, or a copy of some of its elements
     * @param index of the element
     * @return thread id
     */
    public static long threadId(MemorySegment origins, long index) {
        return Words.get(origins, index * ORIGIN_BYTES) & THREAD_ID_MASK;
    }

    /**
     * Whether the record has a span. If not, its element of {@code spans} is another record's.
     *
     * @param origins the array, or a copy of some of its elements, of a ring that keeps spans
     * @param index of the element
     * @return false if the record was written outside any span
     */
    public static boolean hasSpan(MemorySegment origins, long index) {
        return Words.get(origins, index * ORIGIN_BYTES) < 0;
    }

    /**
     * Reads the trace flags of the record's span.
     *
     * @param origins the array, or a copy of some of its elements
     * @param index of the element
     * @return 0 to 255
     */
    public static int traceFlags(MemorySegment origins, long index) {
        return (int) (Words.get(origins, index * ORIGIN_BYTES) >>> THREAD_ID_BITS) & MAX_FLAGS;
    }

    /**
     * Reads the first half of the trace id.
     *
     * @param spans the array, or a copy of some of its elements
     * @param index of the element
     * @return 8 bytes, big-endian
     */
    public static long traceIdHigh(MemorySegment spans, long index) {
        return Words.get(spans, index * SPAN_BYTES);
    }

    /**
     * Reads the second half of the trace id.
     *
     * @param spans the array, or a copy of some of its elements
     * @param index of the element
     * @return 8 bytes, big-endian
     */
    public static long traceIdLow(MemorySegment spans, long index) {
        return Words.get(spans, index * SPAN_BYTES + TRACE_ID_LOW);
    }

    /**
     * Reads the span id.
     *
     * @param spans the array, or a copy of some of its elements
     * @param index of the element
     * @return 8 bytes, big-endian
     */
    public static long spanId(MemorySegment spans, long index) {
        return Words.get(spans, index * SPAN_BYTES + SPAN_ID);
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
