package io.engram.trace.collector.event;

import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;

/**
 * One memory primed another.
 *
 * @param timeUnixNano nanoseconds since 1970
 * @param thread who recorded it
 * @param position place in the order of its thread
 * @param sampleRate rate in force
 * @param correlationId 0 for none
 * @param primingType why
 * @param strength how strongly
 * @param sourceNode id of the prime
 * @param targetNode id of the primed memory
 */
public record PrimingEvent(long timeUnixNano, TracedThread thread, long position, double sampleRate,
        long correlationId, PrimingType primingType, float strength, long sourceNode, long targetNode) implements CognitiveEvent {
    @Override
    public EventType eventType() {
        return EventType.PRIMING;
    }
}
