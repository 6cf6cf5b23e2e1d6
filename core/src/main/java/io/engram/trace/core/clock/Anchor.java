// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import java.util.function.LongSupplier;

/**
 * What two clocks said at one moment.
 *
 * @param ticks of the one
 * @param nanos of the other
 * @param errorTicks by how much they may be apart
 */
record Anchor(long ticks, long nanos, long errorTicks) {
    /** Reads two clocks several times, since an interrupt between the two spoils one reading, but hardly all. */
    static Anchor bestOf(int readings, LongSupplier ticker, LongSupplier nanoClock) {
        Anchor best = null;
        for (int i = 0; i < readings; i++) {
            long before = ticker.getAsLong();
            long nanos = nanoClock.getAsLong();
            long bracket = ticker.getAsLong() - before;
            // A slow counter may stand still for a whole bracket; its tick is as exact as it gets.
            long error = bracket / 2 + 1;
            if (best == null || error < best.errorTicks) {
                best = new Anchor(before + bracket / 2, nanos, error);
            }
        }
        return best;
    }
}
