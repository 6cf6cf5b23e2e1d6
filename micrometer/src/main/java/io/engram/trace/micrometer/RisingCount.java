// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.micrometer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A count that never falls. Which type an overwritten event was of is known for good only when the tracer rests, so
 * that a figure may come down a little; to a counter that would be a start from 0.
 */
final class RisingCount {
    private final AtomicLong highest = new AtomicLong();

    /** The highest count so far, this one included. */
    long rise(long count) {
        return highest.accumulateAndGet(count, Math::max);
    }
}
