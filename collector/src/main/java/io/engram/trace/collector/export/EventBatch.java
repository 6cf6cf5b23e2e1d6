// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.export;

import io.engram.trace.collector.event.CognitiveEvent;
import java.util.List;
import java.util.Map;

/**
 * Events that are exported together, in the order of their time.
 *
 * @param events at least one, immutable
 * @param resource attributes of the process that recorded them, where that was not this one; otherwise empty
 */
public record EventBatch(List<CognitiveEvent> events, Map<String, String> resource) {
    /**
     * Makes list and map immutable.
     *
     * @param events at least one
     * @param resource attributes of another process, or empty
     */
    public EventBatch {
        events = List.copyOf(events);
        resource = Map.copyOf(resource);
    }

    /**
     * Events of this process.
     *
     * @param events at least one
     */
    public EventBatch(List<CognitiveEvent> events) {
        this(events, Map.of());
    }

    /**
     * How many events there are.
     *
     * @return at least 1
     */
    public int size() {
        return events.size();
    }
}
