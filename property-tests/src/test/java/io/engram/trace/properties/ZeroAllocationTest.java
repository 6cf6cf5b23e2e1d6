// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.engram.trace.collector.Collector;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.TypeStats;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The recording path takes not one byte of heap: a million events of each kind, each as the JVM counts it. */
class ZeroAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 300_000;
    private static final int EVENTS = 1_000_000;
    // The JIT compiler may throw code away and interpret for a moment; an event that allocates does so in each round.
    private static final int ROUNDS = 4;
    private static final long[] NODES = {1, 2, 3, 4};

    private interface Call {
        void on(CognitiveTracer tracer, long i);
    }

    private enum Overload {
        PRIMING((tracer, i) -> tracer.tracePriming(PrimingType.SEMANTIC, 0.5f, i, ~i)),
        PRIMING_CORRELATED((tracer, i) -> tracer.tracePriming(i, PrimingType.REPETITION, 0.5f, i, ~i)),
        INTERFERENCE_0((tracer, i) -> tracer.traceInterference(InterferenceType.FAN, 0.5f, i)),
        INTERFERENCE_0_CORRELATED((tracer, i) -> tracer.traceInterference(i, InterferenceType.FAN, 0.5f, i)),
        INTERFERENCE_1((tracer, i) -> tracer.traceInterference(InterferenceType.FAN, 0.5f, i, i)),
        INTERFERENCE_1_CORRELATED((tracer, i) -> tracer.traceInterference(i, InterferenceType.FAN, 0.5f, i, i)),
        INTERFERENCE_2((tracer, i) -> tracer.traceInterference(InterferenceType.FAN, 0.5f, i, i, i)),
        INTERFERENCE_2_CORRELATED((tracer, i) -> tracer.traceInterference(i, InterferenceType.FAN, 0.5f, i, i, i)),
        INTERFERENCE_3((tracer, i) -> tracer.traceInterference(InterferenceType.FAN, 0.5f, i, i, i, i)),
        INTERFERENCE_3_CORRELATED((tracer, i) ->
                tracer.traceInterference(i, InterferenceType.PROACTIVE, 0.5f, i, i, i, i)),
        INTERFERENCE_ARRAY((tracer, i) -> tracer.traceInterference(InterferenceType.FAN, 0.5f, i, NODES, (int) i & 3)),
        INTERFERENCE_ARRAY_CORRELATED((tracer, i) ->
                tracer.traceInterference(i, InterferenceType.RETROACTIVE, 0.5f, i, NODES, 4)),
        RECONSOLIDATION((tracer, i) -> tracer.traceReconsolidation(i, 0.5f, (int) i, i, 0.5f)),
        RECONSOLIDATION_CORRELATED((tracer, i) -> tracer.traceReconsolidation(i, i, 0.5f, (int) i, i, 0.5f)),
        FALSE_MEMORY((tracer, i) -> tracer.traceFalseMemory(i, 0.5f, NODES, (int) i & 3)),
        FALSE_MEMORY_CORRELATED((tracer, i) -> tracer.traceFalseMemory(i, i, 0.5f, NODES, 4)),
        INVALID((tracer, i) -> tracer.tracePriming(null, 0.5f, i, i));

        private final Call call;

        Overload(Call call) {
            this.call = call;
        }
    }

    // The ring of 1,000 slots is lapped a thousand times in each of them that records.
    private enum Mode {
        RECORDING(builder -> builder, TypeStats::recorded, 1),
        SAMPLED(builder -> all(builder, 0.01), TypeStats::sampledOut, 0.98),
        SAMPLED_OUT(builder -> all(builder, 0), TypeStats::sampledOut, 1),
        HALF(builder -> all(builder, 0.5), TypeStats::recorded, 0.49);

        private final UnaryOperator<TracingConfig.Builder> config;
        private final ToLongFunction<TypeStats> figure;
        private final double share;

        Mode(UnaryOperator<TracingConfig.Builder> config, ToLongFunction<TypeStats> figure,
                double share) {
            this.config = config;
            this.figure = figure;
            this.share = share;
        }

        private static TracingConfig.Builder all(TracingConfig.Builder builder, double rate) {
            for (EventType type : EventType.values()) {
                builder.sampleRate(type, rate);
            }
            return builder;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAllocateNothing(Mode mode) {
        TracingConfig config = mode.config.apply(TracingConfig.development().toBuilder().ringCapacity(1_000)).build();
        long calls = 0;
        try (CognitiveTracer tracer = CognitiveTracer.start(config, Collector.exportingTo())) {
            for (Overload overload : Overload.values()) {
                calls += assertNoAllocation(tracer, overload);
            }
            long valid = tracer.stats().total(TypeStats::observed) - tracer.stats().total(TypeStats::rejectedTotal);
            assertEquals(calls, tracer.stats().total(TypeStats::observed));
            // That it did what it was to do, and was not, say, switched off.
            assertTrue(tracer.stats().total(mode.figure) >= mode.share * valid, tracer.stats()::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PRIMING", "INTERFERENCE_ARRAY", "RECONSOLIDATION", "FALSE_MEMORY_CORRELATED"})
    void shouldAllocateNothingWhenSwitchedOffOrClosed(Overload overload) {
        try (CognitiveTracer off = CognitiveTracer.start(TracingConfig.disabled())) {
            assertNoAllocation(off, overload);
            assertEquals(0, off.stats().total(TypeStats::observed));
        }
        CognitiveTracer closed = CognitiveTracer.start(TracingConfig.development(), Collector.exportingTo());
        closed.close();
        long calls = assertNoAllocation(closed, overload);
        assertEquals(calls, closed.stats().total(TypeStats::rejectedTotal));
    }

    @Test
    void shouldAllocateNothingInAThreadWithoutARing() throws InterruptedException {
        TracingConfig config = TracingConfig.development();
        config = config.toBuilder().memoryLimitBytes(TracingConfig.fixedBytes() + config.ringBytes()).build();
        try (CognitiveTracer tracer = CognitiveTracer.start(config, Collector.exportingTo())) {
            tracer.tracePriming(PrimingType.SEMANTIC, 0, 0, 0);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread ringless = new Thread(() -> {
                assertNoAllocation(tracer, Overload.PRIMING);
                assertNoAllocation(tracer, Overload.INTERFERENCE_ARRAY);
            });
            ringless.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
            ringless.start();
            ringless.join();
            assertEquals(null, failure.get());
            assertEquals(1, tracer.stats().total(TypeStats::recorded));
            assertTrue(tracer.stats().total(TypeStats::rejectedTotal) >= 2L * EVENTS);
        }
    }

    /** Returns how many calls it made. */
    private static long assertNoAllocation(CognitiveTracer tracer, Overload overload) {
        trace(tracer, overload.call, WARM_UP);
        long calls = WARM_UP;
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            trace(tracer, overload.call, EVENTS);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
            calls += EVENTS;
        }
        assertEquals(0, least, overload + ": bytes allocated by a million events");
        return calls;
    }

    private static void trace(CognitiveTracer tracer, Call call, int events) {
        for (int i = 0; i < events; i++) {
            call.on(tracer, i);
        }
    }
}
