package io.engram.trace.core.recording;

import io.engram.trace.core.EventType;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.registry.ThreadRing;
import io.engram.trace.core.sampling.GapSampler;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SamplingWord;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import io.engram.trace.memlayout.ring.RingWriter;
import java.lang.foreign.MemorySegment;

/**
 * Samples and writes one thread's events.
 *
 * <p><b>Assumptions.</b> Only the ring's owner calls it.
 *
 * <p><b>Guarantees.</b> Each call is counted as exactly one of recorded, sampled out, rejected; or, where its type was
 * switched off meanwhile, not at all. Never throws.
 *
 * <p><b>Progress.</b> Wait-free, no allocation.
 *
 * <p><b>Who owns the memory.</b> The garbage collector; it stays while a thread is in here. The ring's busy mark tells
 * the tracer whether a call is under way; see {@link Recorder#shutGate}.
 */
final class ThreadRecorder {
    private final Thread thread;
    private final Switchboard switchboard;
    private final MemorySegment head;
    private final ThreadRing ring;
    private final RingWriter writer;
    private final TraceClock clock;
    private final GapSampler priming;
    private final GapSampler interference;
    private final GapSampler reconsolidation;
    private final GapSampler falseMemory;

    ThreadRecorder(Switchboard switchboard, MemorySegment head, ThreadRing ring, TraceClock clock) {
        this.thread = Thread.currentThread();
        this.switchboard = switchboard;
        this.head = head;
        this.ring = ring;
        this.writer = ring.writer();
        this.clock = clock;
        this.priming = ring.sampler(EventType.PRIMING);
        this.interference = ring.sampler(EventType.INTERFERENCE);
        this.reconsolidation = ring.sampler(EventType.RECONSOLIDATION);
        this.falseMemory = ring.sampler(EventType.FALSE_MEMORY);
    }

    /** Whose recorder this is. */
    Thread thread() {
        return thread;
    }

    void priming(long early, long correlationId, byte primingType, float strength, long sourceNode, long targetNode) {
        ring.enter();
        if (admit(RecordLayout.PRIMING, priming)) {
            writer.writePriming(ticks(early), primingType, strength, correlationId, sourceNode, targetNode);
        }
        ring.exit();
    }

    void interference(long early, long correlationId, byte interferenceType, float magnitude, long targetNode, int count,
            long competing0, long competing1, long competing2) {
        ring.enter();
        if (admit(RecordLayout.INTERFERENCE, interference)) {
            writer.writeInterference(ticks(early), interferenceType, magnitude, correlationId, targetNode, count,
                    competing0, competing1, competing2);
        }
        ring.exit();
    }

    void reconsolidation(long early, long correlationId, long node, float windowPosition, int modificationCount,
            long modifiedFields, float plasticityFactor) {
        ring.enter();
        if (admit(RecordLayout.RECONSOLIDATION, reconsolidation)) {
            writer.writeReconsolidation(ticks(early), correlationId, node, windowPosition, modificationCount,
                    modifiedFields, plasticityFactor);
        }
        ring.exit();
    }

    void falseMemory(long early, long correlationId, long criticalLure, float confidence, int listSize, long source0,
            long source1, long source2) {
        ring.enter();
        if (admit(RecordLayout.FALSE_MEMORY, falseMemory)) {
            writer.writeFalseMemory(ticks(early), correlationId, criticalLure, confidence, listSize, source0,
                    source1, source2);
        }
        ring.exit();
    }

    private long ticks(long early) {
        return early != Recorder.NO_TICKS ? early : clock.ticks();
    }

    /** Decides whether the event is written, and counts it as sampled out or rejected if not. */
    private boolean admit(byte eventType, GapSampler sampler) {
        // Read again, after the entry was marked: a closer that found this ring idle has shut the gate before.
        long word = switchboard.word(eventType);
        if (!sampler.isAt(word) && !adopt(eventType, sampler, word)) {
            return false;
        }
        return sampler.admit();
    }

    /** Goes by another sampling word from now on; false if it says that the type is off. */
    private boolean adopt(byte eventType, GapSampler sampler, long word) {
        if (word < 0) {
            if (word == SamplingWord.CLOSED) {
                rejectClosed(eventType);
            }
            return false;
        }
        RingLayout.changeRate(ring.memory(), eventType, word);
        sampler.adopt(word);
        return true;
    }

    private void rejectClosed(byte eventType) {
        TraceFileLayout.countRejected(head, RejectReason.CLOSED.ordinal(), eventType);
    }
}
