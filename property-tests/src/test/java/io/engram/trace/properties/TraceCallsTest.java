// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.Collector;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.TracedThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each overload produces the event that it says. */
class TraceCallsTest {
    private static final TraceClock MIDNIGHT = new TraceClock() {
        @Override
        public long ticks() {
            return 0;
        }

        @Override
        public long epochNanos() {
            return 0;
        }
    };
    private static final TracedThread ME =
            new TracedThread(Thread.currentThread().threadId(), Thread.currentThread().getName());
    private static final long BIG = 0xF000_0000_0000_0001L;

    private final List<CognitiveEvent> expected = new ArrayList<>();
    private final Received received = new Received();

    private void record(Consumer<CognitiveTracer> calls) {
        try (CognitiveTracer tracer = CognitiveTracer.start(TracingConfig.development(),
                Collector.exportingTo(received), MIDNIGHT)) {
            calls.accept(tracer);
        }
        assertEquals(expected, received.events());
    }

    @Test
    void shouldRecordPriming() {
        for (PrimingType type : PrimingType.values()) {
            priming(0, type);
            priming(BIG, type);
        }
        record(tracer -> {
            for (PrimingType type : PrimingType.values()) {
                tracer.tracePriming(type, 0.8f, BIG, -1);
                tracer.tracePriming(BIG, type, 0.8f, BIG, -1);
            }
        });
    }

    private void priming(long correlation, PrimingType type) {
        expected.add(new PrimingEvent(0, ME, expected.size(), 1.0, correlation, type, 0.8f, BIG, -1));
    }

    @Test
    void shouldRecordInterferenceWithNoneToThreeCompetitors() {
        for (InterferenceType type : InterferenceType.values()) {
            interference(0, type, 0);
            interference(BIG, type, 0);
            interference(0, type, 1, -2);
            interference(BIG, type, 1, -2);
            interference(0, type, 2, -2, 0);
            interference(BIG, type, 2, -2, 0);
            interference(0, type, 3, -2, 0, 4);
            interference(BIG, type, 3, -2, 0, 4);
        }
        record(tracer -> {
            for (InterferenceType type : InterferenceType.values()) {
                tracer.traceInterference(type, 0.4f, BIG);
                tracer.traceInterference(BIG, type, 0.4f, BIG);
                tracer.traceInterference(type, 0.4f, BIG, -2);
                tracer.traceInterference(BIG, type, 0.4f, BIG, -2);
                tracer.traceInterference(type, 0.4f, BIG, -2, 0);
                tracer.traceInterference(BIG, type, 0.4f, BIG, -2, 0);
                tracer.traceInterference(type, 0.4f, BIG, -2, 0, 4);
                tracer.traceInterference(BIG, type, 0.4f, BIG, -2, 0, 4);
            }
        });
    }

    @Test
    void shouldRecordInterferenceFromAnArray() {
        long[] nodes = {9, -9, BIG, 77};
        long[] huge = new long[70_000];
        Arrays.setAll(huge, i -> i + 1);
        interference(0, InterferenceType.FAN, 0);
        interference(0, InterferenceType.FAN, 1, 9);
        interference(0, InterferenceType.FAN, 2, 9, -9);
        interference(0, InterferenceType.FAN, 3, 9, -9, BIG);
        interference(BIG, InterferenceType.FAN, 4, 9, -9, BIG);
        interference(BIG, InterferenceType.FAN, 65_535, 1, 2, 3);
        interference(BIG, InterferenceType.FAN, 65_535, 1, 2, 3);
        record(tracer -> {
            for (int length = 0; length < 4; length++) {
                tracer.traceInterference(InterferenceType.FAN, 0.4f, BIG, nodes, length);
            }
            tracer.traceInterference(BIG, InterferenceType.FAN, 0.4f, BIG, nodes, 4);
            tracer.traceInterference(BIG, InterferenceType.FAN, 0.4f, BIG, huge, 65_535);
            tracer.traceInterference(BIG, InterferenceType.FAN, 0.4f, BIG, huge, 70_000);
            Arrays.fill(nodes, -1);
        });
    }

    private void interference(long correlation, InterferenceType type, int count, long... nodes) {
        expected.add(new InterferenceEvent(0, ME, expected.size(), 1.0, correlation, type, 0.4f, BIG,
                NodeIds.of(nodes), count));
    }

    @Test
    void shouldRecordReconsolidation() {
        for (int count : new int[] {0, 1, 65_535}) {
            expected.add(new ReconsolidationEvent(0, ME, expected.size(), 1.0, 0, BIG, 0.1f, count, -5, 0.9f));
            expected.add(new ReconsolidationEvent(0, ME, expected.size(), 1.0, 7, BIG, 0.1f, count, -5, 0.9f));
        }
        expected.add(new ReconsolidationEvent(0, ME, expected.size(), 1.0, 7, 0, Float.NaN, 65_535, 0,
                Float.POSITIVE_INFINITY));
        record(tracer -> {
            for (int count : new int[] {0, 1, 65_535}) {
                tracer.traceReconsolidation(BIG, 0.1f, count, -5, 0.9f);
                tracer.traceReconsolidation(7, BIG, 0.1f, count, -5, 0.9f);
            }
            tracer.traceReconsolidation(7, 0, Float.NaN, Integer.MAX_VALUE, 0, Float.POSITIVE_INFINITY);
        });
    }

    @Test
    void shouldRecordFalseMemories() {
        long[] list = {9, -9, BIG, 77};
        falseMemory(0, 0);
        falseMemory(0, 1, 9);
        falseMemory(0, 2, 9, -9);
        falseMemory(0, 3, 9, -9, BIG);
        falseMemory(7, 4, 9, -9, BIG);
        falseMemory(7, 65_535, 0, 0, 0);
        record(tracer -> {
            for (int length = 0; length < 4; length++) {
                tracer.traceFalseMemory(BIG, 0.7f, list, length);
            }
            tracer.traceFalseMemory(7, BIG, 0.7f, list, 4);
            tracer.traceFalseMemory(7, BIG, 0.7f, new long[65_536], 65_536);
        });
    }

    private void falseMemory(long correlation, int size, long... nodes) {
        expected.add(new FalseMemoryEvent(0, ME, expected.size(), 1.0, correlation, BIG, NodeIds.of(nodes), size,
                0.7f));
    }

    /** One change of the rate between two drains is told exactly, per type. */
    @Test
    void shouldTellTheRateInForceThoughItChangesBetweenDrains() {
        try (CognitiveTracer tracer = CognitiveTracer.start(TracingConfig.development(),
                Collector.exportingTo(received), MIDNIGHT)) {
            double[] rates = {1.0, 0.9, 0.8, 1.0, 0.5};
            for (int i = 1; i < rates.length; i++) {
                int before = received.events().size();
                traceBoth(tracer, 300);
                tracer.setSampleRate(EventType.PRIMING, rates[i]);
                long boundary = tracer.stats().of(EventType.PRIMING).recorded();
                traceBoth(tracer, 300);
                tracer.flush(Duration.ofMinutes(1));
                long priming = received.events().subList(0, before).stream()
                        .filter(event -> event.eventType() == EventType.PRIMING).count();
                for (CognitiveEvent event : received.events().subList(before, received.events().size())) {
                    if (event.eventType() == EventType.PRIMING) {
                        assertEquals(priming++ < boundary ? rates[i - 1] : rates[i], event.sampleRate());
                    } else {
                        assertEquals(1.0, event.sampleRate(), "other types keep theirs");
                    }
                }
            }
            assertTrue(tracer.stats().isBalanced());
        }
    }

    private static void traceBoth(CognitiveTracer tracer, int count) {
        for (int i = 0; i < count; i++) {
            tracer.tracePriming(PrimingType.SEMANTIC, 0, i, 0);
            tracer.traceReconsolidation(i, 0, 0, 0, 0);
        }
    }
}
