// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.tracefile.OwnerState;
import io.engram.trace.collector.tracefile.Snapshot;
import io.engram.trace.collector.tracefile.SwitchChange;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.core.EventType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tracers of one process have a file each, and know nothing of each other. */
class SeveralTracersTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void shouldHaveAFileAndSwitchesEach() throws Exception {
        try (TracedChild child = TracedChild.start(folder)) {
            Path first = child.open();
            Path second = child.open();
            long pid = child.jvm().pid();
            assertEquals(folder.resolve(pid + ".trace"), first);
            assertEquals(folder.resolve(pid + "-2.trace"), second);
            try (TraceFile one = TraceFile.open(first); TraceFile two = TraceFile.open(second)) {
                one.request(Map.of(EventType.PRIMING, SwitchChange.OFF), TIMEOUT);
                assertFalse(one.switches().of(EventType.PRIMING).on());
                assertTrue(two.switches().of(EventType.PRIMING).on());
                // The second tracer's threads are called 0 and 1, the first one's 2 and 3.
                child.go(2, 1_000, 0);
                child.jvm().ask("use 0", "using");
                child.go(2, 1_000, 0);
                child.join();
                Snapshot fromFirst = one.snapshot(EventFilter.ALL);
                assertEquals(Set.of("load-2", "load-3"), threads(fromFirst));
                assertEquals(0, events(fromFirst, EventType.PRIMING));
                assertEquals(child.figures("recorded").get(EventType.INTERFERENCE),
                        events(fromFirst, EventType.INTERFERENCE));
                Receipt receipt = new Receipt();
                receipt.add(two.snapshot(EventFilter.ALL).events());
                receipt.assertComplete(new long[] {1_000, 1_000});

                child.jvm().ask("close", "closed");
                assertEquals(OwnerState.CLOSED, one.ownerState());
                assertEquals(OwnerState.RUNNING, two.ownerState());
                two.request(Map.of(EventType.PRIMING, SwitchChange.rate(0.5)), TIMEOUT);
                assertEquals(0.5, two.switches().of(EventType.PRIMING).rate());
                assertFalse(one.switches().of(EventType.PRIMING).on());
            }
        }
    }

    private static Set<String> threads(Snapshot snapshot) {
        return snapshot.events().stream().map(event -> event.thread().name()).collect(Collectors.toSet());
    }

    private static long events(Snapshot snapshot, EventType type) {
        return snapshot.events().stream().filter(event -> event.eventType() == type).count();
    }
}
