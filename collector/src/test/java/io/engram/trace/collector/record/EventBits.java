// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.record;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import java.util.List;

/** All of an event, bit by bit: records are equal also where two NaNs differ. */
public final class EventBits {
    private EventBits() {
    }

    /**
     * The event as values that are equal only if they are the same.
     *
     * @param event any
     * @return its components and their raw bits
     */
    public static List<Object> of(CognitiveEvent event) {
        return List.of(event, Double.doubleToRawLongBits(event.sampleRate()), switch (event) {
            case PrimingEvent e -> Float.floatToRawIntBits(e.strength());
            case InterferenceEvent e -> Float.floatToRawIntBits(e.magnitude());
            case ReconsolidationEvent e -> List.of(Float.floatToRawIntBits(e.windowPosition()),
                    Float.floatToRawIntBits(e.plasticityFactor()));
            case FalseMemoryEvent e -> Float.floatToRawIntBits(e.reconstructionConfidence());
        });
    }

    /**
     * The same of several events.
     *
     * @param events any
     * @return one list for each
     */
    public static List<List<Object>> of(List<CognitiveEvent> events) {
        return events.stream().map(EventBits::of).toList();
    }
}
