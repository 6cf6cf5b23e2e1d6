// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import java.util.ArrayList;
import java.util.List;

/** Events that differ in their position, of two types in turn. */
final class TestEvents {
    private static final TracedThread THREAD = new TracedThread(7, "worker");

    private TestEvents() {
    }

    static EventBatch batch(long from, long to) {
        return new EventBatch(range(from, to));
    }

    static List<CognitiveEvent> range(long from, long to) {
        List<CognitiveEvent> events = new ArrayList<>();
        for (long position = from; position < to; position++) {
            events.add(position % 2 == 0
                    ? new PrimingEvent(position, THREAD, position, 1, 0, PrimingType.SEMANTIC, 1, position, -position)
                    : new ReconsolidationEvent(position, THREAD, position, 0.5, 9, position, 0.25f, 1, 2, 0.75f));
        }
        return events;
    }
}
