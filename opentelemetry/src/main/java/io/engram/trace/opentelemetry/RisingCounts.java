// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts that never fall. Which type an overwritten event was of is known for good only when the tracer rests, so that
 * a figure may come down a little; to a counter that would be a start from 0.
 *
 * <p>Assumptions: guarded by whoever uses it.
 */
final class RisingCounts {
    private final Map<Attributes, Long> highest = new HashMap<>();

    /** The highest count so far of one series, this one included. */
    long rise(Attributes series, long count) {
        return highest.merge(series, count, Math::max);
    }
}
