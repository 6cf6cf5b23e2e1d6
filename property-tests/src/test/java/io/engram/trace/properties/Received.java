// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.properties;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.EventType;
import java.util.ArrayList;
import java.util.List;

/** Keeps every event that it is given. */
final class Received implements EventExporter {
    private final List<CognitiveEvent> events = new ArrayList<>();

    @Override
    public String name() {
        return "received";
    }

    @Override
    public synchronized void export(EventBatch batch) {
        events.addAll(batch.events());
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
    }

    synchronized List<CognitiveEvent> events() {
        return List.copyOf(events);
    }

    synchronized long count(EventType type) {
        return events.stream().filter(event -> event.eventType() == type).count();
    }
}
