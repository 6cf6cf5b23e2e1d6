// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.core.EventType;
import java.util.Map;

/**
 * The switches that a tracer goes by.
 *
 * @param byType switch of each event type
 */
public record Switches(Map<EventType, Switch> byType) {
    /**
     * Makes the map immutable.
     *
     * @param byType switch of each event type
     */
    public Switches {
        byType = Map.copyOf(byType);
    }

    /**
     * The switch of one event type.
     *
     * @param type event type
     * @return its switch
     */
    public Switch of(EventType type) {
        return byType.get(type);
    }
}
