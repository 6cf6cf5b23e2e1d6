// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.layout;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/**
 * Which threads a ring belonged to: the last {@link #KEPT} of them, each with the position from which on it wrote.
 *
 * <p>Owner number n, counted from 0, has entry {@code n mod KEPT}. Its {@code stamp} is a sequence word as in a record:
 * {@code 2n + 1} while the entry is written, {@code 2n + 2} when it is complete. A reader takes an entry for owner n if
 * the stamp was {@code 2n + 2} before and after it read the rest. {@code taken} is how many owners there were.
 *
 * <p>Assumptions: one thread at a time takes a ring. Guarantees: an owner's entry is complete before its first record is
 * published. Names are UTF-8, cut at a character's end after at most {@link #NAME_BYTES} bytes.
 */
public final class RingOwners {
    /** How many owners are remembered. */
    public static final int KEPT = 4;
    /** Length of a thread's name at most, bytes. */
    public static final int NAME_BYTES = 224;

    private static final StructLayout ENTRY = structLayout(
            JAVA_LONG.withName("stamp"),
            JAVA_LONG.withName("firstPosition"),
            JAVA_LONG.withName("threadId"),
            JAVA_LONG.withName("nameBytes"),
            sequenceLayout(NAME_BYTES, JAVA_BYTE).withName("name"));

    /** The owners. Everything else in this class is derived from it. */
    public static final StructLayout LAYOUT = structLayout(
            JAVA_LONG.withName("taken"),
            sequenceLayout(KEPT, ENTRY).withName("entries"));

    private static final long TAKEN = LAYOUT.byteOffset(groupElement("taken"));
    private static final long ENTRIES = LAYOUT.byteOffset(groupElement("entries"));
    private static final long STAMP = ENTRY.byteOffset(groupElement("stamp"));
    private static final long FIRST_POSITION = ENTRY.byteOffset(groupElement("firstPosition"));
    private static final long THREAD_ID = ENTRY.byteOffset(groupElement("threadId"));
    private static final TextLayout NAME = new TextLayout(ENTRY, "nameBytes", "name");

    private RingOwners() {
    }

    private static long base() {
        // Not a constant: the header's layout is made of this class's.
        return RingLayout.HEADER.byteOffset(PathElement.groupElement("owners"));
    }

    private static long entry(long number) {
        return base() + ENTRIES + number % KEPT * ENTRY.byteSize();
    }

    /**
     * Notes that a thread takes a ring.
     *
     * @param ring the ring
     * @param threadId its id
     * @param threadName its name
     * @param firstPosition the position that its first record gets
     */
    public static void add(MemorySegment ring, long threadId, String threadName, long firstPosition) {
        long number = Words.get(ring, base() + TAKEN);
        long entry = entry(number);
        Words.setOpaque(ring, entry + STAMP, RecordLayout.writingStamp(number));
        // Partner: the reader's second look at the stamp. Nothing below may become visible before the writing stamp.
        VarHandle.storeStoreFence();
        Words.set(ring, entry + FIRST_POSITION, firstPosition);
        Words.set(ring, entry + THREAD_ID, threadId);
        NAME.set(ring, entry, threadName);
        // Partner: stampAcquire. Who sees the entry complete sees all of it.
        Words.setRelease(ring, entry + STAMP, RecordLayout.completeStamp(number));
        // Partner: takenAcquire.
        Words.setRelease(ring, base() + TAKEN, number + 1);
    }

    /**
     * Reads how many owners there were.
     *
     * @param ring the ring
     * @return owners; entries of the last {@link #KEPT} are kept
     */
    public static long takenAcquire(MemorySegment ring) {
        return Words.getAcquire(ring, base() + TAKEN);
    }

    /**
     * Reads the stamp of an owner's entry; the entry is that owner's if it is {@code 2 number + 2}.
     *
     * @param ring the ring
     * @param number of the owner, from 0
     * @return the stamp
     */
    public static long stampAcquire(MemorySegment ring, long number) {
        return Words.getAcquire(ring, entry(number) + STAMP);
    }

    /**
     * Reads from which position on an owner wrote.
     *
     * @param ring the ring
     * @param number of the owner, from 0
     * @return position in the ring
     */
    public static long firstPosition(MemorySegment ring, long number) {
        return Words.get(ring, entry(number) + FIRST_POSITION);
    }

    /**
     * Reads an owner's thread id.
     *
     * @param ring the ring
     * @param number of the owner, from 0
     * @return thread id
     */
    public static long threadId(MemorySegment ring, long number) {
        return Words.get(ring, entry(number) + THREAD_ID);
    }

    /**
     * Reads an owner's thread name; whatever the entry holds, the answer is a string.
     *
     * @param ring the ring
     * @param number of the owner, from 0
     * @return name
     */
    public static String threadName(MemorySegment ring, long number) {
        return NAME.get(ring, entry(number));
    }
}
