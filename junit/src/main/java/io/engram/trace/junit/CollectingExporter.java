// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.junit;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Keeps all events. Any thread may ask for them. */
final class CollectingExporter implements EventExporter {
    private final List<CognitiveEvent> events = new ArrayList<>();

    CollectingExporter() {
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public synchronized void export(EventBatch batch) {
        events.addAll(batch.events());
        notifyAll();
    }

    @Override
    public void flush() {
        // Whatever was exported can be seen.
    }

    @Override
    public void close() {
        // As above.
    }

    /** What was exported so far, in the order of its time; what a thread recorded stays in its order. */
    synchronized List<CognitiveEvent> events() {
        return events.stream().sorted(Comparator.comparingLong(CognitiveEvent::timeUnixNano)).toList();
    }

    /** Waits until an event is what is wanted; false if none is by the deadline of {@link System#nanoTime}. */
    synchronized boolean await(Predicate<? super CognitiveEvent> wanted, long deadlineNanos)
            throws InterruptedException {
        int seen = 0;
        while (true) {
            if (events.subList(seen, events.size()).stream().anyMatch(wanted)) {
                return true;
            }
            seen = events.size();
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
