// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.layout;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;

/**
 * The memory of one tracer: a head of 16,384 bytes, then rings of equal length, each aligned to a page.
 *
 * <pre>
 * offset size field
 *      0    8 magic
 *      8    8 version
 *     16    8 fileBytes
 *     24    8 pid
 *     32    8 startEpochNanos
 *     40    8 ringCapacity
 *     48    8 maxRings
 *     56    8 ringsOffset
 *     64    8 ringStrideBytes
 *     72    8 memoryLimitBytes
 *     80    8 ticksPerSecond
 *     88    8 processStartEpochMillis
 *     96   32 (padding)
 *    128   40 control
 *    128   32   control.sampling[4]
 *    160    8   control.followed
 *    168   88 (padding)
 *    256   48 request
 *    256    8   request.number
 *    264   32   request.sampling[4]
 *    296    8   request.readEpochNanos
 *    304   80 (padding)
 *    384    8 rings
 *    392    8 ringsOutside
 *    400  112 (padding)
 *    512   48 pulse
 *    512    8   pulse.sequence
 *    520    8   pulse.ticks
 *    528    8   pulse.epochNanos
 *    536    8   pulse.collectedEpochNanos
 *    544    8   pulse.state
 *    552    8   pulse.tickLength
 *    560   80 (padding)
 *    640   32 exported[4]
 *    672  512 discarded[64]
 *   1184  256 rejected[32]
 *   1440 2656 (padding)
 *   4096    8 mainClassBytes
 *   4104  504 mainClass[504]
 *   4608    8 resourceBytes
 *   4616 3576 resource[3576]
 *   8192    8 configBytes
 *   8200 8184 config[8184]
 * </pre>
 *
 * <p>{@code magic} is written in the platform's byte order, so that it also tells the byte order. {@code version} is
 * written last of what stands before {@code control}, with release: it doubles as the ready flag. {@code control} and
 * {@code request} are described at {@link ControlBlock}, {@code pulse} at {@link Pulse}. Of the {@code rings} places that
 * were given to rings, those whose ring's capacity is 0 are not in use: {@code ringsOutside} of them are in memory of
 * their own, for want of room in the file. Totals have one word per event type, {@code discarded} and {@code rejected}
 * such a group per reason; everyone who adds to them does so atomically. Texts are UTF-8.
 *
 * <p>Without a file the same head lies in anonymous memory.
 */
public final class TraceFileLayout {
    /** Length of the head, bytes. A constant expression, so that sizes can be computed without loading this class. */
    public static final long HEAD_BYTES = 16_384;
    /** Alignment of rings in a file, bytes; the smallest page there is. */
    public static final long PAGE_BYTES = 4096;
    /** {@code "ENGRMTRC"} read as a big-endian number. */
    public static final long MAGIC = 0x454E_4752_4D54_5243L;
    /** The layout version that this class describes. */
    public static final long VERSION = 2;
    /** The oldest version that can be read by it; that one has no spans, and no room for them behind rings' records. */
    public static final long OLDEST_VERSION = 1;
    /**
     * The byte, far beyond the file's end, that a process locks while it has a tracer that writes the file: the lock ends
     * with the process, however that ends.
     */
    public static final long LOCK_OFFSET = 1L << 62;
    /** Reasons for which a recorded event can be discarded: room for so many. */
    public static final int DISCARD_REASONS = 16;
    /** Reasons for which an observed event can be rejected: room for so many. */
    public static final int REJECT_REASONS = 8;

    private static final SequenceLayout PER_TYPE = sequenceLayout(RecordLayout.EVENT_TYPES, JAVA_LONG);

    /** The head. Everything else in this class is derived from it. */
    public static final StructLayout HEAD = structLayout(
            JAVA_LONG.withName("magic"),
            JAVA_LONG.withName("version"),
            JAVA_LONG.withName("fileBytes"),
            JAVA_LONG.withName("pid"),
            JAVA_LONG.withName("startEpochNanos"),
            JAVA_LONG.withName("ringCapacity"),
            JAVA_LONG.withName("maxRings"),
            JAVA_LONG.withName("ringsOffset"),
            JAVA_LONG.withName("ringStrideBytes"),
            JAVA_LONG.withName("memoryLimitBytes"),
            JAVA_LONG.withName("ticksPerSecond"),
            JAVA_LONG.withName("processStartEpochMillis"),
            paddingLayout(32),
            ControlBlock.IN_FORCE.withName("control"),
            paddingLayout(88),
            ControlBlock.REQUEST.withName("request"),
            paddingLayout(80),
            JAVA_LONG.withName("rings"),
            JAVA_LONG.withName("ringsOutside"),
            paddingLayout(112),
            Pulse.LAYOUT.withName("pulse"),
            paddingLayout(80),
            PER_TYPE.withName("exported"),
            sequenceLayout(DISCARD_REASONS * RecordLayout.EVENT_TYPES, JAVA_LONG).withName("discarded"),
            sequenceLayout(REJECT_REASONS * RecordLayout.EVENT_TYPES, JAVA_LONG).withName("rejected"),
            paddingLayout(2656),
            JAVA_LONG.withName("mainClassBytes"),
            sequenceLayout(504, JAVA_BYTE).withName("mainClass"),
            JAVA_LONG.withName("resourceBytes"),
            sequenceLayout(3576, JAVA_BYTE).withName("resource"),
            JAVA_LONG.withName("configBytes"),
            sequenceLayout(8184, JAVA_BYTE).withName("config"))
            .withName("traceHead");

    private static final long MAGIC_OFFSET = offset("magic");
    private static final long VERSION_OFFSET = offset("version");
    private static final long PID = offset("pid");
    private static final long START_EPOCH_NANOS = offset("startEpochNanos");
    private static final long RING_CAPACITY = offset("ringCapacity");
    private static final long MAX_RINGS = offset("maxRings");
    private static final long FILE_BYTES = offset("fileBytes");
    private static final long RINGS_OFFSET = offset("ringsOffset");
    private static final long RING_STRIDE_BYTES = offset("ringStrideBytes");
    private static final long MEMORY_LIMIT_BYTES = offset("memoryLimitBytes");
    private static final long TICKS_PER_SECOND = offset("ticksPerSecond");
    private static final long PROCESS_START_EPOCH_MILLIS = offset("processStartEpochMillis");
    private static final long RINGS = offset("rings");
    private static final long RINGS_OUTSIDE = offset("ringsOutside");
    private static final long EXPORTED = offset("exported");
    private static final long DISCARDED = offset("discarded");
    private static final long REJECTED = offset("rejected");
    private static final TextLayout MAIN_CLASS = new TextLayout(HEAD, "mainClassBytes", "mainClass");
    private static final TextLayout RESOURCE = new TextLayout(HEAD, "resourceBytes", "resource");
    private static final TextLayout CONFIG = new TextLayout(HEAD, "configBytes", "config");

    static {
        if (HEAD.byteSize() != HEAD_BYTES) {
            throw new AssertionError("trace head is " + HEAD.byteSize() + " bytes, not " + HEAD_BYTES);
        }
    }

    private TraceFileLayout() {
    }

    private static long offset(String field) {
        return HEAD.byteOffset(groupElement(field));
    }

    private static long word(long array, int reason, int eventType) {
        return array + ((long) reason * RecordLayout.EVENT_TYPES + eventType) * Long.BYTES;
    }

    /**
     * Length of one ring in a file.
     *
     * @param ringCapacity slots
     * @return bytes, a multiple of {@link #PAGE_BYTES}
     */
    public static long strideBytes(long ringCapacity) {
        return (RingSpans.endOffset(ringCapacity) + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    }

    /**
     * Where a ring lies in a file.
     *
     * @param index of the ring, from 0
     * @param ringCapacity slots
     * @return bytes from the file's beginning
     */
    public static long ringOffset(long index, long ringCapacity) {
        return HEAD_BYTES + index * strideBytes(ringCapacity);
    }

    /**
     * Describes a tracer in zeroed memory and declares it ready. Its texts and the process's
     * start come before.
     *
     * @param head zeroed memory of {@link #HEAD_BYTES} bytes
     * @param pid process id
     * @param startEpochNanos when the tracer started, nanoseconds since 1970
     * @param ringCapacity slots per ring
     * @param maxRings rings at most
     * @param memoryLimitBytes memory that the tracer may take
     * @param ticksPerSecond rate of the clock as it is known at the start, 0 if nobody will read it
     */
    public static void initialize(MemorySegment head, long pid, long startEpochNanos, long ringCapacity, long maxRings,
            long memoryLimitBytes, long ticksPerSecond) {
        Words.set(head, MAGIC_OFFSET, MAGIC);
        Words.set(head, FILE_BYTES, ringOffset(maxRings, ringCapacity));
        Words.set(head, PID, pid);
        Words.set(head, START_EPOCH_NANOS, startEpochNanos);
        Words.set(head, RING_CAPACITY, ringCapacity);
        Words.set(head, MAX_RINGS, maxRings);
        Words.set(head, RINGS_OFFSET, HEAD_BYTES);
        Words.set(head, RING_STRIDE_BYTES, strideBytes(ringCapacity));
        Words.set(head, MEMORY_LIMIT_BYTES, memoryLimitBytes);
        Words.set(head, TICKS_PER_SECOND, ticksPerSecond);
        // Partner: versionAcquire. Whoever sees the version sees all of the above.
        Words.setRelease(head, VERSION_OFFSET, VERSION);
    }

    /**
     * The layout's version, 0 while the head is not ready.
     *
     * @param head the head
     * @return version
     */
    public static long versionAcquire(MemorySegment head) {
        return Words.getAcquire(head, VERSION_OFFSET);
    }

    /**
     * Whose file it is, and in which byte order.
     *
     * @param head the head
     * @return {@link #MAGIC} in one that this platform wrote
     */
    public static long magic(MemorySegment head) {
        return Words.get(head, MAGIC_OFFSET);
    }

    /**
     * Length of the file.
     *
     * @param head the head
     * @return bytes that it has once all rings are in use; it grows ring by ring
     */
    public static long fileBytes(MemorySegment head) {
        return Words.get(head, FILE_BYTES);
    }

    /**
     * Which process writes it.
     *
     * @param head the head
     * @return process id
     */
    public static long pid(MemorySegment head) {
        return Words.get(head, PID);
    }

    /**
     * When the tracer started.
     *
     * @param head the head
     * @return nanoseconds since 1970
     */
    public static long startEpochNanos(MemorySegment head) {
        return Words.get(head, START_EPOCH_NANOS);
    }

    /**
     * Size of each ring.
     *
     * @param head the head
     * @return slots
     */
    public static long ringCapacity(MemorySegment head) {
        return Words.get(head, RING_CAPACITY);
    }

    /**
     * How many rings there may be.
     *
     * @param head the head
     * @return rings
     */
    public static long maxRings(MemorySegment head) {
        return Words.get(head, MAX_RINGS);
    }

    /**
     * Where the first ring lies.
     *
     * @param head the head
     * @return bytes from the beginning
     */
    public static long ringsOffset(MemorySegment head) {
        return Words.get(head, RINGS_OFFSET);
    }

    /**
     * Distance of two rings' beginnings.
     *
     * @param head the head
     * @return bytes
     */
    public static long ringStrideBytes(MemorySegment head) {
        return Words.get(head, RING_STRIDE_BYTES);
    }

    /**
     * Memory that the tracer may take.
     *
     * @param head the head
     * @return bytes
     */
    public static long memoryLimitBytes(MemorySegment head) {
        return Words.get(head, MEMORY_LIMIT_BYTES);
    }

    /**
     * Rate of the clock whose ticks the records carry, as it was known at the start; each beat of the {@link Pulse}
     * tells it more exactly.
     *
     * @param head the head
     * @return ticks in a second
     */
    public static long ticksPerSecond(MemorySegment head) {
        return Words.get(head, TICKS_PER_SECOND);
    }

    /**
     * When the process started, which tells it from a later one with the same id.
     *
     * @param head the head
     * @return milliseconds since 1970, 0 if not known
     */
    public static long processStartEpochMillis(MemorySegment head) {
        return Words.get(head, PROCESS_START_EPOCH_MILLIS);
    }

    /**
     * Notes when the process started; to be called before {@link #initialize}.
     *
     * @param head the head
     * @param epochMillis milliseconds since 1970, 0 if not known
     */
    public static void setProcessStart(MemorySegment head, long epochMillis) {
        Words.set(head, PROCESS_START_EPOCH_MILLIS, epochMillis);
    }

    /**
     * How many places were given to rings; that of a ring which is not ready, or not in the file, has capacity 0.
     *
     * @param head the head
     * @return places, from the first on
     */
    public static long ringsAcquire(MemorySegment head) {
        return Words.getAcquire(head, RINGS);
    }

    /**
     * Gives one more place to a ring.
     *
     * @param head the head
     */
    public static void countRing(MemorySegment head) {
        Words.getAndAdd(head, RINGS, 1);
    }

    /**
     * How many rings are not in the file though others are.
     *
     * @param head the head
     * @return rings
     */
    public static long ringsOutside(MemorySegment head) {
        return Words.getOpaque(head, RINGS_OUTSIDE);
    }

    /**
     * Counts one more ring that is not in the file.
     *
     * @param head the head
     */
    public static void countRingOutside(MemorySegment head) {
        Words.getAndAdd(head, RINGS_OUTSIDE, 1);
    }

    /**
     * The main class of the process.
     *
     * @param head the head
     * @return class name, empty if not known
     */
    public static String mainClass(MemorySegment head) {
        return MAIN_CLASS.get(head, 0);
    }

    /**
     * Sets the main class of the process. What does not fit is cut.
     *
     * @param head the head
     * @param text class name
     */
    public static void setMainClass(MemorySegment head, String text) {
        MAIN_CLASS.set(head, 0, text);
    }

    /**
     * The attributes that the tracer's exports carry, one {@code key=value} a line.
     *
     * @param head the head
     * @return text, empty if not known
     */
    public static String resource(MemorySegment head) {
        return RESOURCE.get(head, 0);
    }

    /**
     * Sets the attributes that the tracer's exports carry, one {@code key=value} a line. What does not fit is cut.
     *
     * @param head the head
     * @param text text
     */
    public static void setResource(MemorySegment head, String text) {
        RESOURCE.set(head, 0, text);
    }

    /**
     * The tracer's configuration, one {@code key=value} a line, without secrets.
     *
     * @param head the head
     * @return text, empty if not known
     */
    public static String config(MemorySegment head) {
        return CONFIG.get(head, 0);
    }

    /**
     * Sets the tracer's configuration, one {@code key=value} a line, without secrets. What does not fit is cut.
     *
     * @param head the head
     * @param text text
     */
    public static void setConfig(MemorySegment head, String text) {
        CONFIG.set(head, 0, text);
    }

    /**
     * Recorded events that were exported. Partner: {@link #addExported}; who sees the figure sees what the rings counted
     * before these events left them.
     *
     * @param head the head
     * @param eventType 0 to 3
     * @return events
     */
    public static long exportedAcquire(MemorySegment head, int eventType) {
        return Words.getAcquire(head, word(EXPORTED, 0, eventType));
    }

    /**
     * Counts exported events.
     *
     * @param head the head
     * @param eventType 0 to 3
     * @param events how many more
     */
    public static void addExported(MemorySegment head, int eventType, long events) {
        Words.getAndAdd(head, word(EXPORTED, 0, eventType), events);
    }

    /**
     * Recorded events that were taken from a ring and not exported. Partner: {@link #addDiscarded}.
     *
     * @param head the head
     * @param reason 0 to {@link #DISCARD_REASONS} - 1
     * @param eventType 0 to 3
     * @return events
     */
    public static long discardedAcquire(MemorySegment head, int reason, int eventType) {
        return Words.getAcquire(head, word(DISCARDED, reason, eventType));
    }

    /**
     * Counts discarded events.
     *
     * @param head the head
     * @param reason 0 to {@link #DISCARD_REASONS} - 1
     * @param eventType 0 to 3
     * @param events how many more
     */
    public static void addDiscarded(MemorySegment head, int reason, int eventType, long events) {
        Words.getAndAdd(head, word(DISCARDED, reason, eventType), events);
    }

    /**
     * Observed events that could not be recorded.
     *
     * @param head the head
     * @param reason 0 to {@link #REJECT_REASONS} - 1
     * @param eventType 0 to 3
     * @return events
     */
    public static long rejected(MemorySegment head, int reason, int eventType) {
        return Words.getOpaque(head, word(REJECTED, reason, eventType));
    }

    /**
     * Counts one more rejected event.
     *
     * @param head the head
     * @param reason 0 to {@link #REJECT_REASONS} - 1
     * @param eventType 0 to 3
     */
    public static void countRejected(MemorySegment head, int reason, int eventType) {
        Words.getAndAdd(head, word(REJECTED, reason, eventType), 1);
    }
}
