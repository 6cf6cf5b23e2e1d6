// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.sampling;

import io.engram.trace.memlayout.layout.SamplingWord;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides which events of a type many threads keep, each for itself, and counts the others: a random number for each
 * event, none where all are kept.
 *
 * <p><b>Assumptions.</b> Any thread calls any method at any time.
 *
 * <p><b>Guarantees.</b> The count is exact whenever no thread is inside {@link #admit}. There is no state between two
 * events: a new rate holds from the first one that is asked about with it, and a thread leaves nothing behind.
 *
 * <p><b>Progress.</b> Wait-free, no allocation.
 */
public final class BernoulliSampler {

    private final AtomicLong sampledOut = new AtomicLong();

    /** Makes a sampler that has skipped nothing yet. */
    public BernoulliSampler() {
        // Nothing to do.
    }

    /**
     * Decides about an event.
     *
     * @param samplingWord in force; not negative
     * @return true if it is kept
     */
    public boolean admit(long samplingWord) {
        if (samplingWord == SamplingWord.ALWAYS
                || ThreadLocalRandom.current().nextDouble() < SamplingWord.rate(samplingWord)) {
            return true;
        }
        sampledOut.getAndIncrement();
        return false;
    }

    /**
     * How many events were skipped so far.
     *
     * @return events
     */
    public long sampledOut() {
        return sampledOut.get();
    }
}
