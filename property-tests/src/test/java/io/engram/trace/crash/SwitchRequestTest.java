// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.tracefile.SwitchChange;
import io.engram.trace.collector.tracefile.Switches;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.collector.tracefile.TraceFileException;
import io.engram.trace.core.EventType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another process asks for holds, once it is answered, for every call that begins then. */
class SwitchRequestTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration NO_ANSWER = Duration.ofMillis(200);
    private static final int THREADS = 2;
    private static final long CALLS = 20_000;

    @TempDir
    private Path folder;

    @Test
    void shouldRecordNothingOfATypeOnceItIsOff() throws Exception {
        try (TracedChild child = TracedChild.start(folder); TraceFile file = TraceFile.open(child.open())) {
            child.goOn(THREADS, 0);
            for (EventType type : EventType.values()) {
                Switches switches = file.request(Map.of(type, SwitchChange.OFF), TIMEOUT);
                assertFalse(switches.of(type).on());
                Map<EventType, Long> growth = growth(child);
                for (EventType other : EventType.values()) {
                    boolean isOn = other.ordinal() > type.ordinal();
                    assertEquals(isOn, switches.of(other).on());
                    assertEquals(isOn, growth.get(other) > 0, () -> type + " is the last one off: " + growth);
                }
            }
            file.request(Map.of(EventType.FALSE_MEMORY, SwitchChange.ON, EventType.PRIMING, SwitchChange.ON), TIMEOUT);
            Map<EventType, Long> growth = growth(child);
            assertTrue(growth.get(EventType.FALSE_MEMORY) > 0 && growth.get(EventType.PRIMING) > 0, growth::toString);
            assertEquals(0, growth.get(EventType.INTERFERENCE) + growth.get(EventType.RECONSOLIDATION));
        }
    }

    /** How many events were recorded in a stretch of calls that all began after now. */
    private static Map<EventType, Long> growth(TracedChild child) throws InterruptedException {
        // Whoever was within a call has left it.
        child.pass(1);
        Map<EventType, Long> before = child.figures("recorded");
        child.pass(CALLS);
        Map<EventType, Long> growth = new EnumMap<>(EventType.class);
        child.figures("recorded").forEach((type, recorded) -> growth.put(type, recorded - before.get(type)));
        return growth;
    }

    @Test
    void shouldRecordTheShareThatWasAskedFor() throws Exception {
        double rate = 0.125;
        try (TracedChild child = TracedChild.start(folder, "-Dengram.trace.ring.capacity=200000");
                TraceFile file = TraceFile.open(child.open())) {
            Switches switches = file.request(Map.of(EventType.PRIMING, SwitchChange.rate(rate),
                    EventType.INTERFERENCE, SwitchChange.rate(0.0)), TIMEOUT);
            assertEquals(rate, switches.of(EventType.PRIMING).rate());
            assertEquals(0.0, switches.of(EventType.INTERFERENCE).rate());
            child.go(THREADS, 200_000, 0);
            child.join();
            Map<EventType, Long> observed = child.figures("observed");
            Map<EventType, Long> recorded = child.figures("recorded");
            assertEquals(observed.get(EventType.FALSE_MEMORY), recorded.get(EventType.FALSE_MEMORY));
            assertEquals(0, recorded.get(EventType.INTERFERENCE));
            long calls = observed.get(EventType.PRIMING);
            // Six standard deviations: once in 500 million runs.
            double deviation = Math.sqrt(calls * rate * (1 - rate));
            assertEquals(calls * rate, recorded.get(EventType.PRIMING), 6 * deviation, () -> "of " + calls);
            List<CognitiveEvent> events = file.snapshot(EventFilter.ALL).events();
            for (EventType type : EventType.values()) {
                List<CognitiveEvent> some = events.stream().filter(event -> event.eventType() == type).toList();
                assertEquals(recorded.get(type), some.size());
                assertTrue(some.stream().allMatch(event ->
                        event.sampleRate() == (type == EventType.PRIMING ? rate : 1.0)), () -> "rates of " + type);
            }
            child.jvm().tell("close");
            child.jvm().await("closed");
            for (EventType type : EventType.values()) {
                assertEquals(observed.get(type) - recorded.get(type), file.stats().of(type).sampledOut());
            }
        }
    }

    @Test
    void shouldSayThatAStoppedProcessDoesNotFollow() throws Exception {
        try (TracedChild child = TracedChild.start(folder); TraceFile file = TraceFile.open(child.open())) {
            child.goOn(THREADS, 0);
            child.jvm().signal("STOP");
            awaitStandstill(file);
            TraceFileException e = assertThrows(TraceFileException.class,
                    () -> file.request(Map.of(EventType.PRIMING, SwitchChange.OFF), NO_ANSWER));
            assertEquals(TraceFileException.Kind.NOT_FOLLOWED, e.kind());
            assertTrue(e.getMessage().contains(String.valueOf(child.jvm().pid())) && e.getMessage().contains("stopped")
                    && e.getMessage().lines().count() == 1, e::getMessage);
            child.jvm().signal("CONT");
            // What nobody waits for any more is not done later.
            assertTrue(file.request(Map.of(EventType.INTERFERENCE, SwitchChange.OFF), TIMEOUT).of(EventType.PRIMING)
                    .on());
            assertTrue(growth(child).get(EventType.PRIMING) > 0);
        }
    }

    /** A signal has been sent before it is heeded: asks for what is the case anyway until there is no answer. */
    private static void awaitStandstill(TraceFile file) throws IOException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try {
            while (System.nanoTime() - deadline < 0) {
                file.request(Map.of(EventType.RECONSOLIDATION, SwitchChange.ON), NO_ANSWER);
            }
        } catch (TraceFileException e) {
            assertEquals(TraceFileException.Kind.NOT_FOLLOWED, e.kind(), e::getMessage);
        }
    }

    @Test
    void shouldSayThatThereIsNobodyToFollow() throws Exception {
        try (TracedChild child = TracedChild.start(folder); TraceFile file = TraceFile.open(child.open())) {
            child.jvm().ask("close", "closed");
            assertRefused(file, "closed");
        }
        try (TracedChild child = TracedChild.start(folder); TraceFile file = TraceFile.open(child.open())) {
            child.jvm().kill();
            assertRefused(file, "ended");
        }
    }

    private static void assertRefused(TraceFile file, String reason) {
        TraceFileException e = assertThrows(TraceFileException.class,
                () -> file.request(Map.of(EventType.PRIMING, SwitchChange.OFF), TIMEOUT));
        assertEquals(TraceFileException.Kind.NOT_FOLLOWED, e.kind());
        assertTrue(e.getMessage().contains(reason) && e.getMessage().lines().count() == 1, e::getMessage);
    }
}
