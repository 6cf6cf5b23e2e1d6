// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** What one trace call costs its caller where rings lie in a trace file, and where they lie in anonymous memory. */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TraceFileBenchmark {
    /**
     * Records priming.
     *
     * @param state tracer
     * @param event what is recorded
     */
    @Benchmark
    public void primingInMemory(Tracers.InMemory state, Payload event) {
        state.tracer.tracePriming(event.correlationId, event.primingType, event.intensity, event.node, event.other0);
    }

    /**
     * Records interference.
     *
     * @param state tracer
     * @param event what is recorded
     */
    @Benchmark
    public void interferenceInMemory(Tracers.InMemory state, Payload event) {
        state.tracer.traceInterference(event.correlationId, event.interferenceType, event.intensity, event.node,
                event.other0, event.other1, event.other2);
    }
}
