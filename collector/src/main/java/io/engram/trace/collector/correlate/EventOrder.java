// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import io.engram.trace.collector.event.CognitiveEvent;
import java.util.Comparator;

/** The order of events: by time; at one time by thread and then by position, so that it does not hang on the input. */
final class EventOrder {
    static final Comparator<CognitiveEvent> COMPARATOR = EventOrder::compare;

    private EventOrder() {
    }

    private static int compare(CognitiveEvent one, CognitiveEvent other) {
        int order = Long.compare(one.timeUnixNano(), other.timeUnixNano());
        if (order != 0) {
            return order;
        }
        int ofThreads = Long.compare(one.thread().id(), other.thread().id());
        return ofThreads != 0 ? ofThreads : Long.compare(one.position(), other.position());
    }
}
