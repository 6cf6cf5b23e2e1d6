// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.drain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.clock.EpochConverter;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.spi.TraceSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecycleTest {
    private static final int EVENTS = 5;

    private final AtomicReference<TraceSource> source = new AtomicReference<>();
    // No collector runs: here its part is played.
    private final CognitiveTracer tracer = CognitiveTracer.start(
            TracingConfig.development().toBuilder().traceFile(false).ringCapacity(8).build(), (from, config) -> {
                source.set(from);
                return null;
            });
    private final List<CognitiveEvent> events = new ArrayList<>();

    /** Where there is no room for all of them, its ring stays its own until there is. */
    @Test
    void shouldKeepTheRingOfAThreadThatEndedUntilAllItsEventsWereTaken() throws InterruptedException {
        Thread thread = new Thread(() -> {
            for (int i = 0; i < EVENTS; i++) {
                tracer.tracePriming(PrimingType.SEMANTIC, 1, i, 0);
            }
        }, "ended");
        thread.start();
        thread.join();
        TraceRing ring = source.get().rings().getFirst();
        RingDrain drain = RingDrain.of(source.get(), ring, EventFilter.ALL);
        EpochConverter converter = new EpochConverter(source.get().clock());
        for (int taken = 2; taken < EVENTS; taken += 2) {
            drain.sweep(converter, events, 2);
            assertEquals(taken, events.size());
            assertTrue(ring.isOrphaned(), "it was given back with events in it");
        }
        drain.sweep(converter, events, 2);
        assertFalse(ring.isOrphaned());
        assertEquals(LongStream.range(0, EVENTS).boxed().toList(),
                events.stream().map(event -> ((PrimingEvent) event).sourceNode()).toList());
        assertTrue(events.stream().allMatch(event -> event.thread().name().equals("ended")), events::toString);
        tracer.close();
    }
}
