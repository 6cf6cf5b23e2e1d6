// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Times of events that bear ticks of a counter whose rate is first known roughly. */
class CounterTimesTest {
    private static final long EPOCH_NANOS = 1_700_000_000_000_000_000L;
    private static final long[] EVENTS_AT_NANOS = {0, 1, 1_000, 500_000_000, 10_000_000_000L, 12_345_678_901L};
    private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(20);
    // A tick of the readings that the rate comes from, and of the event; by the rate that is told it would be 200,000.
    private static final long BOUND_NANOS = 5;
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    /** Runs when a test says so, ten parts in a million faster than it tells. */
    private static final class Counter implements TraceClock {
        private volatile long elapsedNanos;

        @Override
        public long ticks() {
            return 1_000_000_000_000L + Math.round(elapsedNanos * 2.445_423_456);
        }

        @Override
        public long epochNanos() {
            return EPOCH_NANOS + elapsedNanos;
        }

        @Override
        public long ticksPerSecond() {
            return 2_445_399_002L;
        }

        @Override
        public long rateErrorPpb() {
            return 20_000;
        }
    }

    private static void check(TraceFile file) throws IOException {
        Snapshot snapshot = file.snapshot(EventFilter.ALL);
        assertEquals(EVENTS_AT_NANOS.length, snapshot.events().size());
        for (int i = 0; i < EVENTS_AT_NANOS.length; i++) {
            CognitiveEvent event = snapshot.events().get(i);
            assertEquals(i, ((PrimingEvent) event).sourceNode());
            assertEquals(0, event.timeUnixNano() - EPOCH_NANOS - EVENTS_AT_NANOS[i], BOUND_NANOS, "event " + i);
        }
    }

    private static void awaitBeat(TraceFile file, Instant beat) throws IOException, InterruptedException {
        while (!file.stats().lastBeat().equals(Optional.of(beat))) {
            Thread.sleep(10);
        }
    }

    @Test
    void shouldTellTheTimeOfEachEventThoughTheRateWasRoughlyKnown() throws IOException {
        Counter clock = new Counter();
        TracingConfig config = TracingConfig.development().toBuilder().formats()
                .traceFileFolder(folder.resolve("traces")).build();
        Path path;
        try (CognitiveTracer tracer = CognitiveTracer.start(config, (source, given) -> null, clock)) {
            path = tracer.traceFile().orElseThrow();
            for (int i = 0; i < EVENTS_AT_NANOS.length; i++) {
                clock.elapsedNanos = EVENTS_AT_NANOS[i];
                tracer.tracePriming(PrimingType.SEMANTIC, 1, i, i);
            }
            clock.elapsedNanos = LAST_NANOS;
            try (TraceFile file = TraceFile.open(path)) {
                Instant last = Instant.ofEpochSecond(0, EPOCH_NANOS + LAST_NANOS);
                assertTimeoutPreemptively(LONG, () -> awaitBeat(file, last));
                check(file);
            }
        }
        try (TraceFile file = TraceFile.open(path)) {
            assertEquals(OwnerState.CLOSED, file.ownerState());
            check(file);
        }
    }
}
