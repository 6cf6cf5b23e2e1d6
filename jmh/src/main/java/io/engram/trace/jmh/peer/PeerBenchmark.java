// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.peer;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How peers are measured: as the tracer's records are, with a consumer where a peer needs one, with the clock's reading
 * that each event needs, and with room for about as many events as a ring of the tracer has.
 */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public abstract class PeerBenchmark {
    /** The next power of two to the tracer's 10,000, as queues want it. */
    static final int CAPACITY_EVENTS = 1 << 14;

    /** Called by JMH. */
    protected PeerBenchmark() {
    }
}
