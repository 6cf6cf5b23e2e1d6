package io.engram.trace.exporters.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TracedThread;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The fields that the events of one type and thread share, made once for all of them.
 *
 * <p>Assumptions: one thread uses it.
 */
final class SharedFields {
    private static final int TYPES = EventType.values().length;
    // Threads come and go; what was kept for them is then made again.
    private static final int MAX_THREADS = 1_024;

    private final Map<TracedThread, Kept[]> byThread = new IdentityHashMap<>();
    private TracedThread lastThread;
    private Kept[] ofLastThread;

    /** Fields as they stand in JSON, at the rate that they were last kept at. */
    private record Kept(double sampleRate, byte[] fields) {
    }

    /**
     * The fields from event type to sample rate, with a comma before each, and the name of the next one, which is the
     * position.
     *
     * @param event any
     * @return UTF-8, not to be written to
     */
    byte[] of(CognitiveEvent event) {
        Kept[] ofThread = event.thread() == lastThread ? ofLastThread : ofThread(event.thread());
        int type = event.eventType().ordinal();
        Kept kept = ofThread[type];
        if (kept == null || kept.sampleRate() != event.sampleRate()) {
            kept = new Kept(event.sampleRate(), encode(event));
            ofThread[type] = kept;
        }
        return kept.fields();
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

    private static byte[] encode(CognitiveEvent event) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        put(fields, ",\"" + JsonFields.EVENT_TYPE + "\":\"" + event.eventType().label()
                + "\",\"" + JsonFields.THREAD_ID + "\":" + event.thread().id()
                + ",\"" + JsonFields.THREAD_NAME + "\":\"");
        fields.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(wellFormed(event.thread().name())));
        put(fields, "\",\"" + JsonFields.SAMPLE_RATE + "\":" + event.sampleRate()
                + ",\"" + JsonFields.POSITION + "\":");
        return fields.toByteArray();
    }

    private static void put(ByteArrayOutputStream fields, String ascii) {
        fields.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    // Half a surrogate pair is a legal thread name, and no legal UTF-8.
    private static String wellFormed(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
