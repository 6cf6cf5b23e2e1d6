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
 */
public final class SharedBytes {
    private static final int TYPES = EventType.values().length;
    // Threads come and go; what was kept for them is then made again.
    private static final int MAX_THREADS = 1_024;

    private final Function<CognitiveEvent, byte[]> encode;
    private final Map<TracedThread, Kept[]> byThread = new IdentityHashMap<>();
    private TracedThread lastThread;
    private Kept[] ofLastThread;
    private CognitiveEvent lastEvent;
    private byte[] lastBytes;

    /** Bytes, and the rate that they were last made for. */
    private record Kept(double sampleRate, byte[] bytes) {
    }

    /**
     * Keeps what a function makes.
     *
     * @param encode goes by nothing of an event but type, thread and sampling rate
     */
    public SharedBytes(Function<CognitiveEvent, byte[]> encode) {
        this.encode = encode;
    }

    /**
     * What an event shares with others.
     *
     * @param event any
     * @return bytes that must not be changed
     */
    public byte[] of(CognitiveEvent event) {
        // Asked more than once for each event, in a row.
        if (event != lastEvent) {
            lastBytes = find(event);
            lastEvent = event;
        }
        return lastBytes;
    }

    // By type, because the calls of an interface's methods cost more than all the rest.
    private byte[] find(CognitiveEvent event) {
        return switch (event) {
            case PrimingEvent one -> find(one, EventType.PRIMING, one.thread(), one.sampleRate());
            case InterferenceEvent one -> find(one, EventType.INTERFERENCE, one.thread(), one.sampleRate());
            case ReconsolidationEvent one -> find(one, EventType.RECONSOLIDATION, one.thread(), one.sampleRate());
            case FalseMemoryEvent one -> find(one, EventType.FALSE_MEMORY, one.thread(), one.sampleRate());
        };
    }

    private byte[] find(CognitiveEvent event, EventType type, TracedThread thread, double sampleRate) {
        Kept[] ofThread = thread == lastThread ? ofLastThread : ofThread(thread);
        Kept kept = ofThread[type.ordinal()];
        if (kept == null || kept.sampleRate() != sampleRate) {
            kept = new Kept(sampleRate, encode.apply(event));
            ofThread[type.ordinal()] = kept;
        }
        return kept.bytes();
    }

    private Kept[] ofThread(TracedThread thread) {
        Kept[] ofThread = byThread.get(thread);
        if (ofThread == null) {
            if (byThread.size() == MAX_THREADS) {
                byThread.clear();
            }
            ofThread = new Kept[TYPES];
            byThread.put(thread, ofThread);
        }
        lastThread = thread;
        ofLastThread = ofThread;
        return ofThread;
    }
}
