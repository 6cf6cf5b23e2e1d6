// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;

/**
 * Writes the records of many threads into one ring, over the oldest when it is full.
 *
 * <p>A producer claims a position, which nobody else then has. It gets the position's slot if no earlier producer is
 * still in it and no later one was: it replaces the complete stamp found there by its writing stamp, in one step. If it
 * does not get the slot, the event is dropped and counted; trying again would be a loop that others can keep going.
 *
 * <p>The claim is a step of its own because it also tells whoever closes the ring that somebody is in: a producer
 * claims, and then looks whether the ring is still open.
 *
 * <p><b>Assumptions.</b> Any number of threads, virtual ones too, call any methods at any time. Any of them may stop
 * between two instructions and never go on. A claimed position is written or dropped, once.
 *
 * <p><b>Guarantees.</b> A reader that finds the same complete stamp before and after its copy holds a record exactly as
 * it was given here, whoever stopped wherever. Each claim is counted once, as written or as dropped, before the call
 * that does it returns; the record of a call that returned true is complete. One thread's positions rise.
 *
 * <p><b>Progress.</b> Wait-free: a fixed number of steps, no loop, no allocation. A producer that stops inside its slot
 * keeps that slot, and every event whose position falls on it, from the others; nothing else.
 *
 * <p><b>Who owns the memory.</b> Its arena, which must not free it while the writer is reachable: that of
 * {@link java.lang.foreign.Arena#ofAuto} cannot. Where native access is granted, writes go past the segment's checks.
 *
 * <p>The order of accesses is argued in {@code docs/memory-model.md} and checked in {@code docs/model/shared_ring.pml}.
 */
public final class SharedRingWriter {
    private static final long NOT_OURS = -1;
    // Constant, so that one of the two ways to address the ring is not even compiled.
    private static final MemorySegment EVERYTHING = Everything.SEGMENT;

    private final MemorySegment ring;
    private final long capacity;
    private final boolean keepsSpans;
    // Where the ring begins in the segment that is written through, bytes.
    private final long base;
    private final Steps steps;

    /**
     * Makes a writer of a ring. One for all threads will do.
     *
     * @param ring an initialised shared ring
     */
    public SharedRingWriter(MemorySegment ring) {
        this(ring, Steps.NONE);
    }

    SharedRingWriter(MemorySegment ring, Steps steps) {
        this.ring = ring;
        this.capacity = RingLayout.capacity(ring);
        long kind = SharedRingLayout.kind(ring);
        this.keepsSpans = kind == SharedRingLayout.WITH_SPANS;
        this.base = EVERYTHING != null ? ring.address() : 0;
        this.steps = steps;
        if (!SharedRingLayout.isShared(ring)) {
            throw new IllegalArgumentException("a ring of capacity " + capacity
                    + " is not a shared one: initialize it by SharedRingLayout");
        }
        // Writes may go past the segment's own checks, so this one is made here.
        if (SharedRingLayout.lengthBytes(capacity, kind) > ring.byteSize()) {
            throw new IllegalArgumentException("a shared ring of capacity " + capacity + " does not fit "
                    + ring.byteSize() + " bytes: give " + SharedRingLayout.lengthBytes(capacity, kind));
        }
    }

    /**
     * Claims a position.
     *
     * @return the position, to be written or dropped
     */
    public long claim() {
        // Partner: headAcquire in SharedRingReader. Who sees this claim sees this thread's earlier records complete, so
        // that it never takes a later one first.
        long position = SharedRingLayout.claim(memory(), base);
        steps.after(position);
        Reference.reachabilityFence(this);
        return position;
    }

    /**
     * Gives a claimed position up.
     *
     * @param eventType 0 to 3, of the event that was to go there
     */
    public void drop(int eventType) {
        drop(memory(), eventType);
    }

    /**
     * Writes a priming event.
     *
     * @param position claimed for it
     * @param threadId whose event it is
     * @param samplingWord what that thread goes by
     * @param traceIdHigh first 8 bytes of its trace id
     * @param traceIdLow last 8 bytes of its trace id
     * @param spanId id of the span that it works within; 0 for none, and then the other three do not matter
     * @param traceFlags trace flags; only the lowest 8 bits count
     * @param ticks raw clock ticks
     * @param primingType subtype
     * @param strength any float
     * @param correlationId 0 for none
     * @param sourceNode unsigned id
     * @param targetNode unsigned id
     * @return false if it was dropped
     */
    public boolean writePriming(long position, long threadId, long samplingWord, long traceIdHigh, long traceIdLow,
            long spanId, int traceFlags, long ticks, byte primingType, float strength, long correlationId,
            long sourceNode, long targetNode) {
        MemorySegment memory = memory();
        long record = begin(memory, position);
        if (record == NOT_OURS) {
            return drop(memory, RecordLayout.PRIMING);
        }
        RecordLayout.setCommon(memory, record, ticks, RecordLayout.PRIMING, primingType, (short) 0, strength,
                correlationId);
        steps.after(position);
        RecordLayout.setPriming(memory, record, sourceNode, targetNode);
        setOrigin(memory, position, threadId, samplingWord, traceIdHigh, traceIdLow, spanId, traceFlags);
        return complete(memory, record, position, RecordLayout.PRIMING);
    }

    /**
     * Writes an interference event.
     *
     * @param position claimed for it
     * @param threadId whose event it is
     * @param samplingWord what that thread goes by
     * @param traceIdHigh first 8 bytes of its trace id
     * @param traceIdLow last 8 bytes of its trace id
     * @param spanId id of the span that it works within; 0 for none, and then the other three do not matter
     * @param traceFlags trace flags; only the lowest 8 bits count
     * @param ticks raw clock ticks
     * @param interferenceType subtype
     * @param magnitude any float
     * @param correlationId 0 for none
     * @param targetNode unsigned id
     * @param competingCount how many nodes compete; saturates at 65,535
     * @param competing0 unsigned id, 0 where unused
     * @param competing1 unsigned id, 0 where unused
     * @param competing2 unsigned id, 0 where unused
     * @return false if it was dropped
     */
    public boolean writeInterference(long position, long threadId, long samplingWord, long traceIdHigh, long traceIdLow,
            long spanId, int traceFlags, long ticks, byte interferenceType, float magnitude, long correlationId,
            long targetNode, int competingCount, long competing0, long competing1, long competing2) {
        MemorySegment memory = memory();
        long record = begin(memory, position);
        if (record == NOT_OURS) {
            return drop(memory, RecordLayout.INTERFERENCE);
        }
        RecordLayout.setCommon(memory, record, ticks, RecordLayout.INTERFERENCE, interferenceType,
                saturate(competingCount), magnitude, correlationId);
        steps.after(position);
        RecordLayout.setInterference(memory, record, targetNode, competing0, competing1, competing2);
        setOrigin(memory, position, threadId, samplingWord, traceIdHigh, traceIdLow, spanId, traceFlags);
        return complete(memory, record, position, RecordLayout.INTERFERENCE);
    }

    /**
     * Writes a reconsolidation event.
     *
     * @param position claimed for it
     * @param threadId whose event it is
     * @param samplingWord what that thread goes by
     * @param traceIdHigh first 8 bytes of its trace id
     * @param traceIdLow last 8 bytes of its trace id
     * @param spanId id of the span that it works within; 0 for none, and then the other three do not matter
     * @param traceFlags trace flags; only the lowest 8 bits count
     * @param ticks raw clock ticks
     * @param correlationId 0 for none
     * @param node unsigned id
     * @param windowPosition any float
     * @param modificationCount how many modifications; saturates at 65,535
     * @param modifiedFields bit set
     * @param plasticityFactor any float
     * @return false if it was dropped
     */
    public boolean writeReconsolidation(long position, long threadId, long samplingWord, long traceIdHigh,
            long traceIdLow, long spanId, int traceFlags, long ticks, long correlationId, long node,
            float windowPosition, int modificationCount, long modifiedFields, float plasticityFactor) {
        MemorySegment memory = memory();
        long record = begin(memory, position);
        if (record == NOT_OURS) {
            return drop(memory, RecordLayout.RECONSOLIDATION);
        }
        RecordLayout.setCommon(memory, record, ticks, RecordLayout.RECONSOLIDATION, (byte) 0,
                saturate(modificationCount), plasticityFactor, correlationId);
        steps.after(position);
        RecordLayout.setReconsolidation(memory, record, node, windowPosition, modifiedFields);
        setOrigin(memory, position, threadId, samplingWord, traceIdHigh, traceIdLow, spanId, traceFlags);
        return complete(memory, record, position, RecordLayout.RECONSOLIDATION);
    }

    /**
     * Writes a false-memory event.
     *
     * @param position claimed for it
     * @param threadId whose event it is
     * @param samplingWord what that thread goes by
     * @param traceIdHigh first 8 bytes of its trace id
     * @param traceIdLow last 8 bytes of its trace id
     * @param spanId id of the span that it works within; 0 for none, and then the other three do not matter
     * @param traceFlags trace flags; only the lowest 8 bits count
     * @param ticks raw clock ticks
     * @param correlationId 0 for none
     * @param criticalLure unsigned id
     * @param confidence any float
     * @param sourceListSize length of the source list; saturates at 65,535
     * @param source0 unsigned id, 0 where unused
     * @param source1 unsigned id, 0 where unused
     * @param source2 unsigned id, 0 where unused
     * @return false if it was dropped
     */
    public boolean writeFalseMemory(long position, long threadId, long samplingWord, long traceIdHigh, long traceIdLow,
            long spanId, int traceFlags, long ticks, long correlationId, long criticalLure, float confidence,
            int sourceListSize, long source0, long source1, long source2) {
        MemorySegment memory = memory();
        long record = begin(memory, position);
        if (record == NOT_OURS) {
            return drop(memory, RecordLayout.FALSE_MEMORY);
        }
        RecordLayout.setCommon(memory, record, ticks, RecordLayout.FALSE_MEMORY, (byte) 0, saturate(sourceListSize),
                confidence, correlationId);
        steps.after(position);
        RecordLayout.setFalseMemory(memory, record, criticalLure, source0, source1, source2);
        setOrigin(memory, position, threadId, samplingWord, traceIdHigh, traceIdLow, spanId, traceFlags);
        return complete(memory, record, position, RecordLayout.FALSE_MEMORY);
    }

    private MemorySegment memory() {
        return EVERYTHING != null ? EVERYTHING : ring;
    }

    private static short saturate(int count) {
        return (short) Math.clamp(count, 0, RecordLayout.MAX_ITEM_COUNT);
    }

    /** Takes the slot; its record's offset, or {@code NOT_OURS}. */
    private long begin(MemorySegment memory, long position) {
        long record = base + RingLayout.slotOffset(position, capacity);
        long seen = RecordLayout.stampOpaque(memory, record);
        steps.after(seen);
        // Odd: an earlier producer is in there, or a later one. Not below ours: a later one was there.
        if ((seen & 1) != 0 || seen - RecordLayout.writingStamp(position) > 0) {
            return NOT_OURS;
        }
        // Partner: the setStampRelease of the slot's last producer, whose stores thereby come before ours; were it the
        // other way round, its word could stay in our record. Nothing we did before has to be seen along with the
        // writing stamp, so the mark need not release.
        if (!RecordLayout.compareAndSetStampAcquire(memory, record, seen, RecordLayout.writingStamp(position))) {
            return NOT_OURS;
        }
        // Partner: the acquireFence of SharedRingReader. Without it a payload store may become visible before the
        // writing stamp, and a reader copying the slot's last record would find the same complete stamp before and
        // after a copy that mixes both. That the mark acquires is not enough: it holds later stores behind its load,
        // not its store.
        VarHandle.storeStoreFence();
        steps.after(position);
        return record;
    }

    // Behind the mark and before the complete stamp, as the rest of the record.
    private void setOrigin(MemorySegment memory, long position, long threadId, long samplingWord, long traceIdHigh,
            long traceIdLow, long spanId, int traceFlags) {
        steps.after(position);
        // In this order: where nobody knows of spans the id is a constant, and the compiler leaves nothing of the question.
        if (spanId != 0 && keepsSpans) {
            SharedRingLayout.setOriginWithSpan(memory, base, position, capacity, threadId, samplingWord, traceFlags);
            steps.after(threadId);
            SharedRingLayout.setSpan(memory, base, position, capacity, traceIdHigh, traceIdLow, spanId);
            steps.after(spanId);
        } else {
            SharedRingLayout.setOrigin(memory, base, position, capacity, threadId, samplingWord);
            steps.after(threadId);
        }
    }

    private boolean complete(MemorySegment memory, long record, long position, int eventType) {
        // Partner: stampAcquire in SharedRingReader, and the mark of the slot's next producer. No payload store may
        // move below the complete stamp.
        RecordLayout.setStampRelease(memory, record, RecordLayout.completeStamp(position));
        steps.after(position);
        // Partner: writtenAcquire. Who sees the record counted sees it complete.
        SharedRingLayout.countWritten(memory, base, eventType);
        steps.after(eventType);
        // Addresses do not keep memory alive; this writer does, to here.
        Reference.reachabilityFence(this);
        return true;
    }

    private boolean drop(MemorySegment memory, int eventType) {
        // Partner: droppedAcquire. Who sees the claim counted knows that nothing comes of it.
        SharedRingLayout.countDropped(memory, base, eventType);
        steps.after(eventType);
        Reference.reachabilityFence(this);
        return false;
    }
}
