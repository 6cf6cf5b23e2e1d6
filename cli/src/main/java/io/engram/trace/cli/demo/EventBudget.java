package io.engram.trace.cli.demo;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import java.util.concurrent.atomic.AtomicLong;

/** Passes a thread's events to the tracer until so many were asked for, and counts them. */
final class EventBudget {
    // Progress is for people: a shared counter touched at each event would be what is measured.
    private static final int REPORT_EVERY = 1_024;

    private final CognitiveTracer tracer;
    private final AtomicLong progress;
    private final long[] counts = new long[EventType.values().length];
    private long left;
    private int unreported;

    EventBudget(CognitiveTracer tracer, long events, AtomicLong progress) {
        this.tracer = tracer;
        this.left = events;
        this.progress = progress;
    }

    boolean isSpent() {
        return left == 0;
    }

    long count(EventType type) {
        return counts[type.ordinal()];
    }

    void priming(long trial, PrimingType type, double strength, long source, long target) {
        if (spend(EventType.PRIMING)) {
            tracer.tracePriming(trial, type, (float) strength, source, target);
        }
    }

    void interference(long trial, InterferenceType type, double magnitude, long target, long[] competing, int length) {
        if (spend(EventType.INTERFERENCE)) {
            tracer.traceInterference(trial, type, (float) magnitude, target, competing, length);
        }
    }

    void reconsolidation(long trial, long node, double windowPosition, long modifiedFields, double plasticity) {
        if (spend(EventType.RECONSOLIDATION)) {
            tracer.traceReconsolidation(trial, node, (float) windowPosition, Long.bitCount(modifiedFields),
                    modifiedFields, (float) plasticity);
        }
    }

    void falseMemory(long trial, long lure, double confidence, long[] sources, int length) {
        if (spend(EventType.FALSE_MEMORY)) {
            tracer.traceFalseMemory(trial, lure, (float) confidence, sources, length);
        }
    }

    private boolean spend(EventType type) {
        if (left == 0) {
            return false;
        }
        left--;
        counts[type.ordinal()]++;
        if (++unreported == REPORT_EVERY || left == 0) {
            progress.addAndGet(unreported);
            unreported = 0;
        }
        return true;
    }
}
