// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import io.engram.trace.collector.event.CognitiveEvent;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Brings events that come nearly in order into order: exporters write batch after batch, and what one thread recorded
 * may come after later events of another.
 *
 * <p>Assumptions: one thread uses it.
 *
 * <p>Guarantees: the receiver gets events in {@link EventOrder}; those that would break it are counted and left out.
 */
final class TimeOrder {
    private final int maxHeld;
    private final Consumer<CognitiveEvent> receiver;
    private final PriorityQueue<CognitiveEvent> held = new PriorityQueue<>(EventOrder.COMPARATOR);
    private CognitiveEvent last;
    private long late;

    TimeOrder(int maxHeld, Consumer<CognitiveEvent> receiver) {
        this.maxHeld = maxHeld;
        this.receiver = receiver;
    }

    void add(CognitiveEvent event) {
        if (last != null && EventOrder.COMPARATOR.compare(event, last) < 0) {
            late++;
            return;
        }
        held.add(event);
        if (held.size() > maxHeld) {
            pass();
        }
    }

    void finish() {
        while (!held.isEmpty()) {
            pass();
        }
    }

    private void pass() {
        last = held.poll();
        receiver.accept(last);
    }

    /** Events left out. */
    long late() {
        return late;
    }
}
