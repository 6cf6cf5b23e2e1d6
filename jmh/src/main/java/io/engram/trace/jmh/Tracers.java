package io.engram.trace.jmh;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.config.TracingConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The tracers that are measured: flight recorders all, so that no collector runs beside the benchmark. */
public final class Tracers {
    private Tracers() {
    }

    private static TracingConfig flightRecorder() {
        return TracingConfig.development().toBuilder().formats().traceFile(false).build();
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

    /** Everything is recorded, into a trace file or not. */
    public static class InMemory extends Running {
        /** Where the rings lie. */
        @Param({"anonymous", "file"})
        private String memory;

        @Override
        TracingConfig config() {
            return flightRecorder().toBuilder().traceFile(memory.equals("file")).build();
        }

        /** Starts the tracer, and checks that it has what is measured. */
        @Override
        public void start() {
            super.start();
            if (tracer.traceFile().isPresent() != memory.equals("file")) {
                throw new IllegalStateException("no trace file could be made");
            }
        }

        /** Closes the tracer and removes its file: a flight recorder leaves it, since nothing was delivered. */
        @Override
        public void close() {
            super.close();
            try {
                if (tracer.traceFile().isPresent()) {
                    Files.delete(tracer.traceFile().get());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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
