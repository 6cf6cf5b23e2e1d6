// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.sampling;

/**
 * Draws how many events to skip before the next one is kept, so that each is kept with the same probability,
 * independently of the others: the gaps of a Bernoulli process are geometric (Devroye, 1986, chapter X.2). A random
 * number is needed for the kept events only.
 *
 * <p>Assumptions: one thread uses a generator. Progress: no loop, no allocation.
 */
public final class GapGenerator {
    /** A gap that no thread will live to see the end of. */
    public static final long NEVER = Long.MAX_VALUE >>> 1;

    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;
    private static final double UNIT = 0x1.0p-53;

    private long state;

    /**
     * Makes a generator.
     *
     * @param seed any value; neighbouring seeds give unrelated sequences
     */
    public GapGenerator(long seed) {
        this.state = mix(seed);
    }

    /**
     * Draws the next gap.
     *
     * @param rate 0.0 to 1.0
     * @return events to skip, 0 to {@link #NEVER}
     */
    public long next(double rate) {
        if (rate >= 1.0) {
            return 0;
        }
        if (rate <= 0.0) {
            return NEVER;
        }
        // Inversion: floor(ln U / ln(1 - p)), U in (0, 1]. log1p keeps tiny rates exact.
        double uniform = ((nextLong() >>> 11) + 1) * UNIT;
        double gap = Math.log(uniform) / Math.log1p(-rate);
        return gap >= NEVER ? NEVER : (long) gap;
    }

    // SplitMix64 (Steele, Lea and Flood, 2014): one addition and a mixer, equidistributed, no state but a word.
    private long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
