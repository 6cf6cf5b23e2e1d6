// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.recording;

import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.registry.ThreadRing;
import io.engram.trace.core.sampling.GapSampler;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SamplingWord;
import io.engram.trace.memlayout.ring.RingWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Samples and writes one thread's events: the ring's writer as long as the thread owns the ring.
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
public final class ThreadRecorder extends RingWriter implements EventRecorder {
    // Recorders are preferred seldom enough for the write to shared memory not to count.
    private static final int LOOK_UPS_OF_MANY = 1 << 16;
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
    private final Switchboard switches;
    private final ThreadRing ring;
    private final TraceClock clock;
    private final GapSampler sampler;
    // The thread's own.
    private int lookUps;
    // Accessed through BUSY.
    @SuppressWarnings("unused")
    private boolean busy;

    ThreadRecorder(Switchboard switches, ThreadRing ring, TraceClock clock) {
        super(ring.writer());
        this.thread = Thread.currentThread();
        this.switches = switches;
        this.ring = ring;
        this.clock = clock;
        this.sampler = ring.sampler();
    }

    /**
     * Whose recorder this is.
     *
     * @return thread
     */
    public Thread thread() {
        return thread;
    }

    /**
     * Takes note that the thread had to look its recorder up in the table; only that thread calls it.
     *
     * @return true once in many times
     */
    public boolean isOftenLookedUp() {
        lookUps++;
        return lookUps % LOOK_UPS_OF_MANY == 0;
    }

    /**
     * This recorder, as one of any kind. Who converts it so makes no verifier load that interface where tracing is off.
     *
     * @return this
     */
    public EventRecorder self() {
        return this;
    }

    /**
     * Decides which events are kept.
     *
     * @return the ring's sampler, for the thread
     */
    public GapSampler sampler() {
        return sampler;
    }

    /** The ring it writes. */
    ThreadRing ring() {
        return ring;
    }

    @Override
    public void priming(long early, long correlationId, byte primingType, float strength, long sourceNode,
            long targetNode) {
        if (early == Recorder.NO_TICKS && sampler.skip(RecordLayout.PRIMING, switches.priming())) {
            return;
        }
        enter();
        long ticks = admit(early, RecordLayout.PRIMING, switches.priming());
        if (ticks != Recorder.NO_TICKS) {
            writePriming(ticks, primingType, strength, correlationId, sourceNode, targetNode);
        }
        exit();
    }

    @Override
    public void interference(long early, long correlationId, byte interferenceType, float magnitude,
            long targetNode, int count, long competing0, long competing1, long competing2) {
        if (early == Recorder.NO_TICKS && sampler.skip(RecordLayout.INTERFERENCE, switches.interference())) {
            return;
        }
        enter();
        long ticks = admit(early, RecordLayout.INTERFERENCE, switches.interference());
        if (ticks != Recorder.NO_TICKS) {
            writeInterference(ticks, interferenceType, magnitude, correlationId, targetNode, count,
                    competing0, competing1, competing2);
        }
        exit();
    }

    @Override
    public void reconsolidation(long early, long correlationId, long node, float windowPosition,
            int modificationCount, long modifiedFields, float plasticityFactor) {
        if (early == Recorder.NO_TICKS && sampler.skip(RecordLayout.RECONSOLIDATION, switches.reconsolidation())) {
            return;
        }
        enter();
        long ticks = admit(early, RecordLayout.RECONSOLIDATION, switches.reconsolidation());
        if (ticks != Recorder.NO_TICKS) {
            writeReconsolidation(ticks, correlationId, node, windowPosition, modificationCount,
                    modifiedFields, plasticityFactor);
        }
        exit();
    }

    @Override
    public void falseMemory(long early, long correlationId, long criticalLure, float confidence,
            int listSize, long source0, long source1, long source2) {
        if (early == Recorder.NO_TICKS && sampler.skip(RecordLayout.FALSE_MEMORY, switches.falseMemory())) {
            return;
        }
        enter();
        long ticks = admit(early, RecordLayout.FALSE_MEMORY, switches.falseMemory());
        if (ticks != Recorder.NO_TICKS) {
            writeFalseMemory(ticks, correlationId, criticalLure, confidence, listSize, source0,
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

    /**
     * Decides whether the event is written, and counts it as sampled out or rejected if not. The word was read again,
     * after the entry was marked: a closer that found this recorder idle has shut the gate before.
     *
     * @return the event's ticks, or {@code NO_TICKS} if it is not to be written
     */
    private long admit(long early, byte eventType, long word) {
        // Where all events are kept there is nothing to decide.
        return word == SamplingWord.ALWAYS && sampler.isAt(eventType, word) && early != Recorder.NO_TICKS ? early
                : admitSome(eventType, word);
    }

    private long admitSome(byte eventType, long word) {
        if (!sampler.isAt(eventType, word) && !adopt(eventType, word)) {
            return Recorder.NO_TICKS;
        }
        return sampler.admit(eventType) ? clock.ticks() : Recorder.NO_TICKS;
    }

    /** Goes by another sampling word from now on; false if it says that the type is off. */
    private boolean adopt(byte eventType, long word) {
        if (word < 0) {
            switches.refuse(eventType, word);
            return false;
        }
        RingLayout.changeRate(ring.memory(), eventType, word);
        sampler.adopt(eventType, word);
        return true;
    }
}
