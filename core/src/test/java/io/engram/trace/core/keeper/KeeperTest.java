// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.keeper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.filetests.Logged;
import io.engram.trace.core.filetests.TraceFiles;
import io.engram.trace.core.memory.FileMemory;
import io.engram.trace.core.recording.Recorder;
import io.engram.trace.memlayout.layout.ControlBlock;
import io.engram.trace.memlayout.layout.Pulse;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SamplingWord;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperTest {
    private static final long UNCHANGED = ControlBlock.UNCHANGED;
    private static final long ON = ControlBlock.ON;
    private static final long OFF = SamplingWord.DISABLED;
    private static final long START = 7_000;
    private static final long RENEWAL = TimeUnit.MILLISECONDS.toNanos(100);

    /** Time of day is 1,000,000 ahead of the ticks. */
    private static final class Clock implements TraceClock {
        private long ticks = 100;

        @Override
        public long ticks() {
            return ticks;
        }

        @Override
        public long epochNanos() {
            return ticks + 1_000_000;
        }
    }

    @TempDir
    private Path folder;
    private final Clock clock = new Clock();
    private final List<List<RequestedSwitch>> asked = new ArrayList<>();
    private FileMemory memory;
    private Recorder recorder;
    private MemorySegment seen;

    @BeforeEach
    void makeFile() throws IOException {
        TracingConfig config = TracingConfig.development().toBuilder().ringCapacity(100)
                .traceFileFolder(folder.resolve("traces")).build();
        memory = FileMemory.create(config);
        recorder = new Recorder(config, clock, memory);
    }

    @AfterEach
    void close() {
        memory.close(false);
    }

    private Path file() {
        return memory.file().orElseThrow();
    }

    private Keeper keeper(Predicate<List<RequestedSwitch>> follower) {
        Keeper keeper = new Keeper(memory, recorder, follower, START);
        seen = TraceFiles.map(file());
        return keeper;
    }

    private Keeper keeper() {
        return keeper(asked::add);
    }

    private void trace(int events) {
        for (int i = 0; i < events; i++) {
            recorder.find(RecordLayout.PRIMING).priming(Recorder.NO_TICKS, 0,
                    PrimingType.SEMANTIC.code(), 1, 1, 2);
        }
    }

    private static RequestedSwitch asks(EventType type, boolean on) {
        return new RequestedSwitch(type, on, OptionalDouble.empty());
    }

    private static RequestedSwitch asks(EventType type, double rate) {
        return new RequestedSwitch(type, true, OptionalDouble.of(rate));
    }

    @Test
    void shouldFollowARequestOnce() {
        Keeper keeper = keeper();
        keeper.pass(START);
        assertEquals(List.of(), asked);
        TraceFiles.request(file(), 1, ON, OFF, UNCHANGED, SamplingWord.of(0.25));
        assertEquals(0, ControlBlock.followedAcquire(seen));
        keeper.pass(START);
        keeper.pass(START);
        assertEquals(List.of(List.of(asks(EventType.PRIMING, true), asks(EventType.INTERFERENCE, false),
                asks(EventType.FALSE_MEMORY, 0.25))), asked);
        assertEquals(1, ControlBlock.followedAcquire(seen));
        TraceFiles.request(file(), 2, UNCHANGED, UNCHANGED, SamplingWord.of(0.0), SamplingWord.of(1.0));
        keeper.pass(START);
        assertEquals(List.of(asks(EventType.RECONSOLIDATION, 0.0), asks(EventType.FALSE_MEMORY, 1.0)), asked.get(1));
        assertEquals(2, ControlBlock.followedAcquire(seen));
    }

    @Test
    void shouldIgnoreWordsThatMakeNoSense() {
        Keeper keeper = keeper();
        long[] senseless = {SamplingWord.CLOSED, -3, Long.MIN_VALUE + 2, Long.MAX_VALUE,
            Double.doubleToRawLongBits(Double.NaN), Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
            Double.doubleToRawLongBits(Math.nextUp(1.0)),
            Double.doubleToRawLongBits(-0.0), Double.doubleToRawLongBits(-0.5)};
        long number = 0;
        for (long word : senseless) {
            TraceFiles.request(file(), --number, word, word, word, OFF);
            keeper.pass(START);
            assertEquals(List.of(asks(EventType.FALSE_MEMORY, false)), asked.getLast());
            assertEquals(number, ControlBlock.followedAcquire(seen), "any other number is a new one");
        }
        assertEquals(senseless.length, asked.size());
    }

    @Test
    void shouldAskAgainWhoCouldNotYet() {
        Keeper keeper = keeper(switches -> {
            asked.add(switches);
            return asked.size() == 3;
        });
        TraceFiles.request(file(), 5, ON, UNCHANGED, UNCHANGED, UNCHANGED);
        for (int i = 1; i <= 4; i++) {
            keeper.pass(START);
            assertEquals(i < 3 ? 0 : 5, ControlBlock.followedAcquire(seen));
        }
        assertEquals(3, asked.size());
    }

    @Test
    void shouldGoOnWhenSomethingAskedForFails() {
        Keeper keeper = keeper(switches -> {
            asked.add(switches);
            throw new IllegalArgumentException("no such exporter");
        });
        try (Logged logged = new Logged()) {
            for (int number = 1; number <= 2; number++) {
                TraceFiles.request(file(), number, ON, ON, ON, ON);
                assertTrue(keeper.pass(START));
                assertTrue(keeper.pass(START));
                assertEquals(number, ControlBlock.followedAcquire(seen), "what came of it is told by the words");
            }
            assertEquals(2, asked.size());
            assertEquals(1, logged.messages().size());
            assertTrue(logged.messages().get(0).contains("no such exporter"), logged.messages().get(0));
        }
    }

    @Test
    void shouldBeatAndPublishSeveralTimesASecond() {
        trace(3);
        Keeper keeper = keeper();
        MemorySegment ring = TraceFiles.ring(seen, 0);
        assertEquals(2, Pulse.sequenceAcquire(seen), "at once");
        assertEquals(100, Pulse.ticks(seen));
        assertEquals(1_000_100, Pulse.epochNanos(seen));
        assertEquals(1L << Pulse.TICK_LENGTH_FRACTION_BITS, Pulse.tickLength(seen), "a nanosecond");
        assertEquals(3, RingLayout.recorded(ring, EventType.PRIMING.code()));

        trace(2);
        clock.ticks = 200;
        keeper.pass(START + RENEWAL - 1);
        assertEquals(2, Pulse.sequenceAcquire(seen));
        assertEquals(3, RingLayout.recorded(ring, EventType.PRIMING.code()));
        keeper.pass(START + RENEWAL);
        assertEquals(4, Pulse.sequenceAcquire(seen));
        assertEquals(200, Pulse.ticks(seen));
        assertEquals(1_000_200, Pulse.epochNanos(seen));
        assertEquals(5, RingLayout.recorded(ring, EventType.PRIMING.code()));
        keeper.pass(START + 2 * RENEWAL - 1);
        assertEquals(4, Pulse.sequenceAcquire(seen));
    }

    @Test
    void shouldPublishWhatWasSampledOut() {
        recorder.setSampling(EventType.PRIMING, true, 0.0);
        trace(4);
        keeper();
        MemorySegment ring = TraceFiles.ring(seen, 0);
        assertEquals(4, RingLayout.sampledOut(ring, EventType.PRIMING.code()));
        assertEquals(0, RingLayout.recorded(ring, EventType.PRIMING.code()));
    }

    @Test
    void shouldTellWhenTheCollectorLastTookSomething() {
        trace(3);
        Keeper keeper = keeper();
        assertEquals(0, Pulse.collectedEpochNanos(seen));
        RingLayout.setCursorRelease(recorder.rings().get(0).memory(), 2, 0);
        clock.ticks = 200;
        keeper.pass(START + RENEWAL);
        assertEquals(1_000_200, Pulse.collectedEpochNanos(seen));
        clock.ticks = 300;
        keeper.pass(START + 2 * RENEWAL);
        assertEquals(1_000_200, Pulse.collectedEpochNanos(seen));
    }

    @Test
    void shouldPublishLastCountsAndThenDeclareTheTraceClosed() {
        Keeper keeper = keeper();
        trace(3);
        clock.ticks = 200;
        List<Long> states = new ArrayList<>();
        keeper.close(() -> states.add(Pulse.stateAcquire(seen)));
        MemorySegment ring = TraceFiles.ring(TraceFiles.map(file()), 0);
        assertEquals(List.of(Pulse.OPEN), states);
        assertEquals(Pulse.CLOSED, Pulse.stateAcquire(seen));
        assertEquals(3, RingLayout.recorded(ring, EventType.PRIMING.code()));
        assertEquals(1_000_200, Pulse.epochNanos(seen));

        trace(1);
        TraceFiles.request(file(), 1, OFF, OFF, OFF, OFF);
        assertFalse(keeper.pass(START + 10 * RENEWAL));
        assertEquals(3, RingLayout.recorded(ring, EventType.PRIMING.code()));
        assertEquals(0, ControlBlock.followedAcquire(seen));
        assertEquals(List.of(), asked);
    }
}
