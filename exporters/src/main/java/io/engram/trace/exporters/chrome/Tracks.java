// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chrome;

import io.engram.trace.core.spi.TracedThread;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One track per thread. A track's number is the thread's id where it can be: viewers keep 32 bits of it and take 0 for
 * the idle thread, and threads of one id may have had several names.
 */
final class Tracks {
    private final Map<TracedThread, Integer> numbers = new LinkedHashMap<>();
    private final Set<Integer> taken = new HashSet<>();
    private int lastGiven = Integer.MAX_VALUE;

    /** The thread's track, made if it has none. */
    int of(TracedThread thread) {
        return numbers.computeIfAbsent(thread, this::give);
    }

    /** All threads and their tracks, in the order in which they came. */
    Map<TracedThread, Integer> all() {
        return Collections.unmodifiableMap(numbers);
    }

    private int give(TracedThread thread) {
        if (thread.id() > 0 && thread.id() <= Integer.MAX_VALUE && taken.add((int) thread.id())) {
            return (int) thread.id();
        }
        while (!taken.add(lastGiven)) {
            lastGiven--;
        }
        return lastGiven;
    }
}
