// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import static io.engram.trace.collector.tracefixture.KeyedEvents.keys;
import static io.engram.trace.collector.tracefixture.KeyedEvents.range;
import static io.engram.trace.collector.tracefixture.TraceFileFixture.TICK_ZERO_EPOCH_NANOS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.tracefixture.FixtureSharedRing;
import io.engram.trace.collector.tracefixture.KeyedEvents;
import io.engram.trace.collector.tracefixture.TraceFileFixture;
import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.SamplingWord;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SharedRingFileTest {
    private static final TracedThread SHARED = new TracedThread(0, "shared");
    private static final int RING_CAPACITY = 88;
    // Of 88 bytes each, in the room of 88 records of 64 bytes.
    private static final int CAPACITY = 64;

    @TempDir
    private Path folder;
    private TraceFileFixture fixture;
    private FixtureSharedRing ring;
    private TraceFile file;

    @BeforeEach
    void open() throws IOException {
        fixture = TraceFileFixture.ofRunning(folder.resolve("1.trace"), RING_CAPACITY, 32);
        ring = fixture.addSharedRing();
        file = TraceFile.open(fixture.path());
    }

    @AfterEach
    void close() throws IOException {
        file.close();
        fixture.close();
    }

    /** Fewer slots than a ring of one thread has, and who wrote each record, at which rate. */
    @Test
    void shouldReadWhoWroteWhat() throws IOException {
        assertEquals(CAPACITY, ring.capacity());
        ring.write(7, 0, 2);
        KeyedEvents.write(ring.writer(), 9, SamplingWord.of(0.25), 2, 2);
        List<CognitiveEvent> events = file.snapshot(EventFilter.ALL).events();
        assertEquals(List.of(
                KeyedEvents.event(0, TICK_ZERO_EPOCH_NANOS, new TracedThread(7, ""), 0, 1.0),
                KeyedEvents.event(1, TICK_ZERO_EPOCH_NANOS + 1, new TracedThread(7, ""), 1, 1.0),
                KeyedEvents.event(2, TICK_ZERO_EPOCH_NANOS + 2, new TracedThread(9, ""), 2, 0.25)), events);
    }

    /** Records with and without a span follow each other in each slot. */
    @Test
    void shouldReadTheSpanOfEachRecord() throws IOException {
        FixtureSharedRing spans = fixture.addSharedRingWithSpans();
        // Of 112 bytes each.
        int capacity = RING_CAPACITY * 64 / 112;
        assertEquals(capacity, spans.capacity());
        TracedThread it = new TracedThread(7, "");
        Tail tail = file.tail(true);
        List<CognitiveEvent> followed = new ArrayList<>();
        for (int key = 0; key < 200; key++) {
            spans.write(7, key, 1);
            followed.addAll(tail.poll(10));
        }
        List<CognitiveEvent> all = LongStream.range(0, 200)
                .mapToObj(key -> KeyedEvents.event(key, TICK_ZERO_EPOCH_NANOS + key, it, key, 1.0, KeyedEvents.span(key))).toList();
        assertEquals(all, followed);
        assertEquals(all.subList(200 - capacity, 200), file.snapshot(EventFilter.ALL).events());
    }

    /** No tracer writes an id that is 0. */
    @Test
    void shouldReadNoSpanWhereItHasNoId() throws IOException {
        FixtureSharedRing spans = fixture.addSharedRingWithSpans().write(7, 1, 1);
        SharedRingLayout.setSpan(spans.memory(), 0, 0, spans.capacity(), 0, 0, 5);
        TracedThread it = new TracedThread(7, "");
        assertEquals(List.of(KeyedEvents.event(1, TICK_ZERO_EPOCH_NANOS + 1, it, 0, 1.0)),
                file.snapshot(EventFilter.ALL).events());
        SharedRingLayout.setSpan(spans.memory(), 0, 0, spans.capacity(), 5, 5, 0);
        assertEquals(List.of(KeyedEvents.event(1, TICK_ZERO_EPOCH_NANOS + 1, it, 0, 1.0)),
                file.snapshot(EventFilter.ALL).events());
    }

    @Test
    void shouldReadWhatALapHasLeft() throws IOException {
        ring.write(7, 0, 150);
        Snapshot snapshot = file.snapshot(EventFilter.ALL);
        assertEquals(range(150 - CAPACITY, 150), keys(snapshot.events()));
        assertEquals(0, snapshot.overwritten());
        assertEquals(List.of(new RingStats(0, SHARED, 0, 150, 0, 86, 0, CAPACITY, CAPACITY)), snapshot.stats().rings());
    }

    /** Neither events nor losses. */
    @Test
    void shouldPassOverPlacesThatStandOpen() throws IOException {
        ring.write(7, 0, 3);
        ring.writer().claim();
        ring.write(7, 3, 3);
        Snapshot snapshot = file.snapshot(EventFilter.ALL);
        assertEquals(range(0, 6), keys(snapshot.events()));
        assertEquals(0, snapshot.overwritten());
        assertEquals(List.of(0L, 1L, 2L, 4L, 5L, 6L),
                snapshot.events().stream().map(CognitiveEvent::position).toList());
        assertEquals(6, snapshot.stats().total(TypeStats::recorded));
        assertEquals(6, snapshot.stats().total(TypeStats::inRing));
        assertEquals(0, snapshot.stats().total(TypeStats::overwritten));
    }

    @Test
    void shouldAccountForWhatTheCollectorTook() throws IOException {
        ring.write(7, 0, 2 * CAPACITY);
        // Above the cursor, too, it has taken some.
        ring.writer().claim();
        ring.collect(10);
        ring.write(7, 2 * CAPACITY, 1);
        ring.collect(CAPACITY);
        ring.write(7, 2 * CAPACITY + 1, 7);
        TraceFileStats stats = file.stats();
        assertEquals(2 * CAPACITY + 8, stats.total(TypeStats::recorded));
        assertEquals(CAPACITY - 1 + 1, stats.rings().getFirst().collected());
        assertEquals(7, stats.total(TypeStats::inRing));
        assertEquals(CAPACITY + 1, stats.total(TypeStats::overwritten));
        for (EventType type : EventType.values()) {
            TypeStats of = stats.of(type);
            assertTrue(of.isBalanced(), of::toString);
        }
    }

    @Test
    void shouldTailEachEventOnce() throws IOException {
        ring.write(7, 0, 10);
        Tail tail = file.tail(true);
        assertEquals(range(0, 4), keys(tail.poll(4)));
        assertEquals(range(4, 10), keys(tail.poll(100)));
        assertTrue(tail.isDrained());
        ring.write(8, 10, CAPACITY);
        assertEquals(range(10, 10 + CAPACITY), keys(tail.poll(100)));
        assertEquals(List.of(), tail.poll(100));
        assertEquals(Map.of(), tail.lost());
    }

    @Test
    void shouldBeginTheTailWithWhatComes() throws IOException {
        ring.write(7, 0, 10);
        Tail tail = file.tail(false);
        ring.write(7, 10, 5);
        assertEquals(range(10, 15), keys(tail.poll(100)));
    }

    /** It goes on past an open place, comes back for it, and takes what was given up for no loss. */
    @Test
    void shouldTailPastOpenPlaces() throws IOException {
        Tail tail = file.tail(true);
        ring.write(7, 0, 1);
        long first = ring.writer().claim();
        ring.writer().claim();
        ring.write(7, 1, 2);
        assertEquals(range(0, 3), keys(tail.poll(100)));
        assertEquals(Map.of(), tail.lost());
        assertTrue(ring.writer().writePriming(first, 9, SamplingWord.of(1.0), 0, 0, 0, 0, 99, (byte) 0, 0, ~44L,
                45, -44));
        assertEquals(List.of(44L), keys(tail.poll(100)));
        ring.writer().drop(RecordLayout.PRIMING);
        ring.write(7, 3, 1);
        assertEquals(range(3, 4), keys(tail.poll(1)));
        assertEquals(List.of(), tail.poll(1));
        assertEquals(Map.of(), tail.lost());
    }

    /** Dropped claims are no losses, also where nobody can tell any more which ones they were. */
    @Test
    void shouldTellExactlyWhatTheTailLost() throws IOException {
        ring.writer().claim();
        ring.writer().drop(RecordLayout.PRIMING);
        ring.write(7, 0, 3);
        ring.writer().claim();
        ring.writer().drop(RecordLayout.PRIMING);
        Tail tail = file.tail(true);
        ring.write(7, 3, 5);
        assertEquals(range(0, 8), keys(tail.poll(100)));
        assertEquals(Map.of(), tail.lost());
        ring.writer().claim();
        ring.writer().drop(RecordLayout.PRIMING);
        ring.write(7, 8, 2 * CAPACITY);
        assertEquals(range(8 + CAPACITY, 8 + 2 * CAPACITY), keys(tail.poll(100)));
        assertEquals(Map.of(SHARED, (long) CAPACITY), tail.lost());
        // One that is lapped while it stands open is no loss: its producer finds its slot taken.
        long open = ring.writer().claim();
        ring.write(7, 1_000, 3 * CAPACITY);
        assertEquals(range(1_000 + 2 * CAPACITY, 1_000 + 3 * CAPACITY), keys(tail.poll(100)));
        assertEquals(Map.of(SHARED, 2L * CAPACITY), tail.lost());
        assertFalse(ring.writer().writePriming(open, 9, SamplingWord.of(1.0), 0, 0, 0, 0, 99, (byte) 0, 0, 1, 2, 3));
        assertEquals(List.of(), tail.poll(100));
        assertEquals(Map.of(), tail.lost());
    }

    /** Every record is whole, and is told once or counted, while several threads overwrite them. */
    @Test
    void shouldReadWhatIsBeingWritten() throws IOException, InterruptedException {
        int threads = 3;
        int events = 100_000;
        Tail tail = file.tail(true);
        AtomicLong written = new AtomicLong();
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            long from = (long) t * events;
            all.add(Thread.ofPlatform().start(() -> {
                for (long key = from; key < from + events; key++) {
                    if (KeyedEvents.write(ring.writer(), from, SamplingWord.of(1.0), key, key)) {
                        written.getAndIncrement();
                    }
                }
            }));
        }
        Set<Long> seen = new HashSet<>();
        long[] last = {-1, -1, -1};
        long lost = 0;
        boolean more = true;
        while (more) {
            more = all.stream().anyMatch(Thread::isAlive);
            for (CognitiveEvent event : tail.poll(1_000)) {
                long key = KeyedEvents.key(event);
                int thread = (int) (key / events);
                assertEquals(KeyedEvents.event(key, TICK_ZERO_EPOCH_NANOS + key,
                        new TracedThread((long) thread * events, ""), event.position(), 1.0), event);
                assertTrue(seen.add(key), () -> key + " twice");
                assertTrue(key > last[thread], () -> key + " after " + last[thread]);
                last[thread] = key;
            }
            lost += tail.lost().getOrDefault(SHARED, 0L);
            assertTrue(file.snapshot(EventFilter.ALL).stats().total(TypeStats::recorded) <= threads * events);
        }
        for (Thread thread : all) {
            thread.join();
        }
        tail.poll(1_000);
        lost += tail.lost().getOrDefault(SHARED, 0L);
        assertEquals(written.get(), seen.size() + lost);
        assertTrue(lost > 0, "this load must lap the ring");
        TraceFileStats stats = file.stats();
        assertEquals(written.get(), stats.total(TypeStats::recorded));
        assertEquals(written.get(), stats.total(TypeStats::overwritten) + stats.total(TypeStats::inRing));
    }
}
