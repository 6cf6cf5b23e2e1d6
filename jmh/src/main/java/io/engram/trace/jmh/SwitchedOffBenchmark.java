// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.config.TracingConfig;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** What a trace call costs where the JVM was started with tracing off; compare {@link RecordBenchmark#empty}. */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Dengram.trace=off")
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SwitchedOffBenchmark extends Payload {
    // A constant, as loggers are, and the payload in this object: reading a field of another object includes a look at
    // whether that is null, which is the caller's cost and not the tracer's, and twice that of an empty method.
    private static final CognitiveTracer TRACER = CognitiveTracer.start(TracingConfig.development());

    /** A call that the JIT compiler removes. */
    @Benchmark
    public void switchedOff() {
        TRACER.tracePriming(correlationId, primingType, intensity, node, other0);
    }
}
