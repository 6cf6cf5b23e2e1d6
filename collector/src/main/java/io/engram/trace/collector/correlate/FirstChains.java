// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Keeps the first chains by their start, and no more of them than a limit.
 *
 * <p>Assumptions: one thread uses it.
 */
public final class FirstChains implements Consumer<Chain> {
    private final int limit;
    private final PriorityQueue<Chain> lastOnTop = new PriorityQueue<>(Chain.BY_START.reversed());

    /**
     * Keeps nothing yet.
     *
     * @param limit how many chains to keep, 1 or more
     * @throws IllegalArgumentException if it is less
     */
    public FirstChains(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit of " + limit + " chains keeps none: give 1 or more");
        }
        this.limit = limit;
    }

    @Override
    public void accept(Chain chain) {
        lastOnTop.add(chain);
        if (lastOnTop.size() > limit) {
            lastOnTop.remove();
        }
    }

    /**
     * What was kept.
     *
     * @return chains by their start
     */
    public List<Chain> toList() {
        return lastOnTop.stream().sorted(Chain.BY_START).toList();
    }
}
