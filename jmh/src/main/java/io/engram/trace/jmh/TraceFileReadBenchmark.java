// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.tracefile.Snapshot;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What reading all events of another process's trace file costs: 16 full rings of 10,000 events each. */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TraceFileReadBenchmark {
    private static final int RINGS = 16;
    private static final int CAPACITY = 10_000;

    private Path file;
    private TraceFile trace;

    /**
     * Lets threads fill their rings, each half over again, and closes the tracer.
     *
     * @throws Exception if the file cannot be made or read
     */
    @Setup
    public void fill() throws Exception {
        TracingConfig config = TracingConfig.development().toBuilder().formats().ringCapacity(CAPACITY).build();
        // One place is kept for rings that threads share.
        config = config.toBuilder()
                .memoryLimitBytes(TracingConfig.fixedBytes() + (RINGS + 1) * config.ringBytes()).build();
        try (CognitiveTracer tracer = CognitiveTracer.start(config)) {
            file = tracer.traceFile().orElseThrow(() -> new IllegalStateException("no trace file could be made"));
            CyclicBarrier barrier = new CyclicBarrier(RINGS + 1);
            for (int i = 0; i < RINGS; i++) {
                Thread.ofPlatform().name("ring-" + i).start(() -> record(tracer, barrier));
            }
            barrier.await();
        }
        trace = TraceFile.open(file);
        int found = snapshot().events().size();
        if (found != RINGS * CAPACITY) {
            throw new IllegalStateException(found + " events in the file");
        }
    }

    private static void record(CognitiveTracer tracer, CyclicBarrier barrier) {
        for (int i = 0; i < CAPACITY * 3 / 2; i++) {
            tracer.tracePriming(i, PrimingType.SEMANTIC, 0.5f, i, ~i);
        }
        try {
            // The ring of a thread that has ended is given to another one.
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Removes the file.
     *
     * @throws IOException if that fails
     */
    @TearDown
    public void remove() throws IOException {
        trace.close();
        Files.delete(file);
    }

    /**
     * Reads, checks, decodes and sorts all 160,000 events.
     *
     * @return the events
     * @throws IOException if the file cannot be read
     */
    @Benchmark
    public Snapshot snapshot() throws IOException {
        return trace.snapshot(EventFilter.ALL);
    }
}
