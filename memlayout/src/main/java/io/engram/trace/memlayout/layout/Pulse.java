// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.layout;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/**
 * The part of a trace's head that the tracer renews several times a second: that it lives, and which time of day its
 * clock's ticks stand for.
 *
 * <p>{@code sequence} is odd while all other words but {@code state} are written. A reader takes them if it found the
 * same even number before and after. {@code collectedEpochNanos} is when the collector last took something.
 * {@code tickLength} is how long a tick is by what is known of the clock's rate, in nanoseconds with
 * {@link #TICK_LENGTH_FRACTION_BITS} bits behind the binary point. {@code state} stands for itself.
 *
 * <p>Assumptions: one thread at a time beats.
 */
public final class Pulse {
    /** {@code state} of a tracer that records. */
    public static final long OPEN = 0;
    /** {@code state} of a tracer that was closed: nothing changes any more. */
    public static final long CLOSED = 1;
    /** How many bits of {@code tickLength} are behind the binary point. */
    public static final int TICK_LENGTH_FRACTION_BITS = 40;

    /** The pulse. */
    public static final StructLayout LAYOUT = structLayout(
            JAVA_LONG.withName("sequence"),
            JAVA_LONG.withName("ticks"),
            JAVA_LONG.withName("epochNanos"),
            JAVA_LONG.withName("collectedEpochNanos"),
            JAVA_LONG.withName("state"),
            JAVA_LONG.withName("tickLength"));

    private static final long SEQUENCE = LAYOUT.byteOffset(groupElement("sequence"));
    private static final long TICKS = LAYOUT.byteOffset(groupElement("ticks"));
    private static final long EPOCH_NANOS = LAYOUT.byteOffset(groupElement("epochNanos"));
    private static final long COLLECTED_EPOCH_NANOS = LAYOUT.byteOffset(groupElement("collectedEpochNanos"));
    private static final long STATE = LAYOUT.byteOffset(groupElement("state"));
    private static final long TICK_LENGTH = LAYOUT.byteOffset(groupElement("tickLength"));

    private Pulse() {
    }

    private static long base() {
        // Not a constant: the head's layout is made of this class's.
        return TraceFileLayout.HEAD.byteOffset(groupElement("pulse"));
    }

    /**
     * Beats.
     *
     * @param head the head
     * @param ticks of the clock, now
     * @param epochNanos what they stand for, nanoseconds since 1970
     * @param tickLength how long a tick is, nanoseconds with {@link #TICK_LENGTH_FRACTION_BITS} bits behind the point
     * @param collectedEpochNanos when the collector last took something, 0 for never
     */
    public static void beat(MemorySegment head, long ticks, long epochNanos, long tickLength,
            long collectedEpochNanos) {
        long base = base();
        long sequence = Words.get(head, base + SEQUENCE);
        Words.setOpaque(head, base + SEQUENCE, sequence + 1);
        // Partner: the reader's second look at the sequence. Nothing below may become visible before the odd number.
        VarHandle.storeStoreFence();
        Words.setOpaque(head, base + TICKS, ticks);
        Words.setOpaque(head, base + EPOCH_NANOS, epochNanos);
        Words.setOpaque(head, base + TICK_LENGTH, tickLength);
        Words.setOpaque(head, base + COLLECTED_EPOCH_NANOS, collectedEpochNanos);
        // Partner: sequenceAcquire.
        Words.setRelease(head, base + SEQUENCE, sequence + 2);
    }

    /**
     * Reads how often the tracer has begun and ended a beat.
     *
     * @param head the head
     * @return odd while it beats, 0 if it never did
     */
    public static long sequenceAcquire(MemorySegment head) {
        return Words.getAcquire(head, base() + SEQUENCE);
    }

    /**
     * The clock's ticks at the last beat.
     *
     * @param head the head
     * @return ticks
     */
    public static long ticks(MemorySegment head) {
        return Words.getOpaque(head, base() + TICKS);
    }

    /**
     * When the last beat was, which is what {@link #ticks} stand for.
     *
     * @param head the head
     * @return nanoseconds since 1970
     */
    public static long epochNanos(MemorySegment head) {
        return Words.getOpaque(head, base() + EPOCH_NANOS);
    }

    /**
     * How long a tick is, as of the last beat.
     *
     * @param head the head
     * @return nanoseconds with {@link #TICK_LENGTH_FRACTION_BITS} bits behind the point, 0 before the first beat
     */
    public static long tickLength(MemorySegment head) {
        return Words.getOpaque(head, base() + TICK_LENGTH);
    }

    /**
     * When the collector last took something, as of the last beat.
     *
     * @param head the head
     * @return nanoseconds since 1970, 0 for never
     */
    public static long collectedEpochNanos(MemorySegment head) {
        return Words.getOpaque(head, base() + COLLECTED_EPOCH_NANOS);
    }

    /**
     * Whether the tracer was closed.
     *
     * @param head the head
     * @return {@link #OPEN} or {@link #CLOSED}; who sees {@code CLOSED} sees all the tracer did
     */
    public static long stateAcquire(MemorySegment head) {
        return Words.getAcquire(head, base() + STATE);
    }

    /**
     * Tells that the tracer was closed.
     *
     * @param head the head
     */
    public static void setClosedRelease(MemorySegment head) {
        // Partner: stateAcquire. Who sees it closed sees the last records and counts.
        Words.setRelease(head, base() + STATE, CLOSED);
    }

    /**
     * Whether two copies of a head, one read after the other, tell the same whole beat. A word of a later beat in
     * either would have shown as another or odd sequence in the later copy.
     *
     * @param before the earlier copy
     * @param after the later copy
     * @return true if the words are those of one beat, or if there was none yet
     */
    public static boolean sameBeat(MemorySegment before, MemorySegment after) {
        long from = base();
        long to = from + STATE;
        return sequenceAcquire(after) % 2 == 0 && tickLength(before) == tickLength(after)
                && MemorySegment.mismatch(before, from, to, after, from, to) < 0;
    }
}
