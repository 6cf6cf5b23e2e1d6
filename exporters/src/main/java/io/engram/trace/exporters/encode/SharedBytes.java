package io.engram.trace.exporters.encode;

import io.engram.trace.collector.event.CognitiveEvent;
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
    private Kept lastKept;

    /** Bytes, and the rate that they were last made for. */
    private record Kept(double sampleRate, int id, byte[] bytes) {
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
     * How long what an event shares with others is.
     *
     * @param event any
     * @return bytes
     */
    public int length(CognitiveEvent event) {
        return of(event).bytes().length;
    }

    /**
     * Writes what an event shares with others.
     *
     * @param event any
     * @param out where to
     */
    public void put(CognitiveEvent event, EncodeBuffer out) {
        Kept kept = of(event);
        out.putRepeated(kept.id(), kept.bytes(), kept.bytes().length);
    }

    private Kept of(CognitiveEvent event) {
        // Asked more than once for each event, in a row.
        if (event != lastEvent) {
            lastKept = find(event);
            lastEvent = event;
        }
        return lastKept;
    }

    private Kept find(CognitiveEvent event) {
        Kept[] ofThread = event.thread() == lastThread ? ofLastThread : ofThread(event.thread());
        int type = event.eventType().ordinal();
        Kept kept = ofThread[type];
        if (kept == null || kept.sampleRate() != event.sampleRate()) {
            kept = new Kept(event.sampleRate(), EncodeBuffer.newRepeatedId(), encode.apply(event));
            ofThread[type] = kept;
        }
        return kept;
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
