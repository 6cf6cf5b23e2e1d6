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
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

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
 * <p><b>Who owns the memory.</b> The garbage collector; it stays while a thread is in here. The busy mark tells the
 * tracer whether a call is under way; see {@link Recorder#shutGate}.
 */
final class ThreadRecorder {
    private static final VarHandle BUSY;

    static {
        try {
            BUSY = MethodHandles.lookup().findVarHandle(ThreadRecorder.class, "busy", boolean.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Thread thread;
    private final long[] switches;
    private final MemorySegment head;
    private final ThreadRing ring;
    private final RingWriter writer;
    private final TraceClock clock;
    private final GapSampler priming;
    private final GapSampler interference;
    private final GapSampler reconsolidation;
    private final GapSampler falseMemory;
    // Accessed through BUSY.
    @SuppressWarnings("unused")
    private boolean busy;

    ThreadRecorder(long[] switches, MemorySegment head, ThreadRing ring, TraceClock clock) {
        this.thread = Thread.currentThread();
        this.switches = switches;
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

    /** The ring it writes. */
    ThreadRing ring() {
        return ring;
    }

    void priming(long correlationId, byte primingType, float strength, long sourceNode, long targetNode) {
        enter();
        if (admit(RecordLayout.PRIMING, priming)) {
            writer.writePriming(clock.ticks(), primingType, strength, correlationId, sourceNode, targetNode);
        }
        exit();
    }

    void interference(long correlationId, byte interferenceType, float magnitude, long targetNode, int count,
            long competing0, long competing1, long competing2) {
        enter();
        if (admit(RecordLayout.INTERFERENCE, interference)) {
            writer.writeInterference(clock.ticks(), interferenceType, magnitude, correlationId, targetNode, count,
                    competing0, competing1, competing2);
        }
        exit();
    }

    void reconsolidation(long correlationId, long node, float windowPosition, int modificationCount,
            long modifiedFields, float plasticityFactor) {
        enter();
        if (admit(RecordLayout.RECONSOLIDATION, reconsolidation)) {
            writer.writeReconsolidation(clock.ticks(), correlationId, node, windowPosition, modificationCount,
                    modifiedFields, plasticityFactor);
        }
        exit();
    }

    void falseMemory(long correlationId, long criticalLure, float confidence, int listSize, long source0,
            long source1, long source2) {
        enter();
        if (admit(RecordLayout.FALSE_MEMORY, falseMemory)) {
            writer.writeFalseMemory(clock.ticks(), correlationId, criticalLure, confidence, listSize, source0,
                    source1, source2);
        }
        exit();
    }

    /**
     * Marks the entry into a trace call. The closer is its partner: it shuts the gate, makes every thread pass a
     * handshake, and only then asks {@link #isBusy}; the handshake supplies the store-load fence that this store lacks.
     */
    private void enter() {
        BUSY.setOpaque(this, true);
    }

    /** Marks the exit; whoever finds the recorder not busy sees all that the call wrote. */
    private void exit() {
        BUSY.setRelease(this, false);
    }

    /** Whether the thread is inside a trace call. */
    boolean isBusy() {
        // Partner: exit.
        return (boolean) BUSY.getAcquire(this);
    }

    /** Decides whether the event is written, and counts it as sampled out or rejected if not. */
    private boolean admit(byte eventType, GapSampler sampler) {
        // Read again, after the entry was marked: a closer that found this recorder idle has shut the gate before.
        long word = Switchboard.word(switches, eventType);
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
