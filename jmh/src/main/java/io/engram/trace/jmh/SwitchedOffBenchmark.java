package io.engram.trace.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** What a trace call costs where the JVM was started with tracing switched off; compare {@link RecordBenchmark#empty}. */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Dengram.trace=off")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SwitchedOffBenchmark {
    /**
     * A call that the JIT compiler removes.
     *
     * @param state tracer
     * @param event what would be recorded
     */
    @Benchmark
    public void switchedOff(Tracers.On state, Payload event) {
        state.tracer.tracePriming(event.correlationId, event.primingType, event.intensity, event.node, event.other0);
    }
}
