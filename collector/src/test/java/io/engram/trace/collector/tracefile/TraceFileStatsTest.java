// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import static io.engram.trace.collector.tracefixture.TraceFileFixture.TICK_ZERO_EPOCH_NANOS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.tracefixture.FixtureRing;
import io.engram.trace.collector.tracefixture.TraceFileFixture;
import io.engram.trace.core.EventType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import io.engram.trace.memlayout.ring.RingReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileStatsTest {
    private static final TracedThread A = new TracedThread(11, "a");
    private static final TracedThread B = new TracedThread(22, "b");
    private static final int CAPACITY = 64;

    @TempDir
    private Path folder;
    private TraceFileFixture fixture;
    private TraceFile file;

    @BeforeEach
    void open() throws IOException {
        fixture = TraceFileFixture.ofEnded(folder.resolve("1.trace"), CAPACITY, 32);
        fixture.beat();
        file = TraceFile.open(fixture.path());
    }

    @AfterEach
    void close() throws IOException {
        file.close();
        fixture.close();
    }

    /** Takes records as a tracer's collector does, and counts those of each type. */
    private static long[] collect(FixtureRing ring, int max) {
        long[] taken = new long[RecordLayout.EVENT_TYPES];
        MemorySegment scratch = Arena.ofAuto().allocate(max * RecordLayout.RECORD_BYTES, RecordLayout.RECORD_BYTES);
        RingReader reader = new RingReader(ring.memory());
        int count = reader.read(scratch, max);
        for (int i = 0; i < count; i++) {
            int type = RecordLayout.eventType(scratch, i * RecordLayout.RECORD_BYTES);
            RingLayout.countDelivered(ring.memory(), type);
            taken[type]++;
        }
        reader.publish();
        return taken;
    }

    private static List<Long> figures(TraceFileStats stats, ToLongFunction<TypeStats> figure) {
        return Arrays.stream(EventType.values()).map(type -> figure.applyAsLong(stats.of(type))).toList();
    }

    private void assertBalanced(TraceFileStats stats) {
        for (EventType type : EventType.values()) {
            assertTrue(stats.of(type).isBalanced(), () -> type + ": " + stats.of(type));
        }
        assertEquals(0, stats.unknownType());
    }

    @Test
    void shouldCountRecordsThatWereNotPublished() throws IOException {
        fixture.addRing(A).write(0, 5).publish().write(5, 6);
        fixture.addRing(B).write(0, 3);
        TraceFileStats stats = file.stats();
        assertEquals(List.of(4L, 4L, 4L, 2L), figures(stats, TypeStats::recorded));
        assertEquals(List.of(4L, 4L, 4L, 2L), figures(stats, TypeStats::inRing));
        assertBalanced(stats);
        assertEquals(List.of(new RingStats(0, A, 1, 11, 0, 0, 0, 11, CAPACITY),
                new RingStats(1, B, 1, 3, 0, 0, 0, 3, CAPACITY)), stats.rings());
        assertEquals(11.0 / 64, stats.rings().getFirst().fill());
    }

    @Test
    void shouldCountWhatWasOverwrittenByType() throws IOException {
        // A collector that has stopped, in a ring that went round twice since.
        FixtureRing ring = fixture.addRing(A).write(0, 10);
        long[] taken = collect(ring, 8);
        for (int type = 0; type < taken.length; type++) {
            TraceFileLayout.addExported(fixture.head(), type, taken[type]);
        }
        for (int i = 0; i < 150; i++) {
            ring.write(i % 2, 1);
        }
        ring.publish();
        TraceFileStats stats = file.stats();
        assertEquals(List.of(78L, 78L, 2L, 2L), figures(stats, TypeStats::recorded));
        assertEquals(List.of(2L, 2L, 2L, 2L), figures(stats, TypeStats::exported));
        assertEquals(List.of(32L, 32L, 0L, 0L), figures(stats, TypeStats::inRing));
        assertEquals(List.of(44L, 44L, 0L, 0L), figures(stats, TypeStats::overwritten));
        assertBalanced(stats);
        assertEquals(List.of(new RingStats(0, A, 1, 160, 0, 88, 8, 64, CAPACITY)), stats.rings());
        assertEquals(1.0, stats.rings().getFirst().fill());
    }

    @Test
    void shouldSayHowManyEventsHaveNoKnownType() throws IOException {
        fixture.addRing(A).write(0, 8).publish().write(8, 100);
        TraceFileStats stats = file.stats();
        // Positions 8 to 43 were overwritten before they were counted.
        assertEquals(36, stats.unknownType());
        assertEquals(List.of(18L, 18L, 18L, 18L), figures(stats, TypeStats::recorded));
        assertEquals(List.of(16L, 16L, 16L, 16L), figures(stats, TypeStats::inRing));
        assertEquals(108, stats.total(TypeStats::recorded) + stats.unknownType());
        assertEquals(44, stats.rings().getFirst().overwritten());
    }

    @Test
    void shouldKnowTheTypesOfWhatWasCollected() throws IOException {
        FixtureRing ring = fixture.addRing(A).write(0, 8).publish();
        for (int i = 0; i < 10; i++) {
            collect(ring, CAPACITY);
            ring.write(8 + i * 20L, 20);
        }
        TraceFileStats stats = file.stats();
        assertEquals(List.of(52L, 52L, 52L, 52L), figures(stats, TypeStats::recorded));
        assertEquals(List.of(5L, 5L, 5L, 5L), figures(stats, TypeStats::inRing));
        // Taken and neither exported nor discarded: it went with its process.
        assertEquals(List.of(47L, 47L, 47L, 47L), figures(stats, TypeStats::inCollector));
        assertBalanced(stats);
    }

    @Test
    void shouldCountWithACollectorThatEndedWithinItsWork() throws IOException {
        FixtureRing ring = fixture.addRing(A).write(0, 20).publish();
        collect(ring, 8);
        for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
            RingLayout.countDelivered(ring.memory(), type);
        }
        TraceFileStats stats = file.stats();
        assertEquals(List.of(2L, 2L, 2L, 2L), figures(stats, TypeStats::inRing));
        assertEquals(8, stats.rings().getFirst().waiting());
        assertBalanced(stats);
    }

    @Test
    void shouldTellWhatTheHeadCounted() throws IOException {
        FixtureRing ring = fixture.addRing(A).write(0, 12).publish();
        RingLayout.setSampledOut(ring.memory(), EventType.PRIMING.code(), 7);
        collect(ring, 8);
        TraceFileLayout.addExported(fixture.head(), 0, 1);
        TraceFileLayout.addDiscarded(fixture.head(), DiscardReason.FILTERED.ordinal(), 0, 1);
        TraceFileLayout.countRejected(fixture.head(), RejectReason.NO_RING.ordinal(), 0);
        TypeStats stats = file.stats().of(EventType.PRIMING);
        assertEquals(11, stats.observed());
        assertEquals(7, stats.sampledOut());
        assertEquals(1, stats.rejected().get(RejectReason.NO_RING));
        assertEquals(1, stats.discarded().get(DiscardReason.FILTERED));
        assertTrue(stats.isBalanced(), stats::toString);
    }

    @Test
    void shouldCountNothingAsWaitingInAClosedTracer() throws IOException {
        FixtureRing ring = fixture.addRing(A).write(0, 12).publish();
        long[] taken = collect(ring, 8);
        for (int type = 0; type < taken.length; type++) {
            TraceFileLayout.addExported(fixture.head(), type, taken[type]);
            TraceFileLayout.addDiscarded(fixture.head(), DiscardReason.SHUTDOWN.ordinal(), type, 1);
        }
        fixture.closeTracer();
        TraceFileStats stats = file.stats();
        assertEquals(0, stats.total(TypeStats::inRing));
        assertEquals(0, stats.total(TypeStats::inCollector));
        assertEquals(Duration.ZERO, stats.collectorLag());
        assertBalanced(stats);
    }

    @Test
    void shouldTellTimesAndMemory() throws IOException {
        TraceFileStats none = file.stats();
        assertEquals(Optional.empty(), none.lastCollected());
        assertEquals(Duration.ZERO, none.collectorLag());
        FixtureRing ring = fixture.addRing(A).write(1_000, 12);
        fixture.addRing(B).write(500, 1);
        collect(ring, 8);
        fixture.beat(10_000, TICK_ZERO_EPOCH_NANOS + 10_000, TraceFileFixture.TICKS_PER_SECOND,
                TICK_ZERO_EPOCH_NANOS + 9_000);
        TraceFileStats stats = file.stats();
        assertEquals(Duration.ofNanos(9_500), stats.collectorLag());
        assertEquals(Instant.ofEpochSecond(0, TICK_ZERO_EPOCH_NANOS + 10_000), stats.lastBeat().orElseThrow());
        assertEquals(Instant.ofEpochSecond(0, TICK_ZERO_EPOCH_NANOS + 9_000), stats.lastCollected().orElseThrow());
        assertEquals(TracingConfig.fixedBytes() + 2 * TraceFileLayout.strideBytes(CAPACITY), stats.memoryBytes());
        assertEquals(TraceFileFixture.MEMORY_LIMIT_BYTES, stats.memoryLimitBytes());
    }
}
