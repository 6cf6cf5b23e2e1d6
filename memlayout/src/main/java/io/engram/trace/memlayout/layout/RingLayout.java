// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.layout;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;

/**
 * A ring: a header of 4,096 bytes, then {@code capacity} records, and whatever belongs to the kind of ring.
 *
 * <pre>
 * offset size field
 *      0    8 capacity
 *      8    8 shared
 *     16  240 (padding)
 *    256    8 head
 *    264   56 (padding)
 *    320   96 rates
 *    320   32   rates.since[4]
 *    352   32   rates.current[4]
 *    384   32   rates.previous[4]
 *    416   96 (padding)
 *    512   48 reader
 *    512    8   reader.cursor
 *    520    8   reader.overwritten
 *    528   32   reader.delivered[4]
 *    560   80 (padding)
 *    640   64 published
 *    640   32   published.recorded[4]
 *    672   32   published.sampledOut[4]
 *    704   64 (padding)
 *    768 1032 owners
 *    768    8   owners.taken
 *    776 1024   owners.entries[4]
 *   1800  120 (padding)
 *   1920   64 claims
 *   1920   32   claims.written[4]
 *   1952   32   claims.dropped[4]
 *   1984   64 (padding)
 *   2048    8 spanChanges
 *   2056 2040 (padding)
 * </pre>
 *
 * <p>{@code head} and {@code rates} are written by the producer alone, {@code reader} by the collector alone. The two lie
 * 128 bytes and more apart, and as far from slot 0, because processors fetch cache lines in pairs. Counts per type that
 * the producer keeps on the heap, where they cost it less, are carried to {@code published} now and then, for readers in
 * other processes. {@code owners} is written by a thread that takes the ring, see {@link RingOwners}, {@code spanChanges}
 * by its owner, see {@link RingSpans}, whose places lie behind the records. Arrays have one word
 * per event type. The header fills a page, so that in a file the first record of each ring starts one. {@code shared} and
 * {@code claims} are those of a ring with many producers, see {@link SharedRingLayout}; it has no rates and no owners.
 *
 * <p>Assumptions: each word has one writer at a time; a ring changes hands only through a synchronising action.
 * Guarantees: {@code delivered} is stored before {@code cursor}, with release, so that a reader who finds its sum, plus
 * {@code overwritten}, equal to the cursor it acquired before has a consistent account.
 * Who owns the memory: whoever allocated the segment; nothing here frees it.
 */
public final class RingLayout {
    /** Length of the header, bytes. A constant expression, so that sizes can be computed without loading this class. */
    public static final long HEADER_BYTES = 4096;
    /** Alignment that keeps the header's groups on separate pairs of cache lines, bytes. */
    public static final long ALIGNMENT_BYTES = 128;

    private static final SequenceLayout PER_TYPE = sequenceLayout(RecordLayout.EVENT_TYPES, JAVA_LONG);

    /** The header. Everything else in this class is derived from it. */
    public static final StructLayout HEADER = structLayout(
            JAVA_LONG.withName("capacity"),
            JAVA_LONG.withName("shared"),
            paddingLayout(240),
            JAVA_LONG.withName("head"),
            paddingLayout(56),
            structLayout(PER_TYPE.withName("since"), PER_TYPE.withName("current"), PER_TYPE.withName("previous"))
                    .withName("rates"),
            paddingLayout(96),
            structLayout(JAVA_LONG.withName("cursor"), JAVA_LONG.withName("overwritten"),
                    PER_TYPE.withName("delivered")).withName("reader"),
            paddingLayout(80),
            structLayout(PER_TYPE.withName("recorded"), PER_TYPE.withName("sampledOut")).withName("published"),
            paddingLayout(64),
            RingOwners.LAYOUT.withName("owners"),
            paddingLayout(120),
            SharedRingLayout.CLAIMS.withName("claims"),
            paddingLayout(64),
            JAVA_LONG.withName("spanChanges"),
            paddingLayout(2040))
            .withName("ringHeader");

    private static final long CAPACITY = offset("capacity");
    private static final long HEAD = offset("head");
    private static final long RECORDED = offset("published", "recorded");
    private static final long SINCE = offset("rates", "since");
    private static final long CURRENT = offset("rates", "current");
    private static final long PREVIOUS = offset("rates", "previous");
    private static final long CURSOR = offset("reader", "cursor");
    private static final long OVERWRITTEN = offset("reader", "overwritten");
    private static final long DELIVERED = offset("reader", "delivered");
    private static final long SAMPLED_OUT = offset("published", "sampledOut");

    static {
        if (HEADER.byteSize() != HEADER_BYTES) {
            throw new AssertionError("ring header is " + HEADER.byteSize() + " bytes, not " + HEADER_BYTES);
        }
    }

    private RingLayout() {
    }

    private static long offset(String... path) {
        PathElement[] elements = new PathElement[path.length];
        for (int i = 0; i < path.length; i++) {
            elements[i] = groupElement(path[i]);
        }
        return HEADER.byteOffset(elements);
    }

    private static long word(long array, int eventType) {
        return array + (long) eventType * Long.BYTES;
    }

    /**
     * Length of a ring to the end of its records.
     *
     * @param capacity slots
     * @return bytes, header included
     */
    public static long lengthBytes(long capacity) {
        return HEADER_BYTES + capacity * RecordLayout.RECORD_BYTES;
    }

    /**
     * Offset of a position's slot.
     *
     * @param position record number, from 0
     * @param capacity slots
     * @return bytes from the segment's base
     */
    public static long slotOffset(long position, long capacity) {
        return HEADER_BYTES + position % capacity * RecordLayout.RECORD_BYTES;
    }

    /**
     * Makes an empty ring of zeroed memory.
     *
     * @param ring zeroed memory of {@link #lengthBytes} bytes, aligned to {@link #ALIGNMENT_BYTES}
     * @param capacity slots, at least 1
     */
    public static void initialize(MemorySegment ring, long capacity) {
        if (capacity < 1 || lengthBytes(capacity) > ring.byteSize()) {
            throw new IllegalArgumentException("capacity " + capacity + " does not fit a ring of " + ring.byteSize()
                    + " bytes: give 1 to " + (ring.byteSize() - HEADER_BYTES) / RecordLayout.RECORD_BYTES);
        }
        Words.setRelease(ring, CAPACITY, capacity);
    }

    /**
     * How many slots a ring has.
     *
     * @param ring the ring
     * @return slots
     */
    public static long capacity(MemorySegment ring) {
        return Words.getAcquire(ring, CAPACITY);
    }

    /**
     * Reads how many records were published, so that what was written before them is seen.
     *
     * @param ring the ring
     * @return the position that comes next
     */
    public static long headAcquire(MemorySegment ring) {
        return Words.getAcquire(ring, HEAD);
    }

    /**
     * Publishes records: everything written before is seen by who acquires the head.
     *
     * @param memory memory that holds the ring
     * @param base where the ring begins in it, bytes
     * @param head the position that comes next
     */
    public static void setHeadRelease(MemorySegment memory, long base, long head) {
        Words.setRelease(memory, base + HEAD, head);
    }

    /**
     * Reads how many records of a type were written, as of when that was last published.
     *
     * @param ring the ring
     * @param eventType 0 to 3
     * @return records
     */
    public static long recorded(MemorySegment ring, int eventType) {
        return Words.getOpaque(ring, word(RECORDED, eventType));
    }

    /**
     * Publishes how many records of a type were written, which the producer counts elsewhere. Together the counts
     * are to be those at some head, which is then their sum.
     *
     * @param ring the ring
     * @param eventType 0 to 3
     * @param records so many in all
     */
    public static void setRecorded(MemorySegment ring, int eventType, long records) {
        Words.setOpaque(ring, word(RECORDED, eventType), records);
    }

    /**
     * Reads how many events the producer has sampled out, as of when that was last published.
     *
     * @param ring the ring
     * @param eventType 0 to 3
     * @return events
     */
    public static long sampledOut(MemorySegment ring, int eventType) {
        return Words.getOpaque(ring, word(SAMPLED_OUT, eventType));
    }

    /**
     * Publishes how many events the producer has sampled out, which it counts elsewhere.
     *
     * @param ring the ring
     * @param eventType 0 to 3
     * @param events so many in all
     */
    public static void setSampledOut(MemorySegment ring, int eventType, long events) {
        Words.setOpaque(ring, word(SAMPLED_OUT, eventType), events);
    }

    /**
     * The sampling word that a record was written under. Exact unless the producer changed its rate twice since.
     *
     * @param ring the ring
     * @param eventType 0 to 3
     * @param position of a record below an acquired head
     * @return sampling word
     */
    public static long rateOf(MemorySegment ring, int eventType, long position) {
        // Partner: changeRate, which writes previous, since, current in this order. Read the other way round: who sees
        // the new current also sees the new since, and who sees the new since also sees the previous it replaced.
        long current = Words.getAcquire(ring, word(CURRENT, eventType));
        long since = Words.getAcquire(ring, word(SINCE, eventType));
        return position >= since ? current : Words.getOpaque(ring, word(PREVIOUS, eventType));
    }

    /**
     * Notes that the producer goes by another sampling word from its next record on.
     *
     * @param ring the ring
     * @param eventType 0 to 3
     * @param samplingWord sampling word
     */
    public static void changeRate(MemorySegment ring, int eventType, long samplingWord) {
        // Partner: rateOf, which reads the three words in the opposite order.
        Words.setOpaque(ring, word(PREVIOUS, eventType), Words.get(ring, word(CURRENT, eventType)));
        Words.setRelease(ring, word(SINCE, eventType), Words.get(ring, HEAD));
        Words.setRelease(ring, word(CURRENT, eventType), samplingWord);
    }

    /**
     * Reads how far the collector has come, so that its counts up to there are seen.
     *
     * @param ring the ring
     * @return the position it reads next
     */
    public static long cursorAcquire(MemorySegment ring) {
        return Words.getAcquire(ring, CURSOR);
    }

    /**
     * Reads how many records the collector found overwritten.
     *
     * @param ring the ring
     * @return records
     */
    public static long overwritten(MemorySegment ring) {
        return Words.getOpaque(ring, OVERWRITTEN);
    }

    /**
     * Reads how many intact records of a type the collector has taken.
     *
     * @param ring the ring
     * @param eventType 0 to 3
     * @return records
     */
    public static long delivered(MemorySegment ring, int eventType) {
        return Words.getOpaque(ring, word(DELIVERED, eventType));
    }

    /**
     * Counts one more record taken; the collector alone calls it, before it publishes its cursor.
     *
     * @param ring the ring
     * @param eventType 0 to 3
     */
    public static void countDelivered(MemorySegment ring, int eventType) {
        long offset = word(DELIVERED, eventType);
        Words.setOpaque(ring, offset, Words.get(ring, offset) + 1);
    }

    /**
     * Publishes how far the collector has come.
     *
     * @param ring the ring
     * @param cursor the position it reads next
     * @param overwritten records found overwritten in all
     */
    public static void setCursorRelease(MemorySegment ring, long cursor, long overwritten) {
        Words.setOpaque(ring, OVERWRITTEN, overwritten);
        Words.setRelease(ring, CURSOR, cursor);
    }

    /**
     * Whether two copies of a header, one read after the other, tell the same owners and rates. Then neither was cut in
     * two by a change: a word of a later owner or rate would have shown in the other copy too.
     *
     * @param before the earlier copy
     * @param after the later copy
     * @return true if both are as they were at one moment
     */
    public static boolean sameOwnersAndRates(MemorySegment before, MemorySegment after) {
        return sameGroup(before, after, "rates") && sameGroup(before, after, "owners");
    }

    /**
     * Whether two copies of a header, one read after the other, tell the same counts of producer and collector.
     *
     * @param before the earlier copy
     * @param after the later copy
     * @return true if nothing was counted in between
     */
    public static boolean sameCounts(MemorySegment before, MemorySegment after) {
        return sameGroup(before, after, "reader") && sameGroup(before, after, "published")
                && sameGroup(before, after, "claims");
    }

    private static boolean sameGroup(MemorySegment before, MemorySegment after, String group) {
        long from = HEADER.byteOffset(groupElement(group));
        long to = from + HEADER.select(groupElement(group)).byteSize();
        return MemorySegment.mismatch(before, from, to, after, from, to) < 0;
    }
}
