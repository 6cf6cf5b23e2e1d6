// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import static io.engram.trace.collector.tracefixture.TraceFileFixture.TICK_ZERO_EPOCH_NANOS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.tracefixture.KeyedEvents;
import io.engram.trace.core.EventType;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that another JVM writes. The timeout is for a process that hangs. */
@Timeout(120)
class OtherProcessTest {
    @TempDir
    private Path folder;

    private static void assertConsecutive(List<CognitiveEvent> events) {
        long first = events.getFirst().position();
        assertEquals(LongStream.range(first, first + events.size()).mapToObj(key -> KeyedEvents.event(key,
                TICK_ZERO_EPOCH_NANOS + key, OwnerMain.THREAD, key, 1.0)).toList(), events);
    }

    @Test
    void shouldReadFromAProcessThatRunsAndFromOneThatWasKilled() throws IOException, InterruptedException {
        Path path = folder.resolve("1.trace");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData", "-Xmx64m", "-cp", System.getProperty("java.class.path"), OwnerMain.class.getName(),
                path.toString()).redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader()) {
            assertEquals("full", output.readLine());
            try (TraceFile file = TraceFile.open(path)) {
                assertEquals(OwnerState.RUNNING, file.ownerState());
                assertEquals(process.pid(), file.info().pid());
                Snapshot live = file.snapshot(EventFilter.ALL);
                assertConsecutive(live.events());
                assertEquals(OwnerMain.CAPACITY, live.events().size() + live.overwritten());
                assertEquals(Switch.OFF, file.request(Map.of(EventType.PRIMING, SwitchChange.OFF),
                        Duration.ofSeconds(60)).of(EventType.PRIMING));

                process.destroyForcibly().waitFor();
                assertEquals(OwnerState.ENDED, file.ownerState());
                Snapshot dead = file.snapshot(EventFilter.ALL);
                assertConsecutive(dead.events());
                assertTrue(dead.events().getLast().position() > live.events().getLast().position());
                // At most the slot that was being written is missing.
                assertEquals(OwnerMain.CAPACITY, dead.events().size() + dead.overwritten());
                assertTrue(dead.overwritten() <= 1, () -> dead.overwritten() + " overwritten");
                assertFalse(dead.timesEstimated());
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
