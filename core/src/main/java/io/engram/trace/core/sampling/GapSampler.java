// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.sampling;

import io.engram.trace.memlayout.layout.SamplingWord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Decides which events of a type one thread keeps, and counts the others: a decrement for each event that is skipped, a
 * random number for each that is kept, neither where all are.
 *
 * <p><b>Assumptions.</b> One thread at a time asks it to {@link #admit}; any thread asks it for {@link #sampledOut}.
 *
 * <p><b>Guarantees.</b> The count is exact whenever that thread is outside a trace call. A new rate holds from the first
 * event that is asked about with it; what was left of the old gap is not counted as skipped.
 *
 * <p><b>Progress.</b> Wait-free, no allocation.
 */
public final class GapSampler {
    private static final long ALWAYS = SamplingWord.of(1.0);
    private static final VarHandle DRAWN = handle("drawn");
    private static final VarHandle REMAINING = handle("remaining");

    private final GapGenerator gaps;
    // No rate in force is negative: whichever comes first is adopted, 0.0 included.
    private long word = SamplingWord.DISABLED;
    // Events to be skipped in all gaps drawn so far, and how many of them are still to come.
    private long drawn;
    private long remaining;

    /**
     * Makes a sampler without a rate.
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
     * Whether the sampler goes by a sampling word.
     *
     * @param samplingWord not negative
     * @return false if {@link #adopt} has to be called first
     */
    public boolean isAt(long samplingWord) {
        return word == samplingWord;
    }

    /**
     * Goes by another sampling word from the next event on.
     *
     * @param samplingWord not negative
     */
    public void adopt(long samplingWord) {
        word = samplingWord;
        DRAWN.setOpaque(this, drawn - remaining);
        REMAINING.setOpaque(this, 0L);
        draw();
    }

    /**
     * Leaves out the next event if it stands in a gap, without a look at anything else.
     *
     * @param samplingWord in force
     * @return false if there is more to do: {@link #adopt} the word, or {@link #admit} the event
     */
    public boolean skip(long samplingWord) {
        long left = remaining;
        if (word == samplingWord && left > 0) {
            REMAINING.setOpaque(this, left - 1);
            return true;
        }
        return false;
    }

    /**
     * Decides about the next event.
     *
     * @return true if it is kept
     */
    public boolean admit() {
        long left = remaining;
        if (left > 0) {
            REMAINING.setOpaque(this, left - 1);
            return false;
        }
        if (word != ALWAYS) {
            draw();
        }
        return true;
    }

    /**
     * How many events were skipped so far.
     *
     * @return events
     */
    public long sampledOut() {
        return (long) DRAWN.getOpaque(this) - (long) REMAINING.getOpaque(this);
    }

    private void draw() {
        long gap = gaps.next(SamplingWord.rate(word));
        DRAWN.setOpaque(this, drawn + gap);
        REMAINING.setOpaque(this, gap);
    }
}
