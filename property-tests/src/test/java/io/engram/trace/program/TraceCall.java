// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

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
import io.engram.trace.core.spi.TracedThread;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A call of a trace method, and the event that comes of it. */
sealed interface TraceCall {
    /** The largest count that an event keeps. */
    int MAX_COUNT = 65_535;

    /** The type of its event. */
    EventType type();

    /** Makes the call. */
    void make(CognitiveTracer tracer);

    /** Whether the arguments are such as can be recorded. */
    boolean isValid();

    /** The event that must come of it. */
    CognitiveEvent event(long unixNano, TracedThread thread, long position, double rate);

    private static String text(long correlationId) {
        return correlationId == 0 ? "" : " of " + Long.toUnsignedString(correlationId);
    }

    private static String text(long[] nodes, int length) {
        if (nodes == null) {
            return "null";
        }
        String list = LongStream.of(nodes).mapToObj(Long::toUnsignedString).collect(Collectors.joining(", ", "[", "]"));
        return length == nodes.length ? list : length + " of " + list;
    }

    private static NodeIds kept(long[] nodes, int length) {
        return NodeIds.of(Arrays.copyOf(nodes, Math.min(length, 3)));
    }

    private static boolean isWithin(long[] nodes, int length) {
        return nodes != null && length >= 0 && length <= nodes.length;
    }

    /** One memory primed another; a null type is invalid. */
    record Priming(long correlationId, PrimingType why, float strength, long source, long target) implements TraceCall {
        @Override
        public EventType type() {
            return EventType.PRIMING;
        }

        @Override
        public void make(CognitiveTracer tracer) {
            if (correlationId == 0) {
                tracer.tracePriming(why, strength, source, target);
            } else {
                tracer.tracePriming(correlationId, why, strength, source, target);
            }
        }

        @Override
        public boolean isValid() {
            return why != null;
        }

        @Override
        public CognitiveEvent event(long unixNano, TracedThread thread, long position, double rate) {
            return new PrimingEvent(unixNano, thread, position, rate, correlationId, why, strength, source, target);
        }

        @Override
        public String toString() {
            return "priming(" + (why == null ? "null" : why.label()) + ", " + strength + ", "
                    + Long.toUnsignedString(source) + "→" + Long.toUnsignedString(target) + ")" + text(correlationId);
        }
    }

    /** Interference, its competing nodes in an array or, where not {@code listed} and no more than three, singly. */
    record Interference(long correlationId, InterferenceType why, float magnitude, long target, long[] competing,
            int length, boolean listed) implements TraceCall {
        @Override
        public EventType type() {
            return EventType.INTERFERENCE;
        }

        @Override
        public void make(CognitiveTracer tracer) {
            if (listed || competing == null || length != competing.length || length > 3) {
                tracer.traceInterference(correlationId, why, magnitude, target, competing, length);
                return;
            }
            switch (length) {
                case 0 -> tracer.traceInterference(correlationId, why, magnitude, target);
                case 1 -> tracer.traceInterference(correlationId, why, magnitude, target, competing[0]);
                case 2 -> tracer.traceInterference(correlationId, why, magnitude, target, competing[0], competing[1]);
                default -> tracer.traceInterference(correlationId, why, magnitude, target, competing[0], competing[1],
                        competing[2]);
            }
        }

        @Override
        public boolean isValid() {
            return why != null && isWithin(competing, length);
        }

        @Override
        public CognitiveEvent event(long unixNano, TracedThread thread, long position, double rate) {
            return new InterferenceEvent(unixNano, thread, position, rate, correlationId, why, magnitude, target,
                    kept(competing, length), length);
        }

        @Override
        public String toString() {
            return "interference(" + (why == null ? "null" : why.label()) + ", " + magnitude + ", "
                    + Long.toUnsignedString(target) + ", " + text(competing, length) + ")" + text(correlationId);
        }
    }

    /** A memory was rewritten; a negative count is invalid. */
    record Reconsolidation(long correlationId, long node, float window, int count, long fields, float plasticity)
            implements TraceCall {
        @Override
        public EventType type() {
            return EventType.RECONSOLIDATION;
        }

        @Override
        public void make(CognitiveTracer tracer) {
            tracer.traceReconsolidation(correlationId, node, window, count, fields, plasticity);
        }

        @Override
        public boolean isValid() {
            return count >= 0;
        }

        @Override
        public CognitiveEvent event(long unixNano, TracedThread thread, long position, double rate) {
            return new ReconsolidationEvent(unixNano, thread, position, rate, correlationId, node, window,
                    Math.min(count, MAX_COUNT), fields, plasticity);
        }

        @Override
        public String toString() {
            return "reconsolidation(" + Long.toUnsignedString(node) + ", " + window + ", " + count + ", "
                    + Long.toUnsignedString(fields) + ", " + plasticity + ")" + text(correlationId);
        }
    }

    /** Something was remembered that never happened. */
    record FalseMemory(long correlationId, long lure, float confidence, long[] sources, int length)
            implements TraceCall {
        @Override
        public EventType type() {
            return EventType.FALSE_MEMORY;
        }

        @Override
        public void make(CognitiveTracer tracer) {
            tracer.traceFalseMemory(correlationId, lure, confidence, sources, length);
        }

        @Override
        public boolean isValid() {
            return isWithin(sources, length);
        }

        @Override
        public CognitiveEvent event(long unixNano, TracedThread thread, long position, double rate) {
            return new FalseMemoryEvent(unixNano, thread, position, rate, correlationId, lure, kept(sources, length),
                    length, confidence);
        }

        @Override
        public String toString() {
            return "false memory(" + Long.toUnsignedString(lure) + ", " + confidence + ", "
                    + text(sources, length) + ")" + text(correlationId);
        }
    }
}
