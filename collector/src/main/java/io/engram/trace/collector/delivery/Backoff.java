// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter (Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015): each wait
 * is drawn evenly from nothing to an upper bound that doubles with every attempt, so that many clients of a server that
 * was gone do not come back at once.
 */
final class Backoff {
    private static final int MAX_DOUBLINGS = 40;

    private final long firstNanos;
    private final long longestNanos;
    private final RandomGenerator random;
    private int attempts;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.firstNanos = first.toNanos();
        this.longestNanos = longest.toNanos();
        this.random = random;
    }

    /** How long to wait after one more attempt that failed, nanoseconds. */
    long nextNanos() {
        int doublings = Math.min(attempts++, MAX_DOUBLINGS);
        // The comparison cannot overflow as the shift could.
        long bound = firstNanos > longestNanos >> doublings ? longestNanos : firstNanos << doublings;
        return random.nextLong(bound + 1);
    }

    /** An attempt succeeded. */
    void reset() {
        attempts = 0;
    }
}
