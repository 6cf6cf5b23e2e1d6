// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.spring;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.PrimingType;
import io.engram.trace.exporters.json.JsonEventReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A bean that records what it does, also when it is destroyed. */
final class Memory {
    /** What {@link #recall} and then {@link #forget} record. */
    static final List<String> RECORDED = List.of("77 ASSOCIATIVE 0.5 4711 -1", "78 4712 0.25 [1, 2, 3] of 4",
            "79 REPETITION 1.0 5 5");

    private static final String HOOK = "engram-trace-shutdown";

    private final CognitiveTracer tracer;

    Memory(CognitiveTracer tracer) {
        this.tracer = tracer;
    }

    void recall() {
        tracer.tracePriming(77, PrimingType.ASSOCIATIVE, 0.5f, 4711, -1);
        tracer.traceFalseMemory(78, 4712, 0.25f, new long[] {1, 2, 3, 4}, 4);
    }

    /** Once a hook of the tracer's own, were there one, has done its work. */
    void forget() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals(HOOK)) {
                thread.join();
            }
        }
        tracer.tracePriming(79, PrimingType.REPETITION, 1, 5, 5);
    }

    /** The payloads of the events in a file. */
    static List<String> events(Path file) throws IOException {
        List<String> events = new ArrayList<>();
        try (JsonEventReader reader = JsonEventReader.open(file)) {
            for (CognitiveEvent event = reader.next(); event != null; event = reader.next()) {
                events.add(event.correlationId() + " " + switch (event) {
                    case PrimingEvent priming -> priming.primingType() + " " + priming.strength() + " "
                            + priming.sourceNode() + " " + priming.targetNode();
                    case FalseMemoryEvent lure -> lure.criticalLure() + " " + lure.reconstructionConfidence() + " "
                            + lure.sourceNodes() + " of " + lure.sourceListSize();
                    default -> event;
                });
            }
        }
        return events;
    }
}
