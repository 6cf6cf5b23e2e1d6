// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.sampling;

import io.engram.trace.core.EventType;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.SamplingWord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Decides which events one thread keeps, and counts the others: a decrement for each event that is skipped, a random
 * number for each that is kept, neither where all are.
 *
 * <p>What it knows of all types are fields of its own, not of an object per type: where the decrement is stored is then
 * known a load earlier, and until it is known a processor may hold back whatever the application loads next.
 *
 * <p><b>Assumptions.</b> One thread at a time decides by it, its owner; any thread asks it for {@link #sampledOut}.
 * Types are those of {@link RecordLayout}, constants where speed matters.
 *
 * <p><b>Guarantees.</b> The count is exact whenever that thread is outside a trace call. A new rate holds from the
 * first event that is asked about with it; what was left of the old gap is not counted as skipped.
 *
 * <p><b>Progress.</b> Wait-free, no allocation.
 */
public final class GapSampler {
    private static final VarHandle PRIMING_LEFT = handle("primingLeft");
    private static final VarHandle INTERFERENCE_LEFT = handle("interferenceLeft");
    private static final VarHandle RECONSOLIDATION_LEFT = handle("reconsolidationLeft");
    private static final VarHandle FALSE_MEMORY_LEFT = handle("falseMemoryLeft");
    private static final VarHandle DRAWN = MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

    private final GapGenerator gaps;
    private long ownerId;
    // No rate in force is negative: whichever comes first is adopted, 0.0 included.
    private long primingWord = SamplingWord.DISABLED;
    private long interferenceWord = SamplingWord.DISABLED;
    private long reconsolidationWord = SamplingWord.DISABLED;
    private long falseMemoryWord = SamplingWord.DISABLED;
    // Events of the current gap that are still to come. Accessed through the handles.
    private long primingLeft;
    private long interferenceLeft;
    private long reconsolidationLeft;
    private long falseMemoryLeft;
    // Events to be skipped in all gaps drawn so far, by type.
    private final long[] drawn = new long[EventType.values().length];

    /**
     * Makes a sampler without rates and without an owner.
     *
     * @param seed of its random numbers
     */
    public GapSampler(long seed) {
        this.gaps = new GapGenerator(seed);
    }

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(GapSampler.class, field, long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Becomes a thread's. Only that thread calls it, and only once the last owner has ended.
     *
     * @param threadId id of the current thread
     */
    public void setOwner(long threadId) {
        ownerId = threadId;
    }

    /**
     * Whether it is a thread's. Needs no order: no other thread writes the id of the one that asks.
     *
     * @param threadId id of the current thread
     * @return true if that thread may decide by it
     */
    public boolean isOf(long threadId) {
        return ownerId == threadId;
    }

    /**
     * Whether the sampler goes by a sampling word.
     *
     * @param eventType 0 to 3
     * @param samplingWord not negative
     * @return false if {@link #adopt} has to be called first
     */
    public boolean isAt(byte eventType, long samplingWord) {
        return word(eventType) == samplingWord;
    }

    /**
     * Goes by another sampling word from the type's next event on.
     *
     * @param eventType 0 to 3
     * @param samplingWord not negative
     */
    public void adopt(byte eventType, long samplingWord) {
        switch (eventType) {
            case RecordLayout.PRIMING -> primingWord = samplingWord;
            case RecordLayout.INTERFERENCE -> interferenceWord = samplingWord;
            case RecordLayout.RECONSOLIDATION -> reconsolidationWord = samplingWord;
            default -> falseMemoryWord = samplingWord;
        }
        DRAWN.setOpaque(drawn, (int) eventType, drawn[eventType] - left(eventType));
        setLeft(eventType, 0);
        draw(eventType);
    }

    /**
     * Leaves out the type's next event if it stands in a gap, without a look at anything else.
     *
     * @param eventType 0 to 3
     * @param samplingWord in force
     * @return false if there is more to do: {@link #adopt} the word, or {@link #admit} the event
     */
    public boolean skip(byte eventType, long samplingWord) {
        long left = left(eventType);
        if (left > 0 && word(eventType) == samplingWord) {
            setLeft(eventType, left - 1);
            return true;
        }
        return false;
    }

    /**
     * Decides about the type's next event.
     *
     * @param eventType 0 to 3
     * @return true if it is kept
     */
    public boolean admit(byte eventType) {
        long left = left(eventType);
        if (left > 0) {
            setLeft(eventType, left - 1);
            return false;
        }
        if (word(eventType) != SamplingWord.ALWAYS) {
            draw(eventType);
        }
        return true;
    }

    /**
     * How many events of a type were skipped so far.
     *
     * @param type event type
     * @return events
     */
    public long sampledOut(EventType type) {
        long all = (long) DRAWN.getOpaque(drawn, type.ordinal());
        long skipped = all - left(type.code());
        // Read between two stores of the owner's, one may be old. That is harmless but for a gap that never ends.
        if (skipped < 0) {
            return all;
        }
        return skipped >= GapGenerator.NEVER ? skipped - GapGenerator.NEVER : skipped;
    }

    private void draw(byte eventType) {
        long gap = gaps.next(SamplingWord.rate(word(eventType)));
        DRAWN.setOpaque(drawn, (int) eventType, drawn[eventType] + gap);
        setLeft(eventType, gap);
    }

    private long word(byte eventType) {
        return switch (eventType) {
            case RecordLayout.PRIMING -> primingWord;
            case RecordLayout.INTERFERENCE -> interferenceWord;
            case RecordLayout.RECONSOLIDATION -> reconsolidationWord;
            default -> falseMemoryWord;
        };
    }

    private long left(byte eventType) {
        return switch (eventType) {
            case RecordLayout.PRIMING -> (long) PRIMING_LEFT.getOpaque(this);
            case RecordLayout.INTERFERENCE -> (long) INTERFERENCE_LEFT.getOpaque(this);
            case RecordLayout.RECONSOLIDATION -> (long) RECONSOLIDATION_LEFT.getOpaque(this);
            default -> (long) FALSE_MEMORY_LEFT.getOpaque(this);
        };
    }

    private void setLeft(byte eventType, long left) {
        switch (eventType) {
            case RecordLayout.PRIMING -> PRIMING_LEFT.setOpaque(this, left);
            case RecordLayout.INTERFERENCE -> INTERFERENCE_LEFT.setOpaque(this, left);
            case RecordLayout.RECONSOLIDATION -> RECONSOLIDATION_LEFT.setOpaque(this, left);
            default -> FALSE_MEMORY_LEFT.setOpaque(this, left);
        }
    }
}
