// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.layout;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.MemoryLayout.unionLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.UnionLayout;
import java.nio.ByteOrder;

/**
 * One event: a record of 64 bytes, aligned to a cache line, in the platform's byte order.
 *
 * <pre>
 * offset size field
 *      0    8 stamp
 *      8    8 ticks
 *     16    1 eventType
 *     17    1 subtype
 *     18    2 itemCount
 *     20    4 intensity
 *     24    8 correlationId
 *     32   32 data: union
 *     32    8   priming.sourceNode
 *     40    8   priming.targetNode
 *     48   16   priming (padding)
 *     32    8   interference.targetNode
 *     40   24   interference.competingNodes[3]
 *     32    8   reconsolidation.node
 *     40    4   reconsolidation.windowPosition
 *     44    4   reconsolidation (padding)
 *     48    8   reconsolidation.modifiedFields
 *     56    8   reconsolidation (padding)
 *     32    8   falseMemory.criticalLure
 *     40   24   falseMemory.sourceNodes[3]
 * </pre>
 *
 * <p>{@code stamp} is the sequence word of the record's position p: 0 never written, {@code 2p + 1} being written,
 * {@code 2p + 2} complete. {@code ticks} are raw clock ticks. {@code itemCount} is unsigned and saturates at 65,535; it
 * may exceed the ids held inline. {@code intensity} is strength, magnitude, plasticity factor or confidence. A
 * {@code correlationId} of 0 means none. Node ids are unsigned.
 *
 * <p>Every method takes the segment and {@code record}, the record's offset in bytes from the segment's base.
 */
public final class RecordLayout {
    /** Length of one record, bytes. A constant expression, so that sizes can be computed without loading this class. */
    public static final long RECORD_BYTES = 64;
    /** Node ids that a record holds beside its first; further ones are counted in {@code itemCount} only. */
    public static final int INLINE_NODES = 3;
    /** Largest {@code itemCount} that can be told from a larger one. */
    public static final int MAX_ITEM_COUNT = 0xFFFF;

    /** {@code eventType} of a priming event. */
    public static final byte PRIMING = 0;
    /** {@code eventType} of an interference event. */
    public static final byte INTERFERENCE = 1;
    /** {@code eventType} of a reconsolidation event. */
    public static final byte RECONSOLIDATION = 2;
    /** {@code eventType} of a false-memory event. */
    public static final byte FALSE_MEMORY = 3;
    /** How many event types there are. */
    public static final int EVENT_TYPES = 4;

    /** The data that depends on the event type; the tag lies outside, at {@code eventType}. */
    public static final UnionLayout DATA = unionLayout(
            structLayout(JAVA_LONG.withName("sourceNode"), JAVA_LONG.withName("targetNode"), paddingLayout(16))
                    .withName("priming"),
            structLayout(JAVA_LONG.withName("targetNode"),
                    sequenceLayout(INLINE_NODES, JAVA_LONG).withName("competingNodes")).withName("interference"),
            structLayout(JAVA_LONG.withName("node"), JAVA_FLOAT.withName("windowPosition"), paddingLayout(4),
                    JAVA_LONG.withName("modifiedFields"), paddingLayout(8)).withName("reconsolidation"),
            structLayout(JAVA_LONG.withName("criticalLure"),
                    sequenceLayout(INLINE_NODES, JAVA_LONG).withName("sourceNodes")).withName("falseMemory"))
            .withName("data");

    /** The record. Everything else in this class is derived from it. */
    public static final StructLayout RECORD = structLayout(
            JAVA_LONG.withName("stamp"),
            JAVA_LONG.withName("ticks"),
            JAVA_BYTE.withName("eventType"),
            JAVA_BYTE.withName("subtype"),
            JAVA_SHORT.withName("itemCount"),
            JAVA_FLOAT.withName("intensity"),
            JAVA_LONG.withName("correlationId"),
            DATA)
            .withByteAlignment(RECORD_BYTES).withName("record");

    private static final long STAMP = offset("stamp");
    private static final long TICKS = offset("ticks");
    private static final long EVENT_TYPE = offset("eventType");
    private static final long SUBTYPE = offset("subtype");
    private static final long ITEM_COUNT = offset("itemCount");
    private static final long INTENSITY = offset("intensity");
    private static final long CORRELATION_ID = offset("correlationId");
    private static final int EVENT_TYPE_SHIFT = shift("eventType");
    private static final int SUBTYPE_SHIFT = shift("subtype");
    private static final int ITEM_COUNT_SHIFT = shift("itemCount");
    private static final int INTENSITY_SHIFT = shift("intensity");
    private static final long PRIMING_SOURCE_NODE = offset("data", "priming", "sourceNode");
    private static final long PRIMING_TARGET_NODE = offset("data", "priming", "targetNode");
    private static final long INTERFERENCE_TARGET_NODE = offset("data", "interference", "targetNode");
    private static final long COMPETING_NODES = offset("data", "interference", "competingNodes");
    private static final long RECONSOLIDATION_NODE = offset("data", "reconsolidation", "node");
    private static final long WINDOW_POSITION = offset("data", "reconsolidation", "windowPosition");
    private static final long MODIFIED_FIELDS = offset("data", "reconsolidation", "modifiedFields");
    private static final long CRITICAL_LURE = offset("data", "falseMemory", "criticalLure");
    private static final long SOURCE_NODES = offset("data", "falseMemory", "sourceNodes");

    static {
        if (RECORD.byteSize() != RECORD_BYTES) {
            throw new AssertionError("record layout is " + RECORD.byteSize() + " bytes, not " + RECORD_BYTES);
        }
    }

    private RecordLayout() {
    }

    private static long offset(String... path) {
        PathElement[] elements = new PathElement[path.length];
        for (int i = 0; i < path.length; i++) {
            elements[i] = groupElement(path[i]);
        }
        return RECORD.byteOffset(elements);
    }

    /**
     * The stamp of a record that is being written.
     *
     * @param position the record's position
     * @return {@code 2p + 1}
     */
    public static long writingStamp(long position) {
        return 2 * position + 1;
    }

    /**
     * The stamp of a record that is complete.
     *
     * @param position the record's position
     * @return {@code 2p + 2}
     */
    public static long completeStamp(long position) {
        return 2 * position + 2;
    }

    /**
     * The position that a complete stamp stands for.
     *
     * @param stamp a complete stamp
     * @return the position
     */
    public static long position(long stamp) {
        return (stamp - 2) >>> 1;
    }

    /**
     * Reads the stamp so that no later access moves before it.
     *
     * @param segment memory that holds the record
     * @param record the record's offset, bytes
     * @return the stamp
     */
    public static long stampAcquire(MemorySegment segment, long record) {
        return Words.getAcquire(segment, record + STAMP);
    }

    /**
     * Reads the stamp with no order of its own.
     *
     * @param segment memory that holds the record
     * @param record the record's offset, bytes
     * @return the stamp
     */
    public static long stampOpaque(MemorySegment segment, long record) {
        return Words.getOpaque(segment, record + STAMP);
    }

    /**
     * Writes the stamp with no order of its own.
     *
     * @param segment memory that holds the record
     * @param record the record's offset, bytes
     * @param stamp the stamp
     */
    public static void setStampOpaque(MemorySegment segment, long record, long stamp) {
        Words.setOpaque(segment, record + STAMP, stamp);
    }

    /**
     * Writes the stamp so that no earlier access moves behind it.
     *
     * @param segment memory that holds the record
     * @param record the record's offset, bytes
     * @param stamp the stamp
     */
    public static void setStampRelease(MemorySegment segment, long record, long stamp) {
        Words.setRelease(segment, record + STAMP, stamp);
    }

    /**
     * Replaces the stamp, unless it is not the expected one any more. No later access moves before the look at the old
     * one.
     *
     * @param segment memory that holds the record
     * @param record the record's offset, bytes
     * @param expected stamp to be replaced
     * @param stamp the stamp
     * @return whether it was replaced
     */
    public static boolean compareAndSetStampAcquire(MemorySegment segment, long record, long expected, long stamp) {
        return Words.compareAndSetAcquire(segment, record + STAMP, expected, stamp);
    }

    /**
     * Writes what all event types share, except the stamp.
     *
     * @param segment memory that holds the record
     * @param record the record's offset, bytes
     * @param ticks raw clock ticks
     * @param eventType one of the four event types
     * @param subtype priming or interference type, 0 for the others
     * @param itemCount unsigned count, saturated by the caller
     * @param intensity strength, magnitude, plasticity factor or confidence
     * @param correlationId 0 for none
     */
    public static void setCommon(MemorySegment segment, long record, long ticks, byte eventType, byte subtype,
            short itemCount, float intensity, long correlationId) {
        Words.set(segment, record + TICKS, ticks);
        // Four fields in one store: the word that begins with the first of them.
        Words.set(segment, record + EVENT_TYPE, (eventType & 0xFFL) << EVENT_TYPE_SHIFT
                | (subtype & 0xFFL) << SUBTYPE_SHIFT | (itemCount & 0xFFFFL) << ITEM_COUNT_SHIFT
                | (Float.floatToRawIntBits(intensity) & 0xFFFF_FFFFL) << INTENSITY_SHIFT);
        Words.set(segment, record + CORRELATION_ID, correlationId);
    }

    // How far a field lies from the low end of the word that begins at eventType, bits.
    private static int shift(String field) {
        long fromStart = offset(field) - EVENT_TYPE;
        long length = RECORD.select(groupElement(field)).byteSize();
        long fromLowEnd = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? fromStart
                : Long.BYTES - fromStart - length;
        return (int) (Byte.SIZE * fromLowEnd);
    }

    /**
     * Writes the data of a priming event.
     *
     * @param segment memory that holds the record
     * @param record the record's offset, bytes
     * @param sourceNode unsigned id of the prime
     * @param targetNode unsigned id of the primed node
     */
    public static void setPriming(MemorySegment segment, long record, long sourceNode, long targetNode) {
        Words.set(segment, record + PRIMING_SOURCE_NODE, sourceNode);
        Words.set(segment, record + PRIMING_TARGET_NODE, targetNode);
    }

    /**
     * Writes the data of an interference event; unused competing nodes are 0.
     *
     * @param segment memory that holds the record
     * @param record the record's offset, bytes
     * @param targetNode unsigned id of the node interfered with
     * @param competing0 unsigned id
     * @param competing1 unsigned id
     * @param competing2 unsigned id
     */
    public static void setInterference(MemorySegment segment, long record, long targetNode, long competing0,
            long competing1, long competing2) {
        Words.set(segment, record + INTERFERENCE_TARGET_NODE, targetNode);
        Words.set(segment, record + COMPETING_NODES, competing0);
        Words.set(segment, record + COMPETING_NODES + Long.BYTES, competing1);
        Words.set(segment, record + COMPETING_NODES + 2 * Long.BYTES, competing2);
    }

    /**
     * Writes the data of a reconsolidation event.
     *
     * @param segment memory that holds the record
     * @param record the record's offset, bytes
     * @param node unsigned id of the rewritten node
     * @param windowPosition where in its labile window, 0 to 1
     * @param modifiedFields bit set
     */
    public static void setReconsolidation(MemorySegment segment, long record, long node, float windowPosition,
            long modifiedFields) {
        Words.set(segment, record + RECONSOLIDATION_NODE, node);
        segment.set(JAVA_FLOAT, record + WINDOW_POSITION, windowPosition);
        Words.set(segment, record + MODIFIED_FIELDS, modifiedFields);
    }

    /**
     * Writes the data of a false-memory event; unused source nodes are 0.
     *
     * @param segment memory that holds the record
     * @param record the record's offset, bytes
     * @param criticalLure unsigned id of what was remembered but never happened
     * @param source0 unsigned id
     * @param source1 unsigned id
     * @param source2 unsigned id
     */
    public static void setFalseMemory(MemorySegment segment, long record, long criticalLure, long source0,
            long source1, long source2) {
        Words.set(segment, record + CRITICAL_LURE, criticalLure);
        Words.set(segment, record + SOURCE_NODES, source0);
        Words.set(segment, record + SOURCE_NODES + Long.BYTES, source1);
        Words.set(segment, record + SOURCE_NODES + 2 * Long.BYTES, source2);
    }

    /**
     * Copies what follows the stamp, word by word and without any order; the caller brackets it by two stamp reads.
     *
     * @param source memory that holds the record
     * @param sourceRecord the record's offset there, bytes
     * @param target memory to copy to
     * @param targetRecord offset there, bytes
     */
    public static void copyPayload(MemorySegment source, long sourceRecord, MemorySegment target, long targetRecord) {
        for (long word = STAMP + Long.BYTES; word < RECORD_BYTES; word += Long.BYTES) {
            Words.set(target, targetRecord + word, Words.get(source, sourceRecord + word));
        }
    }

    /**
     * Ticks of the clock when the event was recorded.
     *
     * @param segment memory that holds a private copy of the record
     * @param record the record's offset, bytes
     * @return raw ticks
     */
    public static long ticks(MemorySegment segment, long record) {
        return segment.get(JAVA_LONG, record + TICKS);
    }

    /**
     * The event's type.
     *
     * @param segment memory that holds the record
     * @param record the record's offset, bytes
     * @return 0 to 3 in an intact record
     */
    public static byte eventType(MemorySegment segment, long record) {
        return segment.get(JAVA_BYTE, record + EVENT_TYPE);
    }

    /**
     * The event's type within its type.
     *
     * @param segment memory that holds a private copy of the record
     * @param record the record's offset, bytes
     * @return priming or interference type
     */
    public static byte subtype(MemorySegment segment, long record) {
        return segment.get(JAVA_BYTE, record + SUBTYPE);
    }

    /**
     * Competing items, modifications or source-list size.
     *
     * @param segment memory that holds a private copy of the record
     * @param record the record's offset, bytes
     * @return 0 to 65,535
     */
    public static int itemCount(MemorySegment segment, long record) {
        return Short.toUnsignedInt(segment.get(JAVA_SHORT, record + ITEM_COUNT));
    }

    /**
     * Strength, magnitude, plasticity factor or confidence.
     *
     * @param segment memory that holds a private copy of the record
     * @param record the record's offset, bytes
     * @return the value as the application gave it, NaN included
     */
    public static float intensity(MemorySegment segment, long record) {
        return segment.get(JAVA_FLOAT, record + INTENSITY);
    }

    /**
     * What links events that belong together.
     *
     * @param segment memory that holds a private copy of the record
     * @param record the record's offset, bytes
     * @return 0 for none
     */
    public static long correlationId(MemorySegment segment, long record) {
        return segment.get(JAVA_LONG, record + CORRELATION_ID);
    }

    /**
     * The prime of a priming event.
     *
     * @param segment memory that holds a private copy of the record
     * @param record the record's offset, bytes
     * @return unsigned node id
     */
    public static long primingSourceNode(MemorySegment segment, long record) {
        return segment.get(JAVA_LONG, record + PRIMING_SOURCE_NODE);
    }

    /**
     * The primed node of a priming event.
     *
     * @param segment memory that holds a private copy of the record
     * @param record the record's offset, bytes
     * @return unsigned node id
     */
    public static long primingTargetNode(MemorySegment segment, long record) {
        return segment.get(JAVA_LONG, record + PRIMING_TARGET_NODE);
    }

    /**
     * The node interfered with.
     *
     * @param segment memory that holds a private copy of the record
     * @param record the record's offset, bytes
     * @return unsigned node id
     */
    public static long interferenceTargetNode(MemorySegment segment, long record) {
        return segment.get(JAVA_LONG, record + INTERFERENCE_TARGET_NODE);
    }

    /**
     * A competing node of an interference event.
     *
     * @param segment memory that holds a private copy of the record
     * @param record the record's offset, bytes
     * @param i 0 to 2
     * @return unsigned node id, 0 where unused
     */
    public static long competingNode(MemorySegment segment, long record, int i) {
        return segment.get(JAVA_LONG, record + COMPETING_NODES + (long) i * Long.BYTES);
    }

    /**
     * The rewritten node of a reconsolidation event.
     *
     * @param segment memory that holds a private copy of the record
     * @param record the record's offset, bytes
     * @return unsigned node id
     */
    public static long reconsolidationNode(MemorySegment segment, long record) {
        return segment.get(JAVA_LONG, record + RECONSOLIDATION_NODE);
    }

    /**
     * Where in its labile window a node was rewritten.
     *
     * @param segment memory that holds a private copy of the record
     * @param record the record's offset, bytes
     * @return 0 to 1 as the application gave it
     */
    public static float windowPosition(MemorySegment segment, long record) {
        return segment.get(JAVA_FLOAT, record + WINDOW_POSITION);
    }

    /**
     * Which fields of a node were rewritten.
     *
     * @param segment memory that holds a private copy of the record
     * @param record the record's offset, bytes
     * @return bit set
     */
    public static long modifiedFields(MemorySegment segment, long record) {
        return segment.get(JAVA_LONG, record + MODIFIED_FIELDS);
    }

    /**
     * What was remembered but never happened.
     *
     * @param segment memory that holds a private copy of the record
     * @param record the record's offset, bytes
     * @return unsigned node id
     */
    public static long criticalLure(MemorySegment segment, long record) {
        return segment.get(JAVA_LONG, record + CRITICAL_LURE);
    }

    /**
     * A node of the list that a false memory arose from.
     *
     * @param segment memory that holds a private copy of the record
     * @param record the record's offset, bytes
     * @param i 0 to 2
     * @return unsigned node id, 0 where unused
     */
    public static long sourceNode(MemorySegment segment, long record, int i) {
        return segment.get(JAVA_LONG, record + SOURCE_NODES + (long) i * Long.BYTES);
    }
}
