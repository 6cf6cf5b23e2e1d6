// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.event;

import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TracedThread;

/** An event as it was recorded, with its time of day. Node and correlation ids are unsigned. */
public sealed interface CognitiveEvent permits PrimingEvent, InterferenceEvent, ReconsolidationEvent,
        FalseMemoryEvent {
    /**
     * The type of this event.
     *
     * @return one of four
     */
    EventType eventType();

    /**
     * When it was recorded; within a thread it never goes back.
     *
     * @return nanoseconds since 1970-01-01T00:00Z
     */
    long timeUnixNano();

    /**
     * Who recorded it.
     *
     * @return thread
     */
    TracedThread thread();

    /**
     * Its place in the thread's order; rises strictly within a thread, with gaps where events were lost.
     *
     * @return position, from 0
     */
    long position();

    /**
     * The rate at which its type was sampled when it was recorded; it stands for 1 / rate events.
     *
     * @return 0.0 to 1.0
     */
    double sampleRate();

    /**
     * What links it to other events.
     *
     * @return 0 for none
     */
    long correlationId();

    /**
     * The memory that it is about: what was primed, interfered with, rewritten, falsely remembered.
     *
     * @return unsigned id
     */
    long subjectNode();

    /**
     * The other memories that took part: what primed it, competed with it, made it up.
     *
     * @return unsigned ids, of competitors and sources the first three; one may be the subject, or occur twice
     */
    NodeIds otherNodes();

    /**
     * The span within which it was recorded.
     *
     * @return null for none
     */
    SpanContext spanContext();
}
