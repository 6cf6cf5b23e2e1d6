// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.core.EventType;

/** What tells the streams of a service apart: the events' types, and one more for lines that tell of losses. */
final class LokiEventType {
    /** Behind the ordinals of {@link EventType}. */
    static final int LOSS = EventType.values().length;
    static final int COUNT = LOSS + 1;

    private static final EventType[] TYPES = EventType.values();
    private static final String LOSS_LABEL = "loss";

    private LokiEventType() {
    }

    static String label(int type) {
        return type == LOSS ? LOSS_LABEL : TYPES[type].label();
    }
}
