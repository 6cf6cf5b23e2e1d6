// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.fork;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.TypeStats;
import java.time.Duration;

/** Uses all of a tracer, and tells what native memory it took. */
final class TracingMain {
    private static final int CALLS = 200_000;

    private TracingMain() {
    }

    public static void main(String[] args) {
        NativeMemory.otherBytes();
        long before = NativeMemory.otherBytes();
        TracingConfig config = TracingConfig.development().toBuilder().formats().traceFile(Boolean.getBoolean("file"))
                .build();
        CognitiveTracer tracer = CognitiveTracer.start(config);
        long[] nodes = {1, 2, 3, 4};
        for (int i = 0; i < CALLS; i++) {
            tracer.tracePriming(PrimingType.SEMANTIC, 1, i, i);
            tracer.tracePriming(i, PrimingType.SEMANTIC, 1, i, i);
            tracer.tracePriming(null, 1, i, i);
            tracer.traceInterference(InterferenceType.FAN, 1, i);
            tracer.traceInterference(i, InterferenceType.FAN, 1, i);
            tracer.traceInterference(InterferenceType.FAN, 1, i, i);
            tracer.traceInterference(i, InterferenceType.FAN, 1, i, i);
            tracer.traceInterference(InterferenceType.FAN, 1, i, i, i);
            tracer.traceInterference(i, InterferenceType.FAN, 1, i, i, i);
            tracer.traceInterference(InterferenceType.FAN, 1, i, i, i, i);
            tracer.traceInterference(i, InterferenceType.FAN, 1, i, i, i, i);
            tracer.traceInterference(InterferenceType.FAN, 1, i, nodes, 4);
            tracer.traceInterference(i, InterferenceType.FAN, 1, i, nodes, 4);
            tracer.traceReconsolidation(i, 1, 1, 1, 1);
            tracer.traceReconsolidation(i, i, 1, 1, 1, 1);
            tracer.traceFalseMemory(i, 1, nodes, 4);
            tracer.traceFalseMemory(i, i, 1, nodes, 4);
        }
        tracer.setEnabled(EventType.PRIMING, false);
        tracer.setEnabled(EventType.PRIMING, true);
        tracer.setSampleRate(EventType.PRIMING, 0.5);
        tracer.flush(Duration.ofSeconds(1));
        long after = NativeMemory.otherBytes();
        System.out.println("off=" + CognitiveTracer.isSwitchedOff());
        System.out.println("file=" + tracer.traceFile().isPresent());
        System.out.println("observed=" + tracer.stats().total(TypeStats::observed));
        System.out.println("memory=" + tracer.stats().memoryBytes());
        System.out.println("grown=" + (after - before));
        tracer.close(Duration.ofSeconds(1));
        tracer.close();
        System.out.println("oneRing=" + (config.ringBytes() + TracingConfig.fixedBytes()));
        System.out.println("calls=" + 17L * CALLS);
    }
}
