// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.TypeStats;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessorBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A million events from the application's thread to a server on the loopback interface that counts them: how long until
 * it has acknowledged all. The same payload by the tracer and by the OpenTelemetry SDK, neither of which may lose any.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class LoopbackBenchmark {
    private static final int EVENTS = 1_000_000;
    // So slow that a million would take minutes.
    private static final int FEWER_EVENTS = 100_000;
    private static final int LARGE_BATCH = 8_000;
    private static final Duration LONG = Duration.ofMinutes(5);

    /** The server, and events to send again and again. */
    @State(Scope.Benchmark)
    public static class Loopback {
        private final List<CognitiveEvent> events = SampleBatch.events(SampleBatch.RANDOM_IDS);
        private CountingServer server;
        private long before;

        /**
         * Starts the server.
         *
         * @throws IOException if there is no port
         */
        @Setup(Level.Trial)
        public void start() throws IOException {
            server = new CountingServer();
        }

        /** Takes note of what the server has. */
        @Setup(Level.Invocation)
        public void note() {
            before = server.records();
        }

        /** Stops the server. */
        @TearDown(Level.Trial)
        public void stop() {
            server.close();
        }

        private void check(int sent) {
            long arrived = server.records() - before;
            if (arrived != sent) {
                throw new IllegalStateException(arrived + " of " + sent + " events arrived");
            }
        }
    }

    /** A tracer that exports over OTLP. */
    @State(Scope.Benchmark)
    public static class Tracer {
        private CognitiveTracer tracer;

        /**
         * Starts the tracer.
         *
         * @param loopback where to
         */
        @Setup(Level.Trial)
        public void start(Loopback loopback) {
            tracer = CognitiveTracer.start(TracingConfig.development().toBuilder().formats("otlp").traceFile(false)
                    .exporterSetting("otlp", "endpoint", loopback.server.endpoint())
                    // The application's thread is faster than any server: room for all of it, as with the SDK.
                    .ringCapacity(EVENTS).build());
        }

        /** Closes the tracer. */
        @TearDown(Level.Trial)
        public void stop() {
            tracer.close();
        }
    }

    /** The SDK's batch processor and exporter. */
    public abstract static class Sdk {
        private SdkLoggerProvider provider;
        private Logger logger;

        /** Called by JMH. */
        protected Sdk() {
        }

        /**
         * Configures the batches.
         *
         * @param processor to be configured
         */
        protected abstract void configure(BatchLogRecordProcessorBuilder processor);

        /**
         * Starts the SDK.
         *
         * @param loopback where to
         */
        @Setup(Level.Trial)
        public void start(Loopback loopback) {
            BatchLogRecordProcessorBuilder processor = BatchLogRecordProcessor.builder(
                    OtlpGrpcLogRecordExporter.builder().setEndpoint(loopback.server.endpoint())
                            .setTimeout(LONG).build())
                    // Room for all of it, or the SDK drops what does not fit.
                    .setMaxQueueSize(EVENTS).setExporterTimeout(LONG);
            configure(processor);
            provider = SdkLoggerProvider.builder().addLogRecordProcessor(processor.build()).build();
            logger = provider.get("io.engram.trace");
        }

        /** Closes the SDK. */
        @TearDown(Level.Trial)
        public void stop() {
            provider.close();
        }
    }

    /** The SDK with the batches that it makes if not told otherwise, of 512 records. */
    @State(Scope.Benchmark)
    public static class DefaultSdk extends Sdk {
        /** Called by JMH. */
        public DefaultSdk() {
        }

        @Override
        protected void configure(BatchLogRecordProcessorBuilder processor) {
            // As it is.
        }
    }

    /** The SDK with batches that just fit what servers take at once, 4 MiB. */
    @State(Scope.Benchmark)
    public static class TunedSdk extends Sdk {
        /** Called by JMH. */
        public TunedSdk() {
        }

        @Override
        protected void configure(BatchLogRecordProcessorBuilder processor) {
            processor.setMaxExportBatchSize(LARGE_BATCH);
        }
    }

    /**
     * The tracer: records, collects, encodes, sends.
     *
     * @param loopback what to send
     * @param tracer by which
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void otlpLoopback(Loopback loopback, Tracer tracer) {
        long[] sources = new long[3];
        for (int i = 0; i < EVENTS; i++) {
            trace(tracer.tracer, loopback.events.get(i % SampleBatch.EVENTS), sources);
        }
        if (!tracer.tracer.flush(LONG).complete() || tracer.tracer.stats().total(TypeStats::lost) > 0) {
            throw new IllegalStateException("the tracer lost events: " + tracer.tracer.stats());
        }
        loopback.check(EVENTS);
    }

    /**
     * The OpenTelemetry SDK as it comes.
     *
     * @param loopback what to send
     * @param sdk by which
     */
    @Benchmark
    @OperationsPerInvocation(FEWER_EVENTS)
    public void sdkLoopback(Loopback loopback, DefaultSdk sdk) {
        send(loopback, sdk, FEWER_EVENTS);
    }

    /**
     * The OpenTelemetry SDK with larger batches.
     *
     * @param loopback what to send
     * @param sdk by which
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void sdkLoopbackLargeBatches(Loopback loopback, TunedSdk sdk) {
        send(loopback, sdk, EVENTS);
    }

    private static void send(Loopback loopback, Sdk sdk, int events) {
        for (int i = 0; i < events; i++) {
            SdkRecords.emit(sdk.logger, loopback.events.get(i % SampleBatch.EVENTS));
        }
        sdk.provider.forceFlush().join(LONG.toSeconds(), TimeUnit.SECONDS);
        loopback.check(events);
    }

    private static void trace(CognitiveTracer tracer, CognitiveEvent event, long[] sources) {
        switch (event) {
            case PrimingEvent one -> tracer.tracePriming(one.correlationId(), one.primingType(), one.strength(),
                    one.sourceNode(), one.targetNode());
            case InterferenceEvent one -> tracer.traceInterference(one.correlationId(), one.interferenceType(),
                    one.magnitude(), one.targetNode(), one.competingNodes().get(0), one.competingNodes().get(1),
                    one.competingNodes().get(2));
            case ReconsolidationEvent one -> tracer.traceReconsolidation(one.correlationId(), one.node(),
                    one.windowPosition(), one.modificationCount(), one.modifiedFields(), one.plasticityFactor());
            case FalseMemoryEvent one -> {
                for (int i = 0; i < sources.length; i++) {
                    sources[i] = one.sourceNodes().get(i);
                }
                tracer.traceFalseMemory(one.correlationId(), one.criticalLure(), one.reconstructionConfidence(),
                        sources, sources.length);
            }
        }
    }
}
