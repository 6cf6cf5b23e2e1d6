package io.engram.trace.jmh;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.config.TracingConfig;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The tracers that are measured: flight recorders all, so that no collector runs beside the benchmark. */
public final class Tracers {
    private Tracers() {
    }

    private static TracingConfig flightRecorder() {
        return TracingConfig.development().toBuilder().formats().build();
    }

    /** Starts a tracer for a benchmark's fork and closes it. */
    @State(Scope.Benchmark)
    public abstract static class Running {
        CognitiveTracer tracer;

        abstract TracingConfig config();

        /** Starts the tracer. */
        @Setup(Level.Trial)
        public void start() {
            tracer = CognitiveTracer.start(config());
        }

        /** Closes the tracer. */
        @TearDown(Level.Trial)
        public void close() {
            tracer.close();
        }
    }

    /** Everything is recorded. */
    public static class On extends Running {
        @Override
        TracingConfig config() {
            return flightRecorder();
        }
    }

    /** Nothing is configured. */
    public static class NotConfigured extends Running {
        @Override
        TracingConfig config() {
            return TracingConfig.disabled();
        }
    }

    /** Everything but priming is recorded. */
    public static class PrimingDisabled extends Running {
        @Override
        TracingConfig config() {
            return flightRecorder().toBuilder().enabled(EventType.PRIMING, false).build();
        }
    }

    /** One priming event in a hundred is recorded. */
    public static class PrimingSampled extends Running {
        @Override
        TracingConfig config() {
            return flightRecorder().toBuilder().enable(EventType.PRIMING, 0.01).build();
        }
    }
}
