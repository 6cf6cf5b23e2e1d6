// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;

/** Forwards the model's events to a tracer. */
record TracerSink(CognitiveTracer tracer) implements TraceSink {

    @Override
    public void priming(
        final long correlationId, final PrimingType type, final float strength, final long source, final long target) {
        tracer.tracePriming(correlationId, type, strength, source, target);
    }

    @Override
    public void interference(
        final long correlationId, final InterferenceType type, final float magnitude, final long target,
        final long[] competing, final int length) {
        tracer.traceInterference(correlationId, type, magnitude, target, competing, length);
    }

    @Override
    public void reconsolidation(
        final long correlationId, final long node, final float windowPosition, final int modificationCount,
        final long modifiedFields, final float plasticity) {
        tracer.traceReconsolidation(
            correlationId, node, windowPosition, modificationCount, modifiedFields, plasticity);
    }

    @Override
    public void falseMemory(
        final long correlationId, final long lure, final float confidence, final long[] sources, final int length) {
        tracer.traceFalseMemory(correlationId, lure, confidence, sources, length);
    }
}
