// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector;

import io.engram.trace.collector.delivery.Outcome;
import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TraceSource;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.TracerStats;

/** Counts what became of events in the tracer's accounts, until these are final. Any thread may use it. */
final class Accounts implements Outcome {
    private final TraceSource source;
    private boolean shut;

    Accounts(TraceSource source) {
        this.source = source;
    }

    @Override
    public synchronized void exported(EventType type, long events) {
        if (!shut) {
            source.countExported(type, events);
        }
    }

    @Override
    public synchronized void discarded(EventType type, DiscardReason reason, long events) {
        if (!shut) {
            source.countDiscarded(type, reason, events);
        }
    }

    /** Counts what is left as discarded: an exporter that hangs may still take it, but nobody would hear of that. */
    synchronized void shut() {
        if (!shut) {
            TracerStats stats = source.stats();
            for (EventType type : EventType.values()) {
                source.countDiscarded(type, DiscardReason.SHUTDOWN, stats.of(type).inCollector());
            }
            shut = true;
        }
    }
}
