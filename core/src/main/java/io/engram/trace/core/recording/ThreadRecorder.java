package io.engram.trace.core.recording;

import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.sampling.GapGenerator;
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
 * switched off meanwhile, not at all. Never throws, also when the ring's memory is freed under it.
 *
 * <p><b>Progress.</b> Wait-free, no allocation.
 *
 * <p><b>Who owns the memory.</b> The tracer. The {@code busy} word tells it whether a call is under way; see
 * {@link Recorder#shutGate}.
 */
final class ThreadRecorder {
    private static final long ALWAYS = SamplingWord.of(1.0);

    private final MemorySegment head;
    private final MemorySegment ring;
    private final RingWriter writer;
    private final TraceClock clock;
    private final GapGenerator gaps;

    ThreadRecorder(MemorySegment head, MemorySegment ring, TraceClock clock, long seed) {
        this.head = head;
        this.ring = ring;
        this.writer = new RingWriter(ring);
        this.clock = clock;
        this.gaps = new GapGenerator(seed);
    }

    void priming(long correlationId, byte primingType, float strength, long sourceNode, long targetNode) {
        try {
            RingLayout.setBusyOpaque(ring);
            if (admit(RecordLayout.PRIMING)) {
                writer.writePriming(clock.ticks(), primingType, strength, correlationId, sourceNode, targetNode);
            }
            leave();
        } catch (IllegalStateException freed) {
            rejectClosed(RecordLayout.PRIMING);
        }
    }

    void interference(long correlationId, byte interferenceType, float magnitude, long targetNode, int count,
            long competing0, long competing1, long competing2) {
        try {
            RingLayout.setBusyOpaque(ring);
            if (admit(RecordLayout.INTERFERENCE)) {
                writer.writeInterference(clock.ticks(), interferenceType, magnitude, correlationId, targetNode, count,
                        competing0, competing1, competing2);
            }
            leave();
        } catch (IllegalStateException freed) {
            rejectClosed(RecordLayout.INTERFERENCE);
        }
    }

    void reconsolidation(long correlationId, long node, float windowPosition, int modificationCount,
            long modifiedFields, float plasticityFactor) {
        try {
            RingLayout.setBusyOpaque(ring);
            if (admit(RecordLayout.RECONSOLIDATION)) {
                writer.writeReconsolidation(clock.ticks(), correlationId, node, windowPosition, modificationCount,
                        modifiedFields, plasticityFactor);
            }
            leave();
        } catch (IllegalStateException freed) {
            rejectClosed(RecordLayout.RECONSOLIDATION);
        }
    }

    void falseMemory(long correlationId, long criticalLure, float confidence, int listSize, long source0,
            long source1, long source2) {
        try {
            RingLayout.setBusyOpaque(ring);
            if (admit(RecordLayout.FALSE_MEMORY)) {
                writer.writeFalseMemory(clock.ticks(), correlationId, criticalLure, confidence, listSize, source0,
                        source1, source2);
            }
            leave();
        } catch (IllegalStateException freed) {
            rejectClosed(RecordLayout.FALSE_MEMORY);
        }
    }

    private void leave() {
        try {
            RingLayout.clearBusyRelease(ring);
        } catch (IllegalStateException freed) {
            // The event was counted already; the callers' handlers count those that were not.
        }
    }

    /** Decides whether the event is written, and counts it as sampled out or rejected if not. */
    private boolean admit(byte eventType) {
        // Read after the busy word was set: a closer that found this ring idle has shut the gate before this load.
        long word = TraceFileLayout.samplingOpaque(head, eventType);
        if (word != RingLayout.currentRate(ring, eventType) && !adopt(eventType, word)) {
            return false;
        }
        long remaining = RingLayout.remaining(ring, eventType);
        if (remaining > 0) {
            RingLayout.setRemaining(ring, eventType, remaining - 1);
            return false;
        }
        if (word != ALWAYS) {
            draw(eventType, word);
        }
        return true;
    }

    /** Goes by another sampling word from now on; false if it says that the type is off. */
    private boolean adopt(byte eventType, long word) {
        if (word < 0) {
            if (word == SamplingWord.CLOSED) {
                rejectClosed(eventType);
            }
            return false;
        }
        // What is left of the old gap will not be skipped any more.
        RingLayout.setDrawn(ring, eventType,
                RingLayout.drawn(ring, eventType) - RingLayout.remaining(ring, eventType));
        RingLayout.setRemaining(ring, eventType, 0);
        RingLayout.changeRate(ring, eventType, word);
        draw(eventType, word);
        return true;
    }

    private void draw(byte eventType, long word) {
        long gap = gaps.next(SamplingWord.rate(word));
        RingLayout.setDrawn(ring, eventType, RingLayout.drawn(ring, eventType) + gap);
        RingLayout.setRemaining(ring, eventType, gap);
    }

    private void rejectClosed(byte eventType) {
        TraceFileLayout.countRejected(head, RejectReason.CLOSED.ordinal(), eventType);
    }
}
