// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.peer;

import io.engram.trace.jmh.Payload;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An event of JDK Flight Recorder, without a stack trace, into a recording that keeps the latest ones in memory. */
public class JfrBenchmark extends PeerBenchmark {
    /** Called by JMH. */
    public JfrBenchmark() {
    }

    /** The event; its time is Flight Recorder's own. */
    @Name("io.engram.trace.jmh.Priming")
    @StackTrace(false)
    static final class PrimingEvent extends Event {
        private long correlationId;
        private int type;
        private float strength;
        private long source;
        private long target;
    }

    /** The recording. */
    @State(Scope.Benchmark)
    public static class FlightRecording {
        private Recording recording;

        /** Called by JMH. */
        public FlightRecording() {
        }

        /** Starts it. */
        @Setup(Level.Trial)
        public void start() {
            recording = new Recording();
            recording.setToDisk(false);
            recording.enable(PrimingEvent.class);
            recording.start();
        }

        /** Stops it. */
        @TearDown(Level.Trial)
        public void stop() {
            recording.close();
        }
    }

    /**
     * Commits an event.
     *
     * @param recording that is running
     * @param event what is recorded
     */
    @Benchmark
    public void jfr(FlightRecording recording, Payload event) {
        PrimingEvent priming = new PrimingEvent();
        priming.correlationId = event.correlationId;
        priming.type = event.primingType.ordinal();
        priming.strength = event.intensity;
        priming.source = event.node;
        priming.target = event.other0;
        priming.commit();
    }
}
