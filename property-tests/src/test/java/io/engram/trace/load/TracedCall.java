// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.load;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;

/** Trace calls in which every argument follows from who made them and how many it made before. */
public final class TracedCall {
    private static final int CALLS_PER_SPAN = 5;

    private TracedCall() {
    }

    /** The name that the thread of a number must have. */
    public static String threadName(int thread) {
        return "load-" + thread;
    }

    /** The number of the thread that made the call. */
    public static int thread(CognitiveEvent event) {
        return (int) (event.correlationId() >> 32);
    }

    /** Which call of its thread it was. */
    public static int call(CognitiveEvent event) {
        return (int) event.correlationId();
    }

    /** The type of a thread's i-th call. */
    public static EventType type(int thread, int i) {
        return EventType.ofCode(Words.eventType(key(thread, i)));
    }

    /** The span within which a thread makes its i-th call, null for none: now and then another one. */
    public static SpanContext span(int thread, int i) {
        int number = i / CALLS_PER_SPAN;
        return number % 3 == 2 ? null : new SpanContext(thread + 1, number, ~key(thread, number), number & 0xFF);
    }

    /** Whether a thread makes its i-th call within another span than the one before. */
    public static boolean isFirstOfSpan(int i) {
        return i % CALLS_PER_SPAN == 0;
    }

    private static long key(int thread, int i) {
        return (long) thread << 32 | i;
    }

    /** Makes a thread's i-th call. */
    public static void make(CognitiveTracer tracer, int thread, int i) {
        long key = key(thread, i);
        long a = Words.word(key, 1);
        long b = Words.word(key, 2);
        long[] nodes = {b, a, b + 1, a + 1};
        int length = i % 5;
        switch (type(thread, i)) {
            case PRIMING -> tracer.tracePriming(key, PrimingType.ofCode(i % 3), i, a, b);
            case INTERFERENCE -> tracer.traceInterference(key, InterferenceType.ofCode(i % 3), i, a, nodes,
                    Math.min(length, 4));
            case RECONSOLIDATION -> tracer.traceReconsolidation(key, a, i, i & 0xFFFF, b, thread);
            case FALSE_MEMORY -> tracer.traceFalseMemory(key, a, i, nodes, Math.min(length, 4));
        }
    }

    /** Whether an event is, in every field, what {@link #make} traced for its thread and call. */
    public static boolean isMadeBy(CognitiveEvent event) {
        int thread = thread(event);
        int i = call(event);
        long a = Words.word(event.correlationId(), 1);
        long b = Words.word(event.correlationId(), 2);
        int length = Math.min(i % 5, 4);
        NodeIds nodes = NodeIds.first(length, b, a, b + 1);
        return event.eventType() == type(thread, i) && event.thread().name().equals(threadName(thread))
                && switch (event) {
                    case PrimingEvent p -> p.primingType() == PrimingType.ofCode(i % 3) && p.strength() == i
                            && p.sourceNode() == a && p.targetNode() == b;
                    case InterferenceEvent p -> p.interferenceType() == InterferenceType.ofCode(i % 3)
                            && p.magnitude() == i && p.targetNode() == a && p.competingNodes().equals(nodes)
                            && p.competingCount() == length;
                    case ReconsolidationEvent p -> p.node() == a && p.windowPosition() == i
                            && p.modificationCount() == (i & 0xFFFF) && p.modifiedFields() == b
                            && p.plasticityFactor() == thread;
                    case FalseMemoryEvent p -> p.criticalLure() == a && p.reconstructionConfidence() == i
                            && p.sourceNodes().equals(nodes) && p.sourceListSize() == length;
                };
    }
}
