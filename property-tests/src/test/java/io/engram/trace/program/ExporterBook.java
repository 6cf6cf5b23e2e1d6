// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.record.EventBits;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.ExporterStats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** What one exporter got: each event as it was recorded, in the order of its thread, and once. */
final class ExporterBook {
    private final MoodyExporter exporter;
    // The last event of each line of each thread: from a ring of its own, and from one that it shares.
    private final Map<Long, List<CognitiveEvent>> last = new HashMap<>();
    private int taken;
    private int refused;
    private int failed;

    ExporterBook(MoodyExporter exporter) {
        this.exporter = exporter;
    }

    MoodyExporter exporter() {
        return exporter;
    }

    long taken() {
        return taken;
    }

    /**
     * Reads what is new.
     *
     * @param made the call of a tick, or null
     */
    void read(LongFunction<Made> made, Consumer<Made> onTaken, Consumer<Made> onLost) {
        List<CognitiveEvent> takenNow = exporter.taken();
        for (; taken < takenNow.size(); taken++) {
            CognitiveEvent event = takenNow.get(taken);
            onTaken.accept(check(event, made));
            checkOrder(event);
        }
        List<CognitiveEvent> refusedNow = exporter.refused();
        for (; refused < refusedNow.size(); refused++) {
            onLost.accept(check(refusedNow.get(refused), made));
        }
        List<CognitiveEvent> failedNow = exporter.failed();
        for (; failed < failedNow.size(); failed++) {
            onLost.accept(check(failedNow.get(failed), made));
        }
    }

    // Which ring an event is from cannot be told from it. It goes on the line whose last position is the next one below.
    private void checkOrder(CognitiveEvent event) {
        List<CognitiveEvent> lines = last.computeIfAbsent(event.thread().id(), id -> new ArrayList<>());
        Optional<CognitiveEvent> before = lines.stream().filter(one -> one.position() < event.position())
                .max(Comparator.comparingLong(CognitiveEvent::position));
        assertTrue(before.map(one -> one.timeUnixNano() < event.timeUnixNano()).orElse(lines.size() < 2),
                () -> "out of order: after " + lines + " comes " + event);
        before.ifPresent(lines::remove);
        lines.add(event);
    }

    private static Made check(CognitiveEvent event, LongFunction<Made> calls) {
        Made made = calls.apply(SteppedClock.tick(event.timeUnixNano()));
        assertNotNull(made, () -> "nobody recorded " + event);
        Thread thread = made.worker().thread();
        String name = event.thread().name();
        assertEquals(thread.threadId(), event.thread().id(), () -> "thread of " + made);
        assertTrue(name.isEmpty() || name.equals(thread.getName()) && !thread.isVirtual(),
                () -> "name " + name + " of the thread of " + made);
        assertTrue(made.mayCarry(event.sampleRate()), () -> "rate of " + event);
        CognitiveEvent expected = made.isTaken() ? made.event(event.thread())
                : made.call().event(event.timeUnixNano(), event.thread(), event.position(), event.sampleRate());
        assertEquals(EventBits.of(expected), EventBits.of(event), made::toString);
        return made;
    }

    /** The exporter's own accounts, while it is idle or waiting. */
    void assertAccounts(ExporterStats stats, boolean settled) {
        assertTrue(stats.isBalanced(), stats::toString);
        Map<DiscardReason, Long> discarded = new HashMap<>(stats.discarded());
        long shutdown = discarded.getOrDefault(DiscardReason.SHUTDOWN, 0L);
        if (settled) {
            assertEquals(0, shutdown, () -> "discarded by a shutdown that there was not: " + stats);
            assertEquals(taken, stats.exported(), () -> "exported: " + stats);
            assertEquals(refused, discarded.getOrDefault(DiscardReason.REFUSED, 0L), () -> "refused: " + stats);
            assertEquals(failed, discarded.getOrDefault(DiscardReason.EXPORT_FAILED, 0L), () -> "failed: " + stats);
        } else {
            // What it said after the tracer had given it up was not heard.
            assertTrue(stats.exported() <= taken && taken <= stats.exported() + shutdown, stats::toString);
        }
        if (stats.given() <= Setup.QUEUE_EVENTS) {
            assertEquals(0, discarded.getOrDefault(DiscardReason.QUEUE_FULL, 0L), () -> "the queue had room: " + stats);
        }
        for (DiscardReason reason : discarded.keySet()) {
            assertTrue(switch (reason) {
                case REFUSED, EXPORT_FAILED, QUEUE_FULL, SHUTDOWN -> true;
                default -> false;
            }, stats::toString);
        }
    }
}
