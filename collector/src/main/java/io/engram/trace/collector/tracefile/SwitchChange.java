// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.memlayout.layout.ControlBlock;
import io.engram.trace.memlayout.layout.SamplingWord;

/** What is asked for an event type. */
public final class SwitchChange {
    /** To record no events of the type. */
    public static final SwitchChange OFF = new SwitchChange(SamplingWord.DISABLED);
    /** To record events of the type at the rate that its tracer has for it. */
    public static final SwitchChange ON = new SwitchChange(ControlBlock.ON);

    private final long word;

    private SwitchChange(long word) {
        this.word = word;
    }

    /**
     * To record events of the type at a rate; this also switches it on.
     *
     * @param rate 0.0 to 1.0
     * @return the change
     * @throws IllegalArgumentException if the rate is out of range
     */
    public static SwitchChange rate(double rate) {
        if (!(rate >= 0.0 && rate <= 1.0)) {
            throw new IllegalArgumentException("sample rate " + rate + " is out of range: give 0.0 to 1.0");
        }
        return new SwitchChange(SamplingWord.of(rate));
    }

    /** As it stands in a request. */
    long word() {
        return word;
    }
}
