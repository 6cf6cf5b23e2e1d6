// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TracedThread;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What the encoded events of one type, thread and sampling rate have in common, made once for all of them.
 *
 * <p>Assumptions: one thread uses it.
 *
 * @param <T> of what is kept
 */
public final class SharedPart<T> {
    private static final int TYPES = EventType.values().length;
    // Threads come and go; what was kept for them is then made again.
    private static final int MAX_THREADS = 1_024;

    private final Function<CognitiveEvent, T> encode;
    private final Map<TracedThread, Kept<T>[]> byThread = new IdentityHashMap<>();
    private TracedThread lastThread;
    private Kept<T>[] ofLastThread;
    private CognitiveEvent lastEvent;
    private T last;

    /** What was made, and the rate that it was last made for. */
    private record Kept<T>(double sampleRate, T made) {
    }

    /**
     * Keeps what a function makes.
     *
     * @param encode goes by nothing of an event but type, thread and sampling rate
     */
    public SharedPart(Function<CognitiveEvent, T> encode) {
        this.encode = encode;
    }

    /**
     * What an event shares with others.
     *
     * @param event any
     * @return what was made, the same each time
     */
    public T of(CognitiveEvent event) {
        // Asked more than once for each event, in a row.
        if (event != lastEvent) {
            last = find(event);
            lastEvent = event;
        }
        return last;
    }

    // By type, because the calls of an interface's methods cost more than all the rest.
    private T find(CognitiveEvent event) {
        return switch (event) {
            case PrimingEvent one -> of(one, EventType.PRIMING, one.thread(), one.sampleRate());
            case InterferenceEvent one -> of(one, EventType.INTERFERENCE, one.thread(), one.sampleRate());
            case ReconsolidationEvent one -> of(one, EventType.RECONSOLIDATION, one.thread(), one.sampleRate());
            case FalseMemoryEvent one -> of(one, EventType.FALSE_MEMORY, one.thread(), one.sampleRate());
        };
    }

    /**
     * What an event shares with others, for who knows its type already.
     *
     * @param event any
     * @param type of the event
     * @param thread of the event
     * @param sampleRate of the event
     * @return what was made, the same each time
     */
    public T of(CognitiveEvent event, EventType type, TracedThread thread, double sampleRate) {
        Kept<T>[] ofThread = thread == lastThread ? ofLastThread : ofThread(thread);
        Kept<T> kept = ofThread[type.ordinal()];
        if (kept == null || kept.sampleRate() != sampleRate) {
            kept = new Kept<>(sampleRate, encode.apply(event));
            ofThread[type.ordinal()] = kept;
        }
        return kept.made();
    }

    private Kept<T>[] ofThread(TracedThread thread) {
        Kept<T>[] ofThread = byThread.get(thread);
        if (ofThread == null) {
            if (byThread.size() == MAX_THREADS) {
                byThread.clear();
            }
            ofThread = newArray();
            byThread.put(thread, ofThread);
        }
        lastThread = thread;
        ofLastThread = ofThread;
        return ofThread;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> Kept<T>[] newArray() {
        return new Kept[TYPES];
    }
}
