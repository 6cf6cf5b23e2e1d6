package io.engram.trace.collector.export;

import io.engram.trace.collector.event.CognitiveEvent;
import java.util.List;

/**
 * Events that are exported together, in the order of their time.
 *
 * @param events at least one, immutable
 */
public record EventBatch(List<CognitiveEvent> events) {
    /**
     * Makes the list immutable.
     *
     * @param events at least one
     */
    public EventBatch {
        events = List.copyOf(events);
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
