// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.tracefile.TraceFileException.Kind;
import io.engram.trace.collector.tracefixture.TraceFileFixture;
import io.engram.trace.core.EventType;
import io.engram.trace.memlayout.layout.ControlBlock;
import io.engram.trace.memlayout.layout.SamplingWord;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SwitchesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Switch FULL = new Switch(true, 1.0);

    @TempDir
    private Path folder;
    private TraceFileFixture fixture;
    private TraceFile file;

    @BeforeEach
    void open() throws IOException {
        fixture = TraceFileFixture.ofRunning(folder.resolve("1.trace"), 16, 2);
        file = TraceFile.open(fixture.path());
    }

    @AfterEach
    void close() throws IOException {
        file.close();
        fixture.close();
    }

    private static Map<EventType, Switch> switches(Switch priming, Switch interference, Switch reconsolidation,
            Switch falseMemory) {
        Map<EventType, Switch> byType = new EnumMap<>(EventType.class);
        byType.put(EventType.PRIMING, priming);
        byType.put(EventType.INTERFERENCE, interference);
        byType.put(EventType.RECONSOLIDATION, reconsolidation);
        byType.put(EventType.FALSE_MEMORY, falseMemory);
        return byType;
    }

    /** Does something while the tracer follows requests. */
    private <T> T whileFollowing(Callable<T> action) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Thread tracer = new Thread(() -> {
            while (!stop.get()) {
                fixture.follow();
                Thread.onSpinWait();
            }
        });
        tracer.start();
        try {
            return action.call();
        } finally {
            stop.set(true);
            tracer.join();
        }
    }

    @Test
    void shouldTellWhatIsInForce() throws IOException {
        fixture.setSwitch(EventType.PRIMING, SamplingWord.of(0.25));
        fixture.setSwitch(EventType.INTERFERENCE, SamplingWord.DISABLED);
        fixture.setSwitch(EventType.RECONSOLIDATION, SamplingWord.CLOSED);
        fixture.setSwitch(EventType.FALSE_MEMORY, Double.doubleToRawLongBits(Double.NaN));
        assertEquals(switches(new Switch(true, 0.25), Switch.OFF, Switch.OFF, Switch.OFF), file.switches().byType());
    }

    @Test
    void shouldReturnWhatIsInForceOnceTheTracerHasFollowed() throws Exception {
        Switches after = whileFollowing(() -> file.request(Map.of(EventType.PRIMING, SwitchChange.OFF,
                EventType.FALSE_MEMORY, SwitchChange.rate(0.125)), LONG));
        assertEquals(switches(Switch.OFF, FULL, FULL, new Switch(true, 0.125)), after.byType());
        after = whileFollowing(() -> file.request(Map.of(EventType.PRIMING, SwitchChange.ON), LONG));
        assertEquals(switches(new Switch(true, 0.5), FULL, FULL, new Switch(true, 0.125)), after.byType());
    }

    @Test
    void shouldNotLoseRequestsMadeAtTheSameTime() throws Exception {
        int rounds = 20;
        whileFollowing(() -> {
            try (ExecutorService askers = Executors.newFixedThreadPool(4)) {
                List<Future<?>> all = new ArrayList<>();
                for (EventType type : EventType.values()) {
                    all.add(askers.submit(() -> {
                        try (TraceFile own = TraceFile.open(fixture.path())) {
                            for (int i = 1; i <= rounds; i++) {
                                double rate = 1.0 / i;
                                assertEquals(new Switch(true, rate), own.request(Map.of(type, SwitchChange.rate(rate)),
                                        LONG).of(type));
                            }
                        }
                        return null;
                    }));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            }
            return null;
        });
        assertEquals(4 * rounds, ControlBlock.followedAcquire(fixture.head()));
    }

    @Test
    void shouldWithdrawWhatWasNotFollowed() throws IOException {
        TraceFileException failure = assertThrows(TraceFileException.class,
                () -> file.request(Map.of(EventType.PRIMING, SwitchChange.OFF), Duration.ofMillis(20)));
        assertEquals(Kind.NOT_FOLLOWED, failure.kind());
        assertTrue(failure.getMessage().contains("process " + ProcessHandle.current().pid()), failure.getMessage());
        assertTrue(failure.getMessage().contains("20 ms"), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
        assertTrue(fixture.follow());
        assertEquals(switches(FULL, FULL, FULL, FULL), file.switches().byType());
    }

    @Test
    void shouldNotAskATracerThatIsGone() throws IOException {
        fixture.closeTracer();
        TraceFileException failure = assertThrows(TraceFileException.class,
                () -> file.request(Map.of(EventType.PRIMING, SwitchChange.OFF), LONG));
        assertTrue(failure.getMessage().contains("has closed its tracer"), failure.getMessage());
        try (TraceFileFixture ended = TraceFileFixture.ofEnded(folder.resolve("2.trace"), 16, 2);
                TraceFile endedFile = TraceFile.open(ended.path())) {
            failure = assertThrows(TraceFileException.class,
                    () -> endedFile.request(Map.of(EventType.PRIMING, SwitchChange.OFF), LONG));
            assertTrue(failure.getMessage().contains("has ended"), failure.getMessage());
            assertEquals(0, ControlBlock.requestAcquire(ended.head()));
        }
    }

    @Test
    void shouldWaitForOthersThatAsk() throws IOException {
        try (FileChannel other = FileChannel.open(fixture.path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = other.lock(ControlBlock.LOCK_OFFSET, 1, false)) {
            assertTrue(lock.isValid());
            TraceFileException failure = assertThrows(TraceFileException.class,
                    () -> file.request(Map.of(EventType.PRIMING, SwitchChange.OFF), Duration.ofMillis(20)));
            assertTrue(failure.getMessage().contains("by another program"), failure.getMessage());
            assertEquals(0, ControlBlock.requestAcquire(fixture.head()));
        }
    }

    @Test
    void shouldRefuseRatesThatAreNone() {
        for (double rate : new double[] {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> SwitchChange.rate(rate));
        }
    }
}
