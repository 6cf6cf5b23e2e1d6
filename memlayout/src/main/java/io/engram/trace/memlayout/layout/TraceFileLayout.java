package io.engram.trace.memlayout.layout;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;

/**
 * The memory of one tracer: a head of 4,096 bytes, then rings of equal length, each aligned to a page.
 *
 * <pre>
 * offset size field
 *      0    8 magic
 *      8    8 version
 *     16    8 pid
 *     24    8 startEpochNanos
 *     32    8 ringCapacity
 *     40    8 maxRings
 *     48   80 (padding)
 *    128   32 sampling[4]
 *    160   96 (padding)
 *    256   32 exported[4]
 *    288  512 discarded[64]
 *    800  256 rejected[32]
 *   1056 3040 (padding)
 * </pre>
 *
 * <p>{@code magic} is written in the platform's byte order, so that it also tells the byte order. {@code version} is
 * written last, with release: it doubles as the ready flag. {@code sampling} is the control block, read by every trace
 * call; anyone may write it. Totals have one word per event type, {@code discarded} and {@code rejected} such a group
 * per reason; everyone who adds to them does so atomically.
 */
public final class TraceFileLayout {
    /** Length of the head, bytes. A constant expression, so that sizes can be computed without loading this class. */
    public static final long HEAD_BYTES = 4096;
    /** {@code "ENGRMTRC"} read as a big-endian number. */
    public static final long MAGIC = 0x454E_4752_4D54_5243L;
    /** The layout version that this class describes. */
    public static final long VERSION = 1;
    /** Reasons for which a recorded event can be discarded: room for so many. */
    public static final int DISCARD_REASONS = 16;
    /** Reasons for which an observed event can be rejected: room for so many. */
    public static final int REJECT_REASONS = 8;

    private static final SequenceLayout PER_TYPE = sequenceLayout(RecordLayout.EVENT_TYPES, JAVA_LONG);

    /** The head. Everything else in this class is derived from it. */
    public static final StructLayout HEAD = structLayout(
            JAVA_LONG.withName("magic"),
            JAVA_LONG.withName("version"),
            JAVA_LONG.withName("pid"),
            JAVA_LONG.withName("startEpochNanos"),
            JAVA_LONG.withName("ringCapacity"),
            JAVA_LONG.withName("maxRings"),
            paddingLayout(80),
            PER_TYPE.withName("sampling"),
            paddingLayout(96),
            PER_TYPE.withName("exported"),
            sequenceLayout(DISCARD_REASONS * RecordLayout.EVENT_TYPES, JAVA_LONG).withName("discarded"),
            sequenceLayout(REJECT_REASONS * RecordLayout.EVENT_TYPES, JAVA_LONG).withName("rejected"),
            paddingLayout(3040))
            .withName("traceHead");

    private static final long MAGIC_OFFSET = offset("magic");
    private static final long VERSION_OFFSET = offset("version");
    private static final long PID = offset("pid");
    private static final long START_EPOCH_NANOS = offset("startEpochNanos");
    private static final long RING_CAPACITY = offset("ringCapacity");
    private static final long MAX_RINGS = offset("maxRings");
    private static final long SAMPLING = offset("sampling");
    private static final long EXPORTED = offset("exported");
    private static final long DISCARDED = offset("discarded");
    private static final long REJECTED = offset("rejected");

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
     * Describes a tracer in zeroed memory and declares it ready.
     *
     * @param head zeroed memory of {@link #HEAD_BYTES} bytes
     * @param pid process id
     * @param startEpochNanos when the tracer started, nanoseconds since 1970
     * @param ringCapacity slots per ring
     * @param maxRings rings at most
     */
    public static void initialize(MemorySegment head, long pid, long startEpochNanos, long ringCapacity,
            long maxRings) {
        Words.set(head, MAGIC_OFFSET, MAGIC);
        Words.set(head, PID, pid);
        Words.set(head, START_EPOCH_NANOS, startEpochNanos);
        Words.set(head, RING_CAPACITY, ringCapacity);
        Words.set(head, MAX_RINGS, maxRings);
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
     * The sampling word of an event type.
     *
     * @param head the head
     * @param eventType 0 to 3
     * @return a {@link SamplingWord}
     */
    public static long samplingOpaque(MemorySegment head, int eventType) {
        return Words.getOpaque(head, word(SAMPLING, 0, eventType));
    }

    /**
     * Changes the sampling word of an event type; the next trace call of every thread that sees it goes by it.
     *
     * @param head the head
     * @param eventType 0 to 3
     * @param samplingWord a {@link SamplingWord}
     */
    public static void setSamplingOpaque(MemorySegment head, int eventType, long samplingWord) {
        Words.setOpaque(head, word(SAMPLING, 0, eventType), samplingWord);
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
