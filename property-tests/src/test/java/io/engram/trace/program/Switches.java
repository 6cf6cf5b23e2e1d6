// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

import io.engram.trace.core.EventType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a tracer must do with a type's calls, after what it was told. All types are on at first, and kept. */
final class Switches {
    private final Set<EventType> on = EnumSet.allOf(EventType.class);
    // All that were ever set, in this order.
    private final Map<EventType, List<Double>> rates = new EnumMap<>(EventType.class);
    private boolean closed;

    Switches() {
        for (EventType type : EventType.values()) {
            rates.put(type, new ArrayList<>(List.of(1.0)));
        }
    }

    void setEnabled(EventType type, boolean enabled) {
        if (!closed && enabled) {
            on.add(type);
        } else if (!closed) {
            on.remove(type);
        }
    }

    void setRate(EventType type, double rate) {
        if (!closed) {
            rates.get(type).add(rate);
        }
    }

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether a type's calls are counted: types that are off when the tracer closes stay off. */
    boolean isOn(EventType type) {
        return on.contains(type);
    }

    /** How often a type's rate was set so far. */
    int changes(EventType type) {
        return rates.get(type).size() - 1;
    }

    double rate(EventType type) {
        return rates.get(type).getLast();
    }

    /** Whether a rate was in force after so many changes, or later. */
    boolean wasInForce(EventType type, double rate, int changes) {
        return rates.get(type).subList(changes, rates.get(type).size()).contains(rate);
    }
}
