// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import java.util.Arrays;

/** Events of which only time, thread, nodes and correlation matter; positions follow from the times. */
final class Events {
    static final TracedThread MAIN = new TracedThread(1, "main");
    static final TracedThread WORKER = new TracedThread(29, "worker");

    private Events() {
    }

    static CognitiveEvent priming(long time, TracedThread thread, long id, long source, long target) {
        return new PrimingEvent(time, thread, time, 1, id, PrimingType.SEMANTIC, 0.25f, source, target);
    }

    static CognitiveEvent interference(long time, TracedThread thread, long id, long target, long... competing) {
        return new InterferenceEvent(time, thread, time, 1, id, InterferenceType.FAN, 0.75f, target,
                first(competing), competing.length);
    }

    static CognitiveEvent reconsolidation(long time, TracedThread thread, long id, long node) {
        return new ReconsolidationEvent(time, thread, time, 1, id, node, 0.1f, 1, 1, 0.5f);
    }

    static CognitiveEvent falseMemory(long time, TracedThread thread, long id, long lure, long... sources) {
        return new FalseMemoryEvent(time, thread, time, 1, id, lure, first(sources), sources.length, 0.625f);
    }

    private static NodeIds first(long... ids) {
        return NodeIds.of(Arrays.copyOf(ids, Math.min(ids.length, 3)));
    }
}
