// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.load.TracedCall;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a reader got of the calls of {@link LoadThread}s that recorded every one: looked at event by event, and what it was
 * told is lost.
 */
final class Receipt {
    private final Map<String, Long> received = new TreeMap<>();
    private final Map<String, Long> lost = new TreeMap<>();
    private final Map<String, Long> first = new TreeMap<>();
    private final Map<String, Long> last = new TreeMap<>();
    private final Map<String, Optional<SpanContext>> spans = new TreeMap<>();

    void add(Collection<CognitiveEvent> events) {
        events.forEach(this::add);
    }

    void add(CognitiveEvent event) {
        assertTrue(TracedCall.isMadeBy(event), () -> "not what was traced: " + event);
        assertEquals(TracedCall.call(event), event.position(), "every call took the next position");
        // Those of the last spans are known; that of none is wrong.
        assertTrue(event.spanContext() == null || event.spanContext().equals(span(event)), () -> "span of " + event);
        spans.put(event.thread().name(), Optional.ofNullable(event.spanContext()));
        String thread = event.thread().name();
        Long before = last.put(thread, event.position());
        assertTrue(before == null || event.position() > before, () -> "after position " + before + ": " + event);
        first.putIfAbsent(thread, event.position());
        received.merge(thread, 1L, Long::sum);
    }

    private static SpanContext span(CognitiveEvent event) {
        return TracedCall.span(TracedCall.thread(event), TracedCall.call(event));
    }

    /** Checks that of each thread the last event's span is known. */
    void assertLastSpans() {
        spans.forEach((thread, span) -> assertEquals(
                Optional.ofNullable(TracedCall.span(Integer.parseInt(thread.substring(TracedCall.threadName(0).length() - 1)),
                        last.get(thread).intValue())), span, thread + " at " + last.get(thread)));
    }

    void addLost(Map<TracedThread, Long> records) {
        records.forEach((thread, count) -> addLost(thread.name(), count));
    }

    void addLost(String thread, long records) {
        assertTrue(records > 0, () -> records + " records lost");
        lost.merge(thread, records, Long::sum);
    }

    long received() {
        return received.values().stream().mapToLong(Long::longValue).sum();
    }

    long received(int thread) {
        return received.getOrDefault(TracedCall.threadName(thread), 0L);
    }

    long lost(int thread) {
        return lost.getOrDefault(TracedCall.threadName(thread), 0L);
    }

    /** The first position received of a thread, -1 if none was. */
    long first(int thread) {
        return first.getOrDefault(TracedCall.threadName(thread), -1L);
    }

    /** The last position received of a thread, -1 if none was. */
    long last(int thread) {
        return last.getOrDefault(TracedCall.threadName(thread), -1L);
    }

    /** Checks that of each thread every call was received, or counted as lost. */
    void assertAccountsFor(long[] calls) {
        for (int thread = 0; thread < calls.length; thread++) {
            assertEquals(calls[thread], received(thread) + lost(thread), "thread " + thread + ", lost " + lost);
        }
    }

    /** Checks that of each thread every call was received. */
    void assertComplete(long[] calls) {
        assertEquals(Map.of(), lost);
        assertAccountsFor(calls);
    }
}
