// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.Collector;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.TraceSource;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tracer that nobody closes, and several at a time. */
@Timeout(120)
class ForgottenTracerTest {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    private Path folder;
    private final List<WeakReference<MemorySegment>> rings = new ArrayList<>();
    private final List<WeakReference<TraceSource>> sources = new ArrayList<>();

    private static boolean comesTrue(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LONG_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            System.gc();
            Thread.sleep(10);
        }
        return true;
    }

    // Leaves nothing of the tracer on this thread's stack.
    private Path traceAndForget(Received received) throws InterruptedException {
        TracingConfig config = TracingConfig.development().toBuilder().traceFile(true).traceFileFolder(folder)
                .keepTraceFile(false).exportInterval(Duration.ofHours(1)).exportBatchSize(1_000_000).build();
        CognitiveTracer tracer = CognitiveTracer.start(config, (source, settings) -> {
            sources.add(new WeakReference<>(source));
            return Collector.exportingTo(received).start(source, settings);
        });
        for (int i = 0; i < 100; i++) {
            tracer.tracePriming(PrimingType.SEMANTIC, 1, i, i);
        }
        Thread.startVirtualThread(() -> tracer.traceReconsolidation(1, 0.5f, 1, 1, 1)).join();
        sources.getFirst().get().rings().forEach(ring -> rings.add(new WeakReference<>(ring.memory())));
        assertTrue(Files.exists(tracer.traceFile().orElseThrow()));
        return tracer.traceFile().orElseThrow();
    }

    @Test
    void shouldCloseATracerThatIsGarbage() throws InterruptedException {
        Received received = new Received();
        Path file = traceAndForget(received);
        assertTrue(comesTrue(() -> received.events().size() == 101), "exported");
        assertEquals(100, received.count(EventType.PRIMING));
        assertTrue(comesTrue(() -> !Files.exists(file)), "its file is removed");
        assertTrue(rings.size() >= 2);
        assertTrue(comesTrue(() -> rings.stream().allMatch(ring -> ring.refersTo(null))), "its memory is freed");
        assertTrue(comesTrue(() -> sources.getFirst().refersTo(null)), "its threads have ended");
    }

    /** The same threads record for two tracers; each exports its own, also after the other was closed. */
    @Test
    void shouldKeepSeveralTracersApart() throws InterruptedException {
        Received first = new Received();
        Received second = new Received();
        TracingConfig.Builder config = TracingConfig.development().toBuilder().traceFile(false);
        CognitiveTracer one = CognitiveTracer.start(config.build(), Collector.exportingTo(first));
        CognitiveTracer other = CognitiveTracer.start(config.enabled(EventType.PRIMING, false).build(),
                Collector.exportingTo(second));
        Runnable what = () -> {
            for (CognitiveTracer tracer : List.of(one, other)) {
                tracer.tracePriming(PrimingType.SEMANTIC, 1, 1, 1);
                tracer.traceReconsolidation(1, 0.5f, 1, 1, 1);
            }
        };
        for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            builder.start(what).join();
        }
        what.run();
        one.close();
        what.run();
        other.close();
        assertEquals(3, first.count(EventType.PRIMING));
        assertEquals(3, first.count(EventType.RECONSOLIDATION));
        assertEquals(0, second.count(EventType.PRIMING));
        assertEquals(4, second.count(EventType.RECONSOLIDATION));
        assertEquals(2, one.stats().total(of -> of.rejectedTotal()));
        assertEquals(0, other.stats().total(of -> of.rejectedTotal()));
        assertTrue(one.stats().isBalanced() && other.stats().isBalanced());
    }
}
