// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.recording;

import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.memlayout.layout.ControlBlock;
import io.engram.trace.memlayout.layout.SamplingWord;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The sampling word of each type. Every trace call reads the {@link Front}'s copy first, and one that records reads it
 * here again.
 *
 * <p>The words are fields on the heap: reading one is a load and a comparison there, while a word off-heap costs the
 * checks of its segment on every call, and one in an array that of its length. The trace's head gets a copy for whoever
 * looks at it.
 *
 * <p>Guarantees: a change is seen by each thread's next trace call that begins after it became visible; there is no
 * fence on the reader's side, so "next" means within nanoseconds. Progress: reading is wait-free.
 */
public final class Switchboard {
    private static final VarHandle PRIMING = handle("priming");
    private static final VarHandle INTERFERENCE = handle("interference");
    private static final VarHandle RECONSOLIDATION = handle("reconsolidation");
    private static final VarHandle FALSE_MEMORY = handle("falseMemory");

    private final MemorySegment head;
    private Front front = Front.NONE;
    // Accessed through the handles.
    private long priming;
    private long interference;
    private long reconsolidation;
    private long falseMemory;

    Switchboard(MemorySegment head) {
        this.head = head;
        for (EventType type : EventType.values()) {
            set(type, SamplingWord.DISABLED);
        }
    }

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(Switchboard.class, field, long.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * The word of priming.
     *
     * @return a {@link SamplingWord}
     */
    public long priming() {
        return (long) PRIMING.getOpaque(this);
    }

    /**
     * The word of interference.
     *
     * @return a {@link SamplingWord}
     */
    public long interference() {
        return (long) INTERFERENCE.getOpaque(this);
    }

    /**
     * The word of reconsolidation.
     *
     * @return a {@link SamplingWord}
     */
    public long reconsolidation() {
        return (long) RECONSOLIDATION.getOpaque(this);
    }

    /**
     * The word of false memory.
     *
     * @return a {@link SamplingWord}
     */
    public long falseMemory() {
        return (long) FALSE_MEMORY.getOpaque(this);
    }

    long word(EventType type) {
        return switch (type) {
            case PRIMING -> priming();
            case INTERFERENCE -> interference();
            case RECONSOLIDATION -> reconsolidation();
            case FALSE_MEMORY -> falseMemory();
        };
    }

    /** Counts an event whose word is negative: as rejected if the tracer is closed, not at all if the type is off. */
    void refuse(byte eventType, long samplingWord) {
        if (samplingWord == SamplingWord.CLOSED) {
            TraceFileLayout.countRejected(head, RejectReason.CLOSED.ordinal(), eventType);
        }
    }

    /** Keeps a front's words the same as these from now on. */
    synchronized void follow(Front itsFront) {
        front = itsFront;
        for (EventType type : EventType.values()) {
            front.setWord(type, word(type));
        }
    }

    /** Changes a type's word here, in the head and at the front. */
    synchronized void set(EventType type, long samplingWord) {
        ControlBlock.setSamplingOpaque(head, type.code(), samplingWord);
        switch (type) {
            case PRIMING -> PRIMING.setOpaque(this, samplingWord);
            case INTERFERENCE -> INTERFERENCE.setOpaque(this, samplingWord);
            case RECONSOLIDATION -> RECONSOLIDATION.setOpaque(this, samplingWord);
            case FALSE_MEMORY -> FALSE_MEMORY.setOpaque(this, samplingWord);
        }
        front.setWord(type, samplingWord);
    }
}
