// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.layout;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/**
 * From which position on the records of a ring with one producer belong to which span, for readers in other processes: the
 * last changes of span, each in a place of 48 bytes. The places lie behind the records; {@code spanChanges} in the ring's
 * header says how many changes there were.
 *
 * <p>Change number n, counted from 0, has place {@code n mod places}. A change at whose position nothing was recorded yet
 * may be replaced by another one with the same number. The place's {@code stamp} is {@code 2s + 1} while it is written for
 * the s-th time in its ring, {@code 2s + 2} when it is complete: no two contents of a place have the same. A reader takes
 * what it read between two looks at the stamp that found the same complete one.
 *
 * <p>A record belongs to the last change that is not above it, as long as no later change can be that: the next number's
 * is above the record, or there was none by then.
 *
 * <p>Assumptions: one thread at a time writes. Guarantees: a change is complete, and counted, before the first record of
 * its span is published.
 */
public final class RingSpans {
    /** Slots for each of which a ring has room for one change. */
    public static final int SLOTS_PER_CHANGE = 16;
    /** Changes that every ring has room for. */
    public static final int MIN_PLACES = 4;
    /** Changes that a ring has room for at most: with its header they take 16 KiB. */
    public static final int MAX_PLACES = 256;
    /** Length of a place, bytes. A constant expression, so that sizes can be computed without loading this class. */
    public static final long PLACE_BYTES = 48;

    private static final StructLayout PLACE = structLayout(
            JAVA_LONG.withName("stamp"),
            JAVA_LONG.withName("numberAndFlags"),
            JAVA_LONG.withName("position"),
            JAVA_LONG.withName("traceIdHigh"),
            JAVA_LONG.withName("traceIdLow"),
            JAVA_LONG.withName("spanId"));
    private static final long STAMP = PLACE.byteOffset(groupElement("stamp"));
    private static final long NUMBER_AND_FLAGS = PLACE.byteOffset(groupElement("numberAndFlags"));
    private static final long POSITION = PLACE.byteOffset(groupElement("position"));
    private static final long TRACE_ID_HIGH = PLACE.byteOffset(groupElement("traceIdHigh"));
    private static final long TRACE_ID_LOW = PLACE.byteOffset(groupElement("traceIdLow"));
    private static final long SPAN_ID = PLACE.byteOffset(groupElement("spanId"));
    private static final long CHANGES = RingLayout.HEADER.byteOffset(groupElement("spanChanges"));
    private static final int FLAGS = 0xFF;

    static {
        if (PLACE.byteSize() != PLACE_BYTES) {
            throw new AssertionError("place is " + PLACE.byteSize() + " bytes, not " + PLACE_BYTES);
        }
    }

    private RingSpans() {
    }

    /**
     * How many changes a ring has room for.
     *
     * @param capacity slots
     * @return places
     */
    public static int places(long capacity) {
        return (int) Math.clamp(capacity / SLOTS_PER_CHANGE, (long) MIN_PLACES, (long) MAX_PLACES);
    }

    /**
     * Where the places begin.
     *
     * @param capacity slots
     * @return bytes from the ring's beginning
     */
    public static long offset(long capacity) {
        return RingLayout.lengthBytes(capacity);
    }

    /**
     * Where the places, and with them the ring's memory, end.
     *
     * @param capacity slots
     * @return bytes from the ring's beginning
     */
    public static long endOffset(long capacity) {
        return offset(capacity) + places(capacity) * PLACE_BYTES;
    }

    /**
     * Writes a change.
     *
     * @param ring the ring, with its places
     * @param number of the change: the last one's, or the next
     * @param sequence one more than that of the last call, from 0
     * @param position of the first record that belongs to the span
     * @param traceIdHigh first 8 bytes of the trace id
     * @param traceIdLow last 8 bytes of the trace id
     * @param spanId span id, 0 for no span
     * @param flags trace flags; only the lowest 8 bits count
     */
    public static void set(MemorySegment ring, long number, long sequence, long position, long traceIdHigh,
            long traceIdLow, long spanId, int flags) {
        long capacity = RingLayout.capacity(ring);
        long place = offset(capacity) + number % places(capacity) * PLACE_BYTES;
        Words.setOpaque(ring, place + STAMP, RecordLayout.writingStamp(sequence));
        // Partner: the reader's second look at the stamp. Nothing below may become visible before the writing stamp.
        VarHandle.storeStoreFence();
        Words.set(ring, place + NUMBER_AND_FLAGS, number << Byte.SIZE | flags & FLAGS);
        Words.set(ring, place + POSITION, position);
        Words.set(ring, place + TRACE_ID_HIGH, traceIdHigh);
        Words.set(ring, place + TRACE_ID_LOW, traceIdLow);
        Words.set(ring, place + SPAN_ID, spanId);
        // Partner: the reader's first look at the stamp. Who sees it complete sees all of it.
        Words.setRelease(ring, place + STAMP, RecordLayout.completeStamp(sequence));
        // Partner: changesAcquire. Who sees the change counted finds it, or a later one in its place.
        Words.setRelease(ring, CHANGES, number + 1);
    }

    /**
     * Reads how many changes there were. Who acquired a head before sees all those up to the records below it.
     *
     * @param ring the ring, or a copy of its header
     * @return changes
     */
    public static long changesAcquire(MemorySegment ring) {
        return Words.getAcquire(ring, CHANGES);
    }

    /**
     * Where the header has the number of changes.
     *
     * @return bytes from the ring's beginning
     */
    public static long changesOffset() {
        return CHANGES;
    }

    /**
     * Reads a place's stamp.
     *
     * @param places a copy of the places
     * @param index of the place
     * @return the stamp; complete if it is even, and not 0
     */
    public static long stamp(MemorySegment places, int index) {
        return Words.get(places, index * PLACE_BYTES + STAMP);
    }

    /**
     * Reads which change a place holds.
     *
     * @param places a copy of the places
     * @param index of the place
     * @return number of the change
     */
    public static long number(MemorySegment places, int index) {
        return Words.get(places, index * PLACE_BYTES + NUMBER_AND_FLAGS) >> Byte.SIZE;
    }

    /**
     * Reads the trace flags.
     *
     * @param places a copy of the places
     * @param index of the place
     * @return 0 to 255
     */
    public static int flags(MemorySegment places, int index) {
        return (int) Words.get(places, index * PLACE_BYTES + NUMBER_AND_FLAGS) & FLAGS;
    }

    /**
     * Reads from which position on the change holds.
     *
     * @param places a copy of the places
     * @param index of the place
     * @return position in the ring
     */
    public static long position(MemorySegment places, int index) {
        return Words.get(places, index * PLACE_BYTES + POSITION);
    }

    /**
     * Reads the first half of the trace id.
     *
     * @param places a copy of the places
     * @param index of the place
     * @return 8 bytes, big-endian
     */
    public static long traceIdHigh(MemorySegment places, int index) {
        return Words.get(places, index * PLACE_BYTES + TRACE_ID_HIGH);
    }

    /**
     * Reads the second half of the trace id.
     *
     * @param places a copy of the places
     * @param index of the place
     * @return 8 bytes, big-endian
     */
    public static long traceIdLow(MemorySegment places, int index) {
        return Words.get(places, index * PLACE_BYTES + TRACE_ID_LOW);
    }

    /**
     * Reads the span id.
     *
     * @param places a copy of the places
     * @param index of the place
     * @return 8 bytes, big-endian; 0 for no span
     */
    public static long spanId(MemorySegment places, int index) {
        return Words.get(places, index * PLACE_BYTES + SPAN_ID);
    }
}
