// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.peer;

import io.engram.trace.jmh.Fate;
import io.engram.trace.jmh.Payload;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/** The OpenTelemetry SDK's logs with its batch processor and an exporter that does nothing. */
public class SdkBenchmark extends PeerBenchmark {
    private static final AttributeKey<Long> CORRELATION = AttributeKey.longKey("cognitive.correlation.id");
    private static final AttributeKey<String> TYPE = AttributeKey.stringKey("cognitive.priming.type");
    private static final AttributeKey<Double> STRENGTH = AttributeKey.doubleKey("cognitive.priming.strength");
    private static final AttributeKey<Long> SOURCE = AttributeKey.longKey("cognitive.priming.source.id");
    private static final AttributeKey<Long> TARGET = AttributeKey.longKey("cognitive.priming.target.id");

    /** Called by JMH. */
    public SdkBenchmark() {
    }

    /** Counts records. */
    private static final class CountingExporter implements LogRecordExporter {
        private final AtomicLong records = new AtomicLong();

        @Override
        public CompletableResultCode export(Collection<LogRecordData> batch) {
            records.addAndGet(batch.size());
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    /** A running SDK. */
    @State(Scope.Benchmark)
    public static class Sdk {
        private final CountingExporter exporter = new CountingExporter();
        private SdkLoggerProvider provider;
        private Logger logger;
        private long reported;

        /** Called by JMH. */
        public Sdk() {
        }

        /** Starts it. */
        @Setup(Level.Trial)
        public void start() {
            provider = SdkLoggerProvider.builder().addLogRecordProcessor(
                    BatchLogRecordProcessor.builder(exporter).setMaxQueueSize(CAPACITY_EVENTS).build()).build();
            logger = provider.get("io.engram.trace");
        }

        /** Stops it. */
        @TearDown(Level.Trial)
        public void stop() {
            provider.close();
        }

        /** Waits until the queue is empty; returns how many records were exported since it was last called. */
        private long exported() {
            if (!provider.forceFlush().join(30, TimeUnit.SECONDS).isSuccess()) {
                throw new IllegalStateException("the SDK has not exported all records within 30 s");
            }
            long before = reported;
            reported = exporter.records.get();
            return reported - before;
        }
    }

    /** Finds out after each iteration how many of all threads' records were exported. */
    @State(Scope.Thread)
    public static class Account {
        private Fate fate;

        /** Called by JMH. */
        public Account() {
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
         * Counts them.
         *
         * @param sdk where they went
         * @param thread of the benchmark
         */
        @TearDown(Level.Iteration)
        public void count(Sdk sdk, ThreadParams thread) {
            if (thread.getThreadIndex() == 0) {
                fate.take(sdk.exported());
            }
        }
    }

    /**
     * Emits a log record, whose time the SDK takes.
     *
     * @param sdk where to
     * @param event what is recorded
     * @param account of the events
     */
    @Benchmark
    public void sdkBatch(Sdk sdk, Payload event, Account account) {
        sdk.logger.logRecordBuilder().setEventName("cognitive.priming")
                .setAttribute(CORRELATION, event.correlationId)
                .setAttribute(TYPE, event.primingType.label())
                .setAttribute(STRENGTH, (double) event.intensity)
                .setAttribute(SOURCE, event.node)
                .setAttribute(TARGET, event.other0)
                .emit();
        account.fate.offer();
    }
}
