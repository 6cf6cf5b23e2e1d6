// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.junit;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/**
 * The events that a test recorded.
 *
 * <p><b>Guarantees.</b> Each method sees every event whose trace call returned before: it waits, half a minute at most,
 * until these were collected. Any thread may ask.
 */
public final class RecordedEvents {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CognitiveTracer tracer;
    private final CollectingExporter exporter;

    RecordedEvents(CognitiveTracer tracer, CollectingExporter exporter) {
        this.tracer = tracer;
        this.exporter = exporter;
    }

    /**
     * All events.
     *
     * @return in the order of their time; later ones are not among them
     */
    public EventSelection<CognitiveEvent> all() {
        if (!tracer.flush(PATIENCE).complete()) {
            Assertions.fail("events were not collected within " + PATIENCE.toSeconds() + " s: " + tracer.stats());
        }
        return new EventSelection<>(exporter.events());
    }

    /**
     * All events of a type.
     *
     * @param type event type
     * @return in the order of their time
     */
    public EventSelection<CognitiveEvent> ofType(EventType type) {
        return all().where(event -> event.eventType() == type);
    }

    /**
     * All priming events.
     *
     * @return in the order of their time
     */
    public EventSelection<PrimingEvent> primings() {
        return ofClass(PrimingEvent.class);
    }

    /**
     * All interference events.
     *
     * @return in the order of their time
     */
    public EventSelection<InterferenceEvent> interferences() {
        return ofClass(InterferenceEvent.class);
    }

    /**
     * All reconsolidation events.
     *
     * @return in the order of their time
     */
    public EventSelection<ReconsolidationEvent> reconsolidations() {
        return ofClass(ReconsolidationEvent.class);
    }

    /**
     * All false-memory events.
     *
     * @return in the order of their time
     */
    public EventSelection<FalseMemoryEvent> falseMemories() {
        return ofClass(FalseMemoryEvent.class);
    }

    private <E extends CognitiveEvent> EventSelection<E> ofClass(Class<E> type) {
        List<CognitiveEvent> events = all().list();
        return new EventSelection<>(events.stream().filter(type::isInstance).map(type::cast).toList());
    }

    /**
     * Expects at least one priming among all events.
     *
     * @param source id of the prime
     * @param target id of the primed memory
     * @return all events
     */
    public EventSelection<CognitiveEvent> hasPriming(long source, long target) {
        return all().hasPriming(source, target);
    }

    /**
     * Expects events one after the other among all events; there may be others between them.
     *
     * @param matches what they are, in the order of their time
     * @return all events
     */
    public EventSelection<CognitiveEvent> inOrder(EventMatch... matches) {
        return all().inOrder(matches);
    }

    /**
     * Expects no event.
     *
     * @return all events, which are none
     */
    public EventSelection<CognitiveEvent> isEmpty() {
        return all().isEmpty();
    }

    /**
     * Waits for an event that some thread is going to record, half a minute at most.
     *
     * @param match what it is
     * @return all events
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public EventSelection<CognitiveEvent> await(EventMatch match) throws InterruptedException {
        return await(match, PATIENCE);
    }

    /**
     * Waits for an event that some thread is going to record.
     *
     * @param match what it is
     * @param timeout how long, at most
     * @return all events
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public EventSelection<CognitiveEvent> await(EventMatch match, Duration timeout) throws InterruptedException {
        exporter.await(match.test(), System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout));
        return all().has(match);
    }

    /** The events, one a line. */
    @Override
    public String toString() {
        return EventText.of("recorded", all().list());
    }
}
