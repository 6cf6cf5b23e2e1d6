// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.fork;

import io.engram.trace.collector.Collector;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TypeStats;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;

/**
 * Traces from more threads than there are rings, virtual ones too, and tells the native memory before, after few events, after
 * many, after close.
 */
final class MemoryMain {
    private static final int RINGS = Integer.getInteger("rings", 4);
    private static final int THREADS = RINGS + 4;
    private static final int FEW = 20_000;
    private static final int MANY = 1_000_000;

    private MemoryMain() {
    }

    public static void main(String[] args) throws Exception {
        NativeMemory.otherBytes();
        long before = NativeMemory.otherBytes();
        // Mapped memory is no business of native memory tracking.
        TracingConfig.Builder builder = TracingConfig.development().toBuilder().traceFile(false);
        TracingConfig config = builder
                .memoryLimitBytes(TracingConfig.fixedBytes() + RINGS * builder.build().ringBytes()).build();
        CognitiveTracer tracer = CognitiveTracer.start(config, Collector.exportingTo(new Discarding()));
        CyclicBarrier barrier = new CyclicBarrier(THREADS + 1);
        for (int t = 0; t < THREADS; t++) {
            Thread thread = new Thread(() -> {
                trace(tracer, FEW);
                meet(barrier);
                meet(barrier);
                trace(tracer, MANY);
                meet(barrier);
                meet(barrier);
            });
            thread.setDaemon(true);
            thread.start();
        }
        meet(barrier);
        Thread.startVirtualThread(() -> trace(tracer, 10)).join();
        long few = NativeMemory.otherBytes();
        meet(barrier);
        meet(barrier);
        tracer.flush(Duration.ofSeconds(10));
        long many = NativeMemory.otherBytes();
        System.out.println("limit=" + config.memoryLimitBytes());
        System.out.println("memory=" + tracer.stats().memoryBytes());
        System.out.println("observed=" + tracer.stats().total(TypeStats::observed));
        System.out.println("noRing=" + tracer.stats().of(EventType.PRIMING).rejected().get(RejectReason.NO_RING));
        System.out.println("balanced=" + tracer.stats().isBalanced());
        tracer.close();
        System.out.println("few=" + (few - before));
        System.out.println("many=" + (many - before));
        System.out.println("closed=" + (NativeMemory.otherBytesAfterCollection(before + 8_192) - before));
        System.out.println("expected=" + (THREADS * (FEW + MANY) + 10));
        meet(barrier);
        tracer.stats().of(EventType.PRIMING);
    }

    private static void trace(CognitiveTracer tracer, int events) {
        for (int i = 0; i < events; i++) {
            tracer.tracePriming(PrimingType.SEMANTIC, 1, i, i);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
