// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.peer;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The one consumer of all the benchmark's threads. */
@State(Scope.Benchmark)
public class Draining {
    Drainer drainer;

    /** Called by JMH. */
    public Draining() {
    }

    /** Starts the consumer. */
    @Setup(Level.Trial)
    public void start() {
        drainer = new Drainer();
    }

    /**
     * Stops the consumer.
     *
     * @throws InterruptedException if JMH gives up
     */
    @TearDown(Level.Trial)
    public void stop() throws InterruptedException {
        drainer.stop();
    }
}
