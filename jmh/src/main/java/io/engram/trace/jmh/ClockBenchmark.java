// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import io.engram.trace.core.clock.TraceClock;
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
import org.openjdk.jmh.annotations.Warmup;

/** What reading each clock costs by itself. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ClockBenchmark {
    /** One clock per fork, as in most applications. */
    @State(Scope.Benchmark)
    public static class Clock {
        @Param
        private MeasuredClock clock;

        private TraceClock read;

        /** Finds the clock. */
        @Setup(Level.Trial)
        public void open() {
            read = clock.open();
        }
    }

    /**
     * The clock's cost.
     *
     * @param state clock
     * @return ticks
     */
    @Benchmark
    public long ticks(Clock state) {
        return state.read.ticks();
    }
}
