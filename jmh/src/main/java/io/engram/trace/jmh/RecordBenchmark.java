// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import io.engram.trace.core.config.TracingConfig;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one trace call costs its caller, between two yardsticks: an empty method, which is what the harness itself
 * costs, and {@link System#nanoTime}, which every record needs for its time.
 */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class RecordBenchmark {
    /** As much memory as a ring has, written slot after slot, without a stamp, a clock or an account. */
    @State(Scope.Thread)
    public static class RawMemory {
        private static final long SLOT_BYTES = 64;
        private static final long BYTES = TracingConfig.development().ringCapacity() * SLOT_BYTES;

        private final MemorySegment memory = Arena.ofAuto().allocate(BYTES, SLOT_BYTES);
        private long slot;

        void store(Payload payload) {
            long offset = slot;
            memory.set(ValueLayout.JAVA_LONG, offset, payload.fields);
            memory.set(ValueLayout.JAVA_LONG, offset + 8, payload.correlationId);
            memory.set(ValueLayout.JAVA_LONG, offset + 16, payload.node);
            memory.set(ValueLayout.JAVA_LONG, offset + 24, payload.other0);
            memory.set(ValueLayout.JAVA_LONG, offset + 32, payload.other1);
            memory.set(ValueLayout.JAVA_LONG, offset + 40, payload.other2);
            memory.set(ValueLayout.JAVA_LONG, offset + 48, payload.node);
            memory.set(ValueLayout.JAVA_LONG, offset + 56, payload.other0);
            slot = offset + SLOT_BYTES == BYTES ? 0 : offset + SLOT_BYTES;
        }
    }

    /** The harness's own cost. */
    @Benchmark
    public void empty() {
        // Nothing, on purpose.
    }

    /**
     * The clock's cost.
     *
     * @return ticks
     */
    @Benchmark
    public long nanoTime() {
        return System.nanoTime();
    }

    /**
     * The memory's cost.
     *
     * @param raw memory
     * @param event what is recorded
     */
    @Benchmark
    public void rawStore(RawMemory raw, Payload event) {
        raw.store(event);
    }

    /**
     * A tracer that nobody configured.
     *
     * @param state tracer
     * @param event what is recorded
     */
    @Benchmark
    public void notConfigured(Tracers.NotConfigured state, Payload event) {
        state.tracer.tracePriming(event.correlationId, event.primingType, event.intensity, event.node, event.other0);
    }

    /**
     * A type that is disabled while others are not.
     *
     * @param state tracer
     * @param event what is recorded
     */
    @Benchmark
    public void typeDisabled(Tracers.PrimingDisabled state, Payload event) {
        state.tracer.tracePriming(event.correlationId, event.primingType, event.intensity, event.node, event.other0);
    }

    /**
     * A type of which one event in a hundred is recorded.
     *
     * @param state tracer
     * @param event what is recorded
     */
    @Benchmark
    public void sampledOnePercent(Tracers.PrimingSampled state, Payload event) {
        state.tracer.tracePriming(event.correlationId, event.primingType, event.intensity, event.node, event.other0);
    }

    /**
     * Records priming.
     *
     * @param state tracer
     * @param event what is recorded
     */
    @Benchmark
    public void priming(Tracers.On state, Payload event) {
        state.tracer.tracePriming(event.correlationId, event.primingType, event.intensity, event.node, event.other0);
    }

    /**
     * Records priming while a collector takes the events and encodes them.
     *
     * @param state tracer
     * @param event what is recorded
     * @param account of the events
     */
    @Benchmark
    public void primingExported(Tracers.Exported state, Payload event, Tracers.ExportAccount account) {
        state.tracer.tracePriming(event.correlationId, event.primingType, event.intensity, event.node, event.other0);
        account.offer();
    }

    /**
     * Records interference, the competing nodes given one by one.
     *
     * @param state tracer
     * @param event what is recorded
     */
    @Benchmark
    public void interference(Tracers.On state, Payload event) {
        state.tracer.traceInterference(event.correlationId, event.interferenceType, event.intensity, event.node,
                event.other0, event.other1, event.other2);
    }

    /**
     * Records interference, the competing nodes given as an array.
     *
     * @param state tracer
     * @param event what is recorded
     */
    @Benchmark
    public void interferenceArray(Tracers.On state, Payload event) {
        state.tracer.traceInterference(event.correlationId, event.interferenceType, event.intensity, event.node,
                event.others, event.count);
    }

    /**
     * Records reconsolidation.
     *
     * @param state tracer
     * @param event what is recorded
     */
    @Benchmark
    public void reconsolidation(Tracers.On state, Payload event) {
        state.tracer.traceReconsolidation(event.correlationId, event.node, event.windowPosition, event.count,
                event.fields, event.intensity);
    }

    /**
     * Records a false memory.
     *
     * @param state tracer
     * @param event what is recorded
     */
    @Benchmark
    public void falseMemory(Tracers.On state, Payload event) {
        state.tracer.traceFalseMemory(event.correlationId, event.node, event.intensity, event.others, event.count);
    }
}
