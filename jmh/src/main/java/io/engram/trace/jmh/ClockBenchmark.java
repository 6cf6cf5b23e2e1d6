package io.engram.trace.jmh;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.clock.ClockKind;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What reading each clock costs, alone and within a record. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClockBenchmark {
    /** A clock and a flight recorder that goes by it; one kind per fork, as in most applications. */
    @State(Scope.Benchmark)
    public static class Timed {
        /** Which clock; {@code TSC} can be asked for, and fails where the counter cannot be read. */
        @Param({"NANO", "AUTO"})
        public ClockKind clock;

        private TraceClock read;
        private CognitiveTracer tracer;

        /** Starts the tracer. */
        @Setup(Level.Trial)
        public void start() {
            read = TraceClock.of(clock);
            if (clock == ClockKind.TSC && read == TraceClock.system()) {
                throw new IllegalStateException("this machine or JVM does not let the counter be read");
            }
            tracer = CognitiveTracer.start(
                    TracingConfig.development().toBuilder().formats().traceFile(false).clock(clock).build());
        }

        /** Closes the tracer. */
        @TearDown(Level.Trial)
        public void close() {
            tracer.close();
        }
    }

    /**
     * The clock's cost.
     *
     * @param state clock
     * @return ticks
     */
    @Benchmark
    public long ticks(Timed state) {
        return state.read.ticks();
    }

    /**
     * Records priming.
     *
     * @param state tracer
     * @param event what is recorded
     */
    @Benchmark
    public void priming(Timed state, Payload event) {
        state.tracer.tracePriming(event.correlationId, event.primingType, event.intensity, event.node, event.other0);
    }
}
