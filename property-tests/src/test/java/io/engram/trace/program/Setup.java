// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.delivery.Deliveries;
import io.engram.trace.core.EventType;
import io.engram.trace.core.config.TracingConfig;
import java.time.Duration;
import java.util.EnumSet;

/**
 * What a program's tracer is started with.
 *
 * @param capacity slots per ring
 * @param rings rings at most
 * @param batch events per batch at most
 * @param exporters how many
 * @param filtered whether false memories are not wanted
 */
record Setup(int capacity, int rings, int batch, int exporters, boolean filtered) {
    /** Time after which events are exported that fill no batch, by the program's clock. */
    static final Duration INTERVAL = Duration.ofSeconds(1);
    /** The smallest queue, bytes. */
    static final long QUEUE_BYTES = 1 << 16;
    /** How many events fit it. */
    static final long QUEUE_EVENTS = Deliveries.capacityEvents(QUEUE_BYTES);

    TracingConfig config() {
        // Every way of waiting goes by the program's clock, but for that between two attempts to export: it is short.
        TracingConfig.Builder builder = TracingConfig.development().toBuilder().traceFile(false).ringCapacity(capacity)
                .exportBatchSize(batch).exportInterval(INTERVAL).queueBytes(QUEUE_BYTES)
                .retryBackoff(Duration.ofMillis(1), Duration.ofMillis(1));
        return builder.memoryLimitBytes(TracingConfig.fixedBytes() + rings * builder.build().ringBytes()).build();
    }

    /** Which events are wanted. */
    EventFilter filter() {
        return filtered ? new EventFilter(EnumSet.complementOf(EnumSet.of(EventType.FALSE_MEMORY)), Long.MIN_VALUE,
                Long.MAX_VALUE) : EventFilter.ALL;
    }

    @Override
    public String toString() {
        return rings + " rings of " + capacity + ", batches of " + batch + ", " + exporters + " exporters"
                + (filtered ? " without false memories" : "");
    }
}
