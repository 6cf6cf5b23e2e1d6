// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import io.engram.trace.collector.Collector;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.TypeStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/** The tracers that are measured: flight recorders all but one, so that no collector runs beside the benchmark. */
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

        CognitiveTracer open() {
            return CognitiveTracer.start(config());
        }

        /** Starts the tracer. */
        @Setup(Level.Trial)
        public void start() {
            tracer = open();
        }

        /** Closes the tracer. */
        @TearDown(Level.Trial)
        public void close() {
            tracer.close();
        }
    }

    /** Everything is recorded. */
    public static class On extends Running {
        /** Where times come from. */
        @Param
        private MeasuredClock clock;

        @Override
        TracingConfig config() {
            return flightRecorder();
        }

        @Override
        CognitiveTracer open() {
            return CognitiveTracer.start(config(), null, clock.open());
        }
    }

    /** Everything is recorded, and collected and encoded at the same time. */
    public static class Exported extends Running {
        private static final Duration LONG = Duration.ofMinutes(1);

        /** Where times come from. */
        @Param
        private MeasuredClock clock;

        private long reported;

        @Override
        TracingConfig config() {
            return TracingConfig.development().toBuilder().traceFile(false).build();
        }

        @Override
        CognitiveTracer open() {
            return CognitiveTracer.start(config(), Collector.exportingTo(new EncodingExporter()), clock.open());
        }

        /** Exports what was recorded; returns how many events were exported since it was last called. */
        private long exported() {
            if (!tracer.flush(LONG).complete()) {
                throw new IllegalStateException("events were not exported within " + LONG + ": " + tracer.stats());
            }
            long before = reported;
            reported = tracer.stats().total(TypeStats::exported);
            return reported - before;
        }
    }

    /** Finds out after each iteration how many of all threads' events were exported. */
    @State(Scope.Thread)
    public static class ExportAccount {
        private Fate fate;

        void offer() {
            fate.offer();
        }

        /**
         * Begins a run.
         *
         * @param fate of this thread's events
         */
        @Setup(Level.Trial)
        public void begin(Fate fate) {
            this.fate = fate;
        }

        /**
         * Waits for the collector.
         *
         * @param state tracer
         * @param thread of the benchmark
         */
        @TearDown(Level.Iteration)
        public void count(Exported state, ThreadParams thread) {
            if (thread.getThreadIndex() == 0) {
                fate.take(state.exported());
            }
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
