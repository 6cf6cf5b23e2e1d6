// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;

/**
 * Writes records into a ring, over the oldest when it is full.
 *
 * <p><b>Assumptions.</b> One thread at a time calls the write methods, and a ring has one writer. A ring that changes
 * hands takes its writer along, to a thread that synchronised with the last owner's end. Any thread may ask for
 * {@link #recorded}.
 *
 * <p><b>Guarantees.</b> A reader that finds the same complete stamp before and after its copy holds a record exactly as
 * it was given here. Positions rise by one.
 *
 * <p><b>Progress.</b> Wait-free: a fixed number of stores, no loop, no allocation, whatever readers do.
 *
 * <p><b>Who owns the memory.</b> Its arena, which must not free it while the writer is reachable: that of
 * {@link java.lang.foreign.Arena#ofAuto} cannot. Where native access is granted, writes go past the segment's checks.
 *
 * <p>Whoever looks a writer up for each record may extend it: what is found then is the writer itself, and the address
 * of the record one load nearer.
 */
public class RingWriter {
    private static final VarHandle[] COUNTS = {count("primings"), count("interferences"), count("reconsolidations"),
        count("falseMemories")};
    // Constant, so that one of the two ways to address the ring is not even compiled.
    private static final MemorySegment EVERYTHING = Everything.SEGMENT;

    // More lines than there is memory, and fewer than would leave it: see offset.
    private static final long LINES = (1L << 56) - 1;

    private final MemorySegment ring;
    // Where the ring begins and ends, and where the next record goes, in the segment that is written through. In lines
    // of a record's length.
    private final long baseLine;
    private final long endLine;
    private long position;
    private long line;
    // Records written per type. On the heap: a store there has no segment to check.
    private long primings;
    private long interferences;
    private long reconsolidations;
    private long falseMemories;

    /**
     * Makes the writer of a ring.
     *
     * @param ring an initialised ring off-heap; records go to its head
     * @throws IllegalArgumentException if its address is no multiple of 64, or on the heap
     */
    public RingWriter(MemorySegment ring) {
        if (!ring.isNative() || ring.address() % RecordLayout.RECORD_BYTES != 0) {
            throw new IllegalArgumentException("the ring is at address " + ring.address() + (ring.isNative() ? ""
                    : " of the heap") + ": allocate native memory aligned to " + RecordLayout.RECORD_BYTES + " bytes");
        }
        this.ring = ring;
        long capacity = RingLayout.capacity(ring);
        this.baseLine = (EVERYTHING != null ? ring.address() : 0) / RecordLayout.RECORD_BYTES;
        this.endLine = baseLine + RingLayout.lengthBytes(capacity) / RecordLayout.RECORD_BYTES;
        this.position = RingLayout.headAcquire(ring);
        this.line = baseLine + RingLayout.slotOffset(position, capacity) / RecordLayout.RECORD_BYTES;
    }

    /**
     * Makes a writer that goes on where another one has stopped for good.
     *
     * @param last writer of the same ring
     */
    public RingWriter(RingWriter last) {
        this.ring = last.ring;
        this.baseLine = last.baseLine;
        this.endLine = last.endLine;
        this.position = last.position;
        this.line = last.line;
        this.primings = last.primings;
        this.interferences = last.interferences;
        this.reconsolidations = last.reconsolidations;
        this.falseMemories = last.falseMemories;
    }

    /**
     * How many records of a type were written. The counts up to an acquired head are seen by whoever acquired it.
     *
     * @param eventType 0 to 3
     * @return records
     */
    public final long recorded(int eventType) {
        return (long) COUNTS[eventType].getOpaque(this);
    }

    /**
     * The position that the next record gets.
     *
     * @return position, from 0
     */
    public final long position() {
        return position;
    }

    /**
     * Writes a priming event.
     *
     * @param ticks raw clock ticks
     * @param primingType subtype
     * @param strength any float
     * @param correlationId 0 for none
     * @param sourceNode unsigned id
     * @param targetNode unsigned id
     */
    public final void writePriming(long ticks, byte primingType, float strength, long correlationId, long sourceNode,
            long targetNode) {
        MemorySegment memory = memory();
        long record = offset(line);
        long position = this.position;
        begin(memory, record, position);
        RecordLayout.setCommon(memory, record, ticks, RecordLayout.PRIMING, primingType, (short) 0, strength,
                correlationId);
        RecordLayout.setPriming(memory, record, sourceNode, targetNode);
        primings++;
        publish(memory, record, position);
    }

    /**
     * Writes an interference event.
     *
     * @param ticks raw clock ticks
     * @param interferenceType subtype
     * @param magnitude any float
     * @param correlationId 0 for none
     * @param targetNode unsigned id
     * @param competingCount how many nodes compete; saturates at 65,535
     * @param competing0 unsigned id, 0 where unused
     * @param competing1 unsigned id, 0 where unused
     * @param competing2 unsigned id, 0 where unused
     */
    public final void writeInterference(long ticks, byte interferenceType, float magnitude, long correlationId,
            long targetNode, int competingCount, long competing0, long competing1, long competing2) {
        MemorySegment memory = memory();
        long record = offset(line);
        long position = this.position;
        begin(memory, record, position);
        RecordLayout.setCommon(memory, record, ticks, RecordLayout.INTERFERENCE, interferenceType,
                saturate(competingCount), magnitude, correlationId);
        RecordLayout.setInterference(memory, record, targetNode, competing0, competing1, competing2);
        interferences++;
        publish(memory, record, position);
    }

    /**
     * Writes a reconsolidation event.
     *
     * @param ticks raw clock ticks
     * @param correlationId 0 for none
     * @param node unsigned id
     * @param windowPosition any float
     * @param modificationCount how many modifications; saturates at 65,535
     * @param modifiedFields bit set
     * @param plasticityFactor any float
     */
    public final void writeReconsolidation(long ticks, long correlationId, long node, float windowPosition,
            int modificationCount, long modifiedFields, float plasticityFactor) {
        MemorySegment memory = memory();
        long record = offset(line);
        long position = this.position;
        begin(memory, record, position);
        RecordLayout.setCommon(memory, record, ticks, RecordLayout.RECONSOLIDATION, (byte) 0,
                saturate(modificationCount), plasticityFactor, correlationId);
        RecordLayout.setReconsolidation(memory, record, node, windowPosition, modifiedFields);
        reconsolidations++;
        publish(memory, record, position);
    }

    /**
     * Writes a false-memory event.
     *
     * @param ticks raw clock ticks
     * @param correlationId 0 for none
     * @param criticalLure unsigned id
     * @param confidence any float
     * @param sourceListSize length of the source list; saturates at 65,535
     * @param source0 unsigned id, 0 where unused
     * @param source1 unsigned id, 0 where unused
     * @param source2 unsigned id, 0 where unused
     */
    public final void writeFalseMemory(long ticks, long correlationId, long criticalLure, float confidence,
            int sourceListSize, long source0, long source1, long source2) {
        MemorySegment memory = memory();
        long record = offset(line);
        long position = this.position;
        begin(memory, record, position);
        RecordLayout.setCommon(memory, record, ticks, RecordLayout.FALSE_MEMORY, (byte) 0, saturate(sourceListSize),
                confidence, correlationId);
        RecordLayout.setFalseMemory(memory, record, criticalLure, source0, source1, source2);
        falseMemories++;
        publish(memory, record, position);
    }

    private static VarHandle count(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(RingWriter.class, field, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private MemorySegment memory() {
        return EVERYTHING != null ? EVERYTHING : ring;
    }

    private static short saturate(int count) {
        return (short) Math.clamp(count, 0, RecordLayout.MAX_ITEM_COUNT);
    }

    // A multiplication and a mask show the compiler that what begins there is aligned and within the segment: it leaves
    // out the checks, which were every sixth instruction of a record.
    private static long offset(long line) {
        return (line & LINES) * RecordLayout.RECORD_BYTES;
    }

    // All three are handed on as local variables: read again after a fence, the same checks would be made again too.
    private static void begin(MemorySegment memory, long record, long position) {
        RecordLayout.setStampOpaque(memory, record, RecordLayout.writingStamp(position));
        // Partner: the acquireFence of RingReader. Without it a payload store may become visible before the writing
        // stamp, and a reader copying the slot's last record would find the same complete stamp before and after a
        // copy that mixes both. A release store is not enough: later plain stores may move above it.
        VarHandle.storeStoreFence();
    }

    private void publish(MemorySegment memory, long record, long position) {
        // Partner: stampAcquire in RingReader. No payload store may move below the complete stamp.
        RecordLayout.setStampRelease(memory, record, RecordLayout.completeStamp(position));
        long next = line + 1;
        this.line = next == endLine ? baseLine + RingLayout.HEADER_BYTES / RecordLayout.RECORD_BYTES : next;
        this.position = position + 1;
        // Partner: headAcquire in RingReader and RingTally. Stamp and count are seen by whoever sees this head.
        RingLayout.setHeadRelease(memory, offset(baseLine), position + 1);
        // Addresses do not keep memory alive; this writer does, to here.
        Reference.reachabilityFence(this);
    }
}
