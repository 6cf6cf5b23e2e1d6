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
 * The part of a trace's head through which other processes change what is traced: what is in force, and what was asked
 * for.
 *
 * <p>The tracer alone writes {@code control}: the sampling words that its threads go by, and the number of the last
 * request that it has followed. Others write {@code request}, one at a time, holding a lock on the byte at
 * {@link #LOCK_OFFSET}: the words they want, {@link SamplingWord#DISABLED} for off, {@link #ON} for on,
 * {@link #UNCHANGED} for no change, or else the word of a rate, which also switches on; then, last, a number that is one
 * higher. The tracer follows within milliseconds and then answers with the number.
 *
 * <p>A request is not read by trace calls: these go by words on the heap, and a word that anyone may write must not open a
 * gate that the tracer has shut.
 */
public final class ControlBlock {
    /** In a request: leave the type as it is. */
    public static final long UNCHANGED = Long.MIN_VALUE;
    /** In a request: switch the type on, at the rate that it has. */
    public static final long ON = Long.MIN_VALUE + 1;
    /** The byte, far beyond the file's end, that is locked by who makes a request. */
    public static final long LOCK_OFFSET = TraceFileLayout.LOCK_OFFSET + 1;

    private static final SequenceLayout PER_TYPE = sequenceLayout(RecordLayout.EVENT_TYPES, JAVA_LONG);

    /** What is in force. */
    public static final StructLayout IN_FORCE = structLayout(
            PER_TYPE.withName("sampling"),
            JAVA_LONG.withName("followed"));

    /** What was asked for, and when somebody last read all records. */
    public static final StructLayout REQUEST = structLayout(
            JAVA_LONG.withName("number"),
            PER_TYPE.withName("sampling"),
            JAVA_LONG.withName("readEpochNanos"));

    private static final long SAMPLING = IN_FORCE.byteOffset(groupElement("sampling"));
    private static final long FOLLOWED = IN_FORCE.byteOffset(groupElement("followed"));
    private static final long NUMBER = REQUEST.byteOffset(groupElement("number"));
    private static final long REQUESTED = REQUEST.byteOffset(groupElement("sampling"));
    private static final long READ_EPOCH_NANOS = REQUEST.byteOffset(groupElement("readEpochNanos"));

    private ControlBlock() {
    }

    private static long inForce() {
        // Not a constant: the head's layout is made of this class's.
        return TraceFileLayout.HEAD.byteOffset(groupElement("control"));
    }

    /**
     * Where the request lies in the head, for those who write it into a file.
     *
     * @return bytes from the file's beginning
     */
    public static long requestOffset() {
        return TraceFileLayout.HEAD.byteOffset(groupElement("request"));
    }

    private static long word(int eventType) {
        return (long) eventType * Long.BYTES;
    }

    /**
     * The sampling word of an event type, as it is in force.
     *
     * @param head the head
     * @param eventType 0 to 3
     * @return a {@link SamplingWord}
     */
    public static long samplingOpaque(MemorySegment head, int eventType) {
        return Words.getOpaque(head, inForce() + SAMPLING + word(eventType));
    }

    /**
     * Tells which sampling word of an event type is in force.
     *
     * @param head the head
     * @param eventType 0 to 3
     * @param samplingWord a {@link SamplingWord}
     */
    public static void setSamplingOpaque(MemorySegment head, int eventType, long samplingWord) {
        Words.setOpaque(head, inForce() + SAMPLING + word(eventType), samplingWord);
    }

    /**
     * Reads which request was followed last.
     *
     * @param head the head
     * @return its number, 0 for none; what it changed is in force
     */
    public static long followedAcquire(MemorySegment head) {
        return Words.getAcquire(head, inForce() + FOLLOWED);
    }

    /**
     * Tells that a request was followed.
     *
     * @param head the head
     * @param number of the request
     */
    public static void setFollowedRelease(MemorySegment head, long number) {
        // Partner: followedAcquire. Who sees the number sees the words in force.
        Words.setRelease(head, inForce() + FOLLOWED, number);
    }

    /**
     * Reads which request was made last.
     *
     * @param head the head
     * @return its number, 0 for none
     */
    public static long requestAcquire(MemorySegment head) {
        return Words.getAcquire(head, requestOffset() + NUMBER);
    }

    /**
     * Reads what was asked for an event type. Anything may stand there.
     *
     * @param head the head
     * @param eventType 0 to 3
     * @return a {@link SamplingWord}, {@link #ON} or {@link #UNCHANGED}
     */
    public static long requested(MemorySegment head, int eventType) {
        return Words.getOpaque(head, requestOffset() + REQUESTED + word(eventType));
    }

    /**
     * Writes what is asked for an event type into a copy of the request.
     *
     * @param request memory of {@link #REQUEST}
     * @param eventType 0 to 3
     * @param samplingWord a {@link SamplingWord}, {@link #ON} or {@link #UNCHANGED}
     */
    public static void setRequested(MemorySegment request, int eventType, long samplingWord) {
        Words.set(request, REQUESTED + word(eventType), samplingWord);
    }

    /**
     * Where, within the request, its number lies.
     *
     * @return bytes from the request's beginning
     */
    public static long numberOffset() {
        return NUMBER;
    }

    /**
     * Where, within the request, the words lie.
     *
     * @return bytes from the request's beginning
     */
    public static long requestedOffset() {
        return REQUESTED;
    }

    /**
     * Where, within the request, the time of the last reading lies.
     *
     * @return bytes from the request's beginning
     */
    public static long readEpochNanosOffset() {
        return READ_EPOCH_NANOS;
    }

    /**
     * When another process last took a whole copy of the rings.
     *
     * @param head the head
     * @return nanoseconds since 1970, 0 for never
     */
    public static long readEpochNanos(MemorySegment head) {
        return Words.getOpaque(head, requestOffset() + READ_EPOCH_NANOS);
    }
}
