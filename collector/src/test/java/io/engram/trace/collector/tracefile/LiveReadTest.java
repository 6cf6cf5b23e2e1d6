// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import static io.engram.trace.collector.tracefixture.TraceFileFixture.TICK_ZERO_EPOCH_NANOS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.collector.tracefixture.FixtureRing;
import io.engram.trace.collector.tracefixture.KeyedEvents;
import io.engram.trace.collector.tracefixture.TraceFileFixture;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.TypeStats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers while producers write at full speed. The timeout is for a reader that never comes to an end. */
@Timeout(300)
class LiveReadTest {
    private static final int RINGS = 2;
    private static final int EVENTS = 2_000_000;
    // Owners change so seldom that those of records in the ring are always known.
    private static final int EVENTS_PER_OWNER = 50_000;
    private static final int EVENTS_PER_SPAN = 5;
    private static final int RING_SHIFT = 32;

    @TempDir
    private Path folder;

    private long[] nextPosition;
    private long spans;

    private static TracedThread thread(int ring, long number) {
        return new TracedThread(ring, "owner " + number / EVENTS_PER_OWNER);
    }

    private static long key(int ring, long number) {
        return ((long) ring << RING_SHIFT) + number;
    }

    private static Thread producer(FixtureRing ring, int index, int from) {
        return new Thread(() -> {
            for (int number = from; number < EVENTS; number++) {
                if (number % EVENTS_PER_OWNER == 0 && number > 0) {
                    ring.own(thread(index, number));
                }
                long key = key(index, number);
                if (number % EVENTS_PER_SPAN == 0) {
                    ring.changeSpan(1).replaceSpan(key);
                }
                KeyedEvents.write(ring.writer(), number, key);
            }
        });
    }

    private void check(CognitiveEvent event) {
        long key = KeyedEvents.key(event);
        int ring = (int) (key >>> RING_SHIFT);
        long number = (int) key;
        // Of those whose change was written over it is not known.
        SpanContext span = event.spanContext() == null ? null
                : KeyedEvents.span(key(ring, number - number % EVENTS_PER_SPAN));
        assertEquals(KeyedEvents.event(key, TICK_ZERO_EPOCH_NANOS + number, thread(ring, number),
                number % EVENTS_PER_OWNER, 1.0, span), event);
        spans += span == null ? 0 : 1;
        assertTrue(number >= nextPosition[ring], () -> number + " after " + nextPosition[ring]);
        nextPosition[ring] = number + 1;
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 1_000, 20_000})
    void shouldGiveOrCountEachEventOnceToATail(int capacity) throws IOException, InterruptedException {
        try (TraceFileFixture fixture = TraceFileFixture.ofRunning(folder.resolve("1.trace"), capacity, RINGS);
                TraceFile file = TraceFile.open(fixture.path())) {
            nextPosition = new long[RINGS];
            List<Thread> producers = new ArrayList<>();
            for (int ring = 0; ring < RINGS; ring++) {
                producers.add(producer(fixture.addRing(thread(ring, 0)), ring, 0));
            }
            Tail tail = file.tail(true);
            producers.forEach(Thread::start);
            long received = 0;
            boolean isOver = false;
            while (!isOver) {
                boolean wasOver = producers.stream().noneMatch(Thread::isAlive);
                List<CognitiveEvent> events = tail.poll(10_000);
                events.forEach(this::check);
                received += events.size();
                isOver = wasOver && tail.isDrained();
            }
            long lost = tail.lost().values().stream().mapToLong(Long::longValue).sum();
            assertEquals((long) RINGS * EVENTS, received + lost);
            assertTrue(spans > 0);
            assertEquals(EVENTS, nextPosition[0]);
            assertEquals(EVENTS, nextPosition[1]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 1_000, 20_000})
    void shouldGiveOrCountEachEventInTheRingsToASnapshot(int capacity) throws IOException, InterruptedException {
        try (TraceFileFixture fixture = TraceFileFixture.ofRunning(folder.resolve("1.trace"), capacity, RINGS);
                TraceFile file = TraceFile.open(fixture.path())) {
            List<Thread> producers = new ArrayList<>();
            for (int ring = 0; ring < RINGS; ring++) {
                FixtureRing one = fixture.addRing(thread(ring, 0));
                for (int number = 0; number < capacity; number++) {
                    KeyedEvents.write(one.writer(), number, ((long) ring << RING_SHIFT) + number);
                }
                producers.add(producer(one, ring, capacity));
            }
            producers.forEach(Thread::start);
            boolean isOver = false;
            while (!isOver) {
                isOver = producers.stream().noneMatch(Thread::isAlive);
                nextPosition = new long[RINGS];
                Snapshot snapshot = file.snapshot(EventFilter.ALL);
                snapshot.events().forEach(this::check);
                assertEquals((long) RINGS * capacity, snapshot.events().size() + snapshot.overwritten());
                assertEquals(0, snapshot.undecodable());
                TraceFileStats stats = snapshot.stats();
                long recorded = stats.rings().stream().mapToLong(RingStats::recorded).sum();
                assertEquals(recorded, stats.total(TypeStats::recorded) + stats.unknownType());
            }
            assertTrue(spans > 0);
            Snapshot last = file.snapshot(EventFilter.ALL);
            assertEquals((long) RINGS * capacity, last.events().size());
        }
    }
}
