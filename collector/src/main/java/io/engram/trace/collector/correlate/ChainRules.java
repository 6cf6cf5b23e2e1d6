// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which chains are looked for, and how much memory that may take.
 *
 * @param bases what makes events a chain, at least one
 * @param windowNanos how long after an event another one continues its chain by nodes, at most, 0 or more; a chain by
 *     correlation id has no window
 * @param minLength events that a chain has at least, 1 or more
 * @param maxHeldEvents how many events are held at most to bring them in order, how many of chains by correlation id,
 *     and how many last events of chains by nodes, each with two before it at most; 1 or more
 */
public record ChainRules(Set<ChainBasis> bases, long windowNanos, int minLength, int maxHeldEvents) {
    /** Both kinds of chains, of two events or more, within half a second, with a million events held. */
    public static final ChainRules DEFAULT = new ChainRules(EnumSet.allOf(ChainBasis.class), 500_000_000, 2, 1 << 20);

    /**
     * Makes the set immutable.
     *
     * @param bases what makes events a chain
     * @param windowNanos window
     * @param minLength least length
     * @param maxHeldEvents most events held
     * @throws IllegalArgumentException if a value is out of range
     */
    public ChainRules {
        bases = Set.copyOf(bases);
        if (bases.isEmpty()) {
            throw new IllegalArgumentException("no basis of chains: give at least one");
        }
        if (windowNanos < 0) {
            throw new IllegalArgumentException("a window of " + windowNanos + " ns is negative: give 0 or more");
        }
        if (minLength < 1 || maxHeldEvents < 1) {
            throw new IllegalArgumentException("least length " + minLength + " and most held events " + maxHeldEvents
                    + " must both be 1 or more");
        }
    }
}
