// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.layout;

/**
 * The 64-bit word that says whether events of a type are recorded and how many of them: negative means not at all,
 * anything else is the raw bits of the sample rate. One load and one comparison with zero decide the common case.
 */
public final class SamplingWord {
    /** The type is switched off: its events are not even counted. */
    public static final long DISABLED = -1;
    /** The tracer is closed: events are counted as rejected. */
    public static final long CLOSED = -2;

    /** Every event is kept. */
    public static final long ALWAYS = of(1.0);

    private SamplingWord() {
    }

    /**
     * The word of a sample rate.
     *
     * @param rate 0.0 to 1.0
     * @return its word, not negative
     */
    public static long of(double rate) {
        // Adding 0.0 turns -0.0 into 0.0, whose bits are not negative.
        return Double.doubleToRawLongBits(rate + 0.0);
    }

    /**
     * The sample rate of a word.
     *
     * @param word a sampling word
     * @return 0.0 to 1.0; 0.0 where the type is off
     */
    public static double rate(long word) {
        return word < 0 ? 0.0 : Double.longBitsToDouble(word);
    }
}
