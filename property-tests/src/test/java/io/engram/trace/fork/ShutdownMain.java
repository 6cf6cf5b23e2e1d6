// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.fork;

import io.engram.trace.collector.Collector;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Traces and ends without closing the tracer; its exporter tells what it gets, or hangs. */
final class ShutdownMain {
    private static final int EVENTS = 1_000;

    private ShutdownMain() {
    }

    private static final class Telling implements EventExporter {
        private final boolean hangs = Boolean.getBoolean("hangs");
        private long events;

        @Override
        public String name() {
            return "telling";
        }

        @Override
        public void export(EventBatch batch) {
            if (hangs) {
                await(new CountDownLatch(1));
            }
            events += batch.events().size();
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
            System.out.println("exported=" + events);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            await(latch);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        TracingConfig config = TracingConfig.fromSystemProperties().toBuilder().exportInterval(Duration.ofHours(1))
                .exportBatchSize(1_000_000).build();
        CognitiveTracer tracer = CognitiveTracer.start(config, Collector.exportingTo(new Telling()));
        Thread.startVirtualThread(() -> trace(tracer)).join();
        trace(tracer);
        System.out.println("file=" + tracer.traceFile().map(Object::toString).orElse("none"));
        System.out.println("expected=" + 2 * EVENTS);
        if (Boolean.getBoolean("exit")) {
            System.exit(0);
        }
    }

    private static void trace(CognitiveTracer tracer) {
        for (int i = 0; i < EVENTS; i++) {
            tracer.tracePriming(PrimingType.SEMANTIC, 1, i, i);
        }
    }
}
