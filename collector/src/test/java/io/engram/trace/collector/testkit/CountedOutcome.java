// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.testkit;

import io.engram.trace.collector.delivery.Outcome;
import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.DiscardReason;
import java.util.EnumMap;
import java.util.Map;

/** Counts what it is told. */
public final class CountedOutcome implements Outcome {
    private final Map<EventType, Long> exported = new EnumMap<>(EventType.class);
    private final Map<DiscardReason, Long> discarded = new EnumMap<>(DiscardReason.class);

    /** Makes one that was told nothing. */
    public CountedOutcome() {
    }

    @Override
    public synchronized void exported(EventType type, long events) {
        exported.merge(type, events, Long::sum);
    }

    @Override
    public synchronized void discarded(EventType type, DiscardReason reason, long events) {
        discarded.merge(reason, events, Long::sum);
    }

    public synchronized long exported() {
        return exported.values().stream().mapToLong(Long::longValue).sum();
    }

    public synchronized Map<EventType, Long> exportedByType() {
        return Map.copyOf(exported);
    }

    public synchronized Map<DiscardReason, Long> discarded() {
        return Map.copyOf(discarded);
    }

    public synchronized long total() {
        return exported() + discarded.values().stream().mapToLong(Long::longValue).sum();
    }
}
