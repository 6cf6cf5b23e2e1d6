// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import static io.engram.trace.collector.tracefixture.KeyedEvents.range;
import static io.engram.trace.collector.tracefixture.TraceFileFixture.START_EPOCH_NANOS;
import static io.engram.trace.collector.tracefixture.TraceFileFixture.TICK_ZERO_EPOCH_NANOS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.tracefixture.FixtureRing;
import io.engram.trace.collector.tracefixture.KeyedEvents;
import io.engram.trace.collector.tracefixture.TraceFileFixture;
import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
    private static final TracedThread A = new TracedThread(11, "a");
    private static final TracedThread B = new TracedThread(22, "b\u00e4\ud83e\udde0");
    private static final TracedThread UNKNOWN = new TracedThread(0, "unknown");

    @TempDir
    private Path folder;

    private TraceFileFixture ended(int capacity) throws IOException {
        TraceFileFixture fixture = TraceFileFixture.ofEnded(folder.resolve("1.trace"), capacity, 8);
        fixture.beat();
        return fixture;
    }

    private static Snapshot read(TraceFileFixture fixture) throws IOException {
        return read(fixture, EventFilter.ALL);
    }

    private static Snapshot read(TraceFileFixture fixture, EventFilter filter) throws IOException {
        try (TraceFile file = TraceFile.open(fixture.path())) {
            return file.snapshot(filter);
        }
    }

    /** What must be read of keys written one after the other by one thread. */
    private static List<CognitiveEvent> events(TracedThread thread, long fromKey, int count, long fromPosition) {
        return LongStream.range(0, count).mapToObj(i -> KeyedEvents.event(fromKey + i,
                TICK_ZERO_EPOCH_NANOS + fromKey + i, thread, fromPosition + i, 1.0)).toList();
    }

    private static List<Long> keys(Snapshot snapshot) {
        return KeyedEvents.keys(snapshot.events());
    }

    @Test
    void shouldGiveEveryFieldOfEveryEvent() throws IOException {
        try (TraceFileFixture fixture = ended(100)) {
            fixture.addRing(A).write(0, 80);
            Snapshot snapshot = read(fixture);
            assertEquals(events(A, 0, 80, 0), snapshot.events());
            assertEquals(List.of(0L, 0L, 0L), List.of(snapshot.filtered(), snapshot.overwritten(),
                    snapshot.undecodable()));
            assertFalse(snapshot.timesEstimated());
        }
    }

    @Test
    void shouldMergeRingsByTime() throws IOException {
        try (TraceFileFixture fixture = ended(100)) {
            fixture.addRing(A).write(0, 10).write(30, 10);
            fixture.addRing(B).write(10, 20).write(40, 5);
            fixture.addRingOutside();
            Snapshot snapshot = read(fixture);
            assertEquals(range(0, 45), keys(snapshot));
            assertEquals(KeyedEvents.event(40, TICK_ZERO_EPOCH_NANOS + 40, B, 20, 1.0), snapshot.events().get(40));
            assertEquals(1, snapshot.stats().ringsOutside());
            assertEquals(0, snapshot.stats().ringsMissing());
        }
    }

    @Test
    void shouldGiveTheWholeLastLap() throws IOException {
        try (TraceFileFixture fixture = ended(64)) {
            fixture.addRing(A).write(0, 1_000);
            Snapshot snapshot = read(fixture);
            assertEquals(events(A, 936, 64, 936), snapshot.events());
            assertEquals(0, snapshot.overwritten());
        }
    }

    @Test
    void shouldReadRingsLargerThanItsMemory() throws IOException {
        int capacity = 2 * RingCopier.CHUNK_SLOTS + 100;
        try (TraceFileFixture fixture = ended(capacity)) {
            fixture.addRing(A).write(0, capacity + 77);
            assertEquals(events(A, 77, capacity, 77), read(fixture).events());
        }
    }

    @Test
    void shouldNotGiveARecordWhoseSlotWasBeingWrittenWhenTheProcessEnded() throws IOException {
        try (TraceFileFixture fixture = ended(16)) {
            FixtureRing ring = fixture.addRing(A).write(0, 40);
            RecordLayout.setStampOpaque(ring.memory(), RingLayout.slotOffset(40, 16), RecordLayout.writingStamp(40));
            Snapshot snapshot = read(fixture);
            assertEquals(range(25, 40), keys(snapshot));
            assertEquals(1, snapshot.overwritten());
        }
    }

    @Test
    void shouldNotGiveARecordThatWasCompletedAndNotPublished() throws IOException {
        try (TraceFileFixture fixture = ended(16)) {
            FixtureRing ring = fixture.addRing(A).write(0, 41);
            RingLayout.setHeadRelease(ring.memory(), 0, 40);
            Snapshot snapshot = read(fixture);
            assertEquals(range(25, 40), keys(snapshot));
            assertEquals(1, snapshot.overwritten());
        }
    }

    @Test
    void shouldTellOwnersOfARingApart() throws IOException {
        try (TraceFileFixture fixture = ended(64)) {
            // b recorded nothing at its first turn.
            fixture.addRing(A).write(0, 10).own(B).own(A).write(10, 5).own(B).write(15, 20);
            assertEquals(LongStream.range(0, 35).mapToObj(key -> KeyedEvents.event(key, TICK_ZERO_EPOCH_NANOS + key,
                    key < 15 ? A : B, key < 10 ? key : key < 15 ? key - 10 : key - 15, 1.0)).toList(),
                    read(fixture).events());
        }
    }

    @Test
    void shouldGiveRecordsOfForgottenOwnersToUnknown() throws IOException {
        try (TraceFileFixture fixture = ended(64)) {
            FixtureRing ring = fixture.addRing(A).write(0, 10).own(B).write(10, 10);
            for (int owner = 2; owner < 6; owner++) {
                ring.own(new TracedThread(owner, "t" + owner)).write(owner * 10L, 10);
            }
            List<CognitiveEvent> events = read(fixture).events();
            assertEquals(range(0, 60), events.stream().map(KeyedEvents::key).toList());
            assertEquals(events(UNKNOWN, 0, 20, 0), events.subList(0, 20));
            assertEquals(events(new TracedThread(2, "t2"), 20, 10, 0), events.subList(20, 30));
            assertEquals(events(new TracedThread(5, "t5"), 50, 10, 0), events.subList(50, 60));
        }
    }

    @Test
    void shouldNotTrustAnOwnerThatIsBeingWritten() throws IOException {
        try (TraceFileFixture fixture = ended(64)) {
            FixtureRing ring = fixture.addRing(A).write(0, 10).own(B).write(10, 10);
            long owners = RingLayout.HEADER.byteOffset(PathElement.groupElement("owners"));
            // The stamp of the first owner, after the count of owners.
            ring.memory().set(ValueLayout.JAVA_LONG, owners + Long.BYTES, RecordLayout.writingStamp(4));
            List<CognitiveEvent> events = read(fixture).events();
            assertEquals(events(UNKNOWN, 0, 10, 0), events.subList(0, 10));
            assertEquals(events(B, 10, 10, 0), events.subList(10, 20));
        }
    }

    @Test
    void shouldGiveTheRateThatARecordWasWrittenUnder() throws IOException {
        try (TraceFileFixture fixture = ended(64)) {
            FixtureRing ring = fixture.addRing(A).write(0, 8);
            ring.changeRate(EventType.PRIMING, 0.25);
            ring.write(8, 8);
            for (CognitiveEvent event : read(fixture).events()) {
                boolean isChanged = event.eventType() == EventType.PRIMING && event.position() >= 8;
                assertEquals(isChanged ? 0.25 : 1.0, event.sampleRate(), event.toString());
            }
        }
    }

    @Test
    void shouldCountWhatItCannotDecode() throws IOException {
        try (TraceFileFixture fixture = ended(64)) {
            FixtureRing ring = fixture.addRing(A);
            ring.write(0, 4);
            ring.writer().writePriming(5, (byte) 77, 1f, 0, 1, 2);
            RingLayout.changeRate(ring.memory(), EventType.INTERFERENCE.code(), Double.doubleToRawLongBits(1.5));
            ring.write(8, 4);
            Snapshot snapshot = read(fixture);
            assertEquals(List.of(0L, 1L, 2L, 3L, 8L, 10L, 11L), keys(snapshot));
            assertEquals(2, snapshot.undecodable());
        }
    }

    @Test
    void shouldCountWhatIsNotWanted() throws IOException {
        try (TraceFileFixture fixture = ended(64)) {
            fixture.addRing(A).write(0, 40);
            Snapshot snapshot = read(fixture, new EventFilter(Set.of(EventType.INTERFERENCE),
                    TICK_ZERO_EPOCH_NANOS + 9, TICK_ZERO_EPOCH_NANOS + 17));
            assertEquals(List.of(9L, 13L), keys(snapshot));
            assertEquals(38, snapshot.filtered());
        }
    }

    @Test
    void shouldNotLetTimeGoBackWithinAThread() throws IOException {
        try (TraceFileFixture fixture = ended(64)) {
            fixture.addRing(A).write(20, 4).write(8, 4).own(B).write(12, 4);
            List<CognitiveEvent> events = read(fixture).events();
            assertEquals(List.of(12L, 13L, 14L, 15L, 20L, 21L, 22L, 23L, 8L, 9L, 10L, 11L),
                    events.stream().map(KeyedEvents::key).toList());
            assertEquals(KeyedEvents.event(9, TICK_ZERO_EPOCH_NANOS + 23, A, 5, 1.0), events.get(9));
        }
    }

    @Test
    void shouldConvertTicksOfAnyRate() throws IOException {
        try (TraceFileFixture fixture = ended(64)) {
            fixture.beat(8_000_000_000_000_000_000L, START_EPOCH_NANOS, 4_000_000_000L, 0);
            FixtureRing ring = fixture.addRing(A);
            KeyedEvents.write(ring.writer(), 0, 0);
            KeyedEvents.write(ring.writer(), 8_000_000_000_000_000_000L + 40, 1);
            assertEquals(List.of(START_EPOCH_NANOS - 2_000_000_000_000_000_000L, START_EPOCH_NANOS + 10),
                    times(fixture));
        }
    }

    @Test
    void shouldGoByTheRateOfTheStartUntilABeatTellsABetterOne() throws IOException {
        try (TraceFileFixture fixture = TraceFileFixture.ofEnded(folder.resolve("1.trace"), 64, 8)) {
            fixture.head().set(ValueLayout.JAVA_LONG, 80, 32_000_000);
            FixtureRing ring = fixture.addRing(A);
            KeyedEvents.write(ring.writer(), 64_000_000, 0);
            KeyedEvents.write(ring.writer(), 96_000_000, 1);
            assertEquals(List.of(START_EPOCH_NANOS, START_EPOCH_NANOS + 1_000_000_000), times(fixture));

            // A process that ended within its first beat may have told the time and no rate.
            fixture.head().set(ValueLayout.JAVA_LONG, 512, 1);
            fixture.head().set(ValueLayout.JAVA_LONG, 520, 32_000_000);
            fixture.head().set(ValueLayout.JAVA_LONG, 528, START_EPOCH_NANOS);
            assertEquals(List.of(START_EPOCH_NANOS + 1_000_000_000, START_EPOCH_NANOS + 2_000_000_000), times(fixture));

            fixture.head().set(ValueLayout.JAVA_LONG, 512, 0);
            fixture.beat(32_000_000, START_EPOCH_NANOS, 16_000_000, 0);
            assertEquals(List.of(START_EPOCH_NANOS + 2_000_000_000, START_EPOCH_NANOS + 4_000_000_000L),
                    times(fixture));
        }
    }

    private static List<Long> times(TraceFileFixture fixture) throws IOException {
        return read(fixture).events().stream().map(CognitiveEvent::timeUnixNano).toList();
    }

    @Test
    void shouldGuessTimesIfTheProcessEndedBeforeItsFirstBeat() throws IOException {
        try (TraceFileFixture fixture = TraceFileFixture.ofEnded(folder.resolve("1.trace"), 64, 8)) {
            fixture.addRing(A).write(1_020, 4);
            fixture.addRing(B).write(1_000, 4);
            Snapshot snapshot = read(fixture);
            assertTrue(snapshot.timesEstimated());
            assertEquals(List.of(1_000L, 1_001L, 1_002L, 1_003L, 1_020L, 1_021L, 1_022L, 1_023L), keys(snapshot));
            assertEquals(START_EPOCH_NANOS, snapshot.events().getFirst().timeUnixNano());
            assertEquals(START_EPOCH_NANOS + 23, snapshot.events().getLast().timeUnixNano());
        }
    }

    @Test
    void shouldSayThatTimesMayBeOffIfTheProcessEndedWithinABeat() throws IOException {
        try (TraceFileFixture fixture = ended(64)) {
            fixture.addRing(A).write(0, 4);
            fixture.head().set(ValueLayout.JAVA_LONG, 512, 3);
            Snapshot snapshot = read(fixture);
            assertTrue(snapshot.timesEstimated());
            assertEquals(events(A, 0, 4, 0), snapshot.events());
        }
    }

    @Test
    void shouldGiveWhatATruncatedFileStillHas() throws IOException {
        try (TraceFileFixture fixture = ended(64)) {
            for (int ring = 0; ring < 3; ring++) {
                fixture.addRing(A).write(ring * 10L, 10);
            }
            long thirdRing = TraceFileLayout.ringOffset(2, 64);
            long stride = TraceFileLayout.strideBytes(64);
            // A ring without what comes behind its records is one.
            long spare = stride - RingLayout.lengthBytes(64);
            for (long cut : new long[] {spare + 1, stride, stride + spare, stride + spare + 1, 2 * stride}) {
                try (FileChannel channel = FileChannel.open(fixture.path(), StandardOpenOption.WRITE)) {
                    channel.truncate(thirdRing + stride - cut);
                }
                Snapshot snapshot = read(fixture);
                int left = cut <= stride + spare ? 2 : 1;
                assertEquals(range(0, left * 10L), keys(snapshot), "cut " + cut);
                assertEquals(3 - left, snapshot.stats().ringsMissing(), "cut " + cut);
            }
        }
    }

    @Test
    void shouldPassOverRingsThatAreNone() throws IOException {
        try (TraceFileFixture fixture = ended(64)) {
            fixture.addRing(A).write(0, 10).memory().set(ValueLayout.JAVA_LONG, 0, 65);
            fixture.addRing(A).write(10, 10);
            RingLayout.setHeadRelease(fixture.addRing(A).write(20, 10).memory(), 0, -1);
            Snapshot snapshot = read(fixture);
            assertEquals(range(10, 20), keys(snapshot));
            assertEquals(2, snapshot.stats().ringsDamaged());
        }
    }
}
