// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefixture;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.ring.RingWriter;
import io.engram.trace.memlayout.ring.SharedRingWriter;
import java.util.List;
import java.util.stream.LongStream;

/** Events whose every field follows from a key, so that a reader can tell a torn one. Keys take turns at the types. */
public final class KeyedEvents {
    private static final int TYPES = EventType.values().length;
    private static final int MAX_ITEMS = 6;

    private KeyedEvents() {
    }

    /**
     * The type of a key's event.
     *
     * @param key any number from 0 on
     * @return the type
     */
    public static EventType type(long key) {
        return EventType.ofCode((int) (key % TYPES));
    }

    /**
     * Writes a key's event.
     *
     * @param writer where to
     * @param ticks the event's time
     * @param key any number from 0 on
     */
    public static void write(RingWriter writer, long ticks, long key) {
        switch (type(key)) {
            case PRIMING -> writer.writePriming(ticks, subtype(key), intensity(key), ~key, key + 1, -key);
            case INTERFERENCE -> writer.writeInterference(ticks, subtype(key), intensity(key), ~key, -key, items(key),
                    key + 1, key + 2, key + 3);
            case RECONSOLIDATION -> writer.writeReconsolidation(ticks, ~key, -key, intensity(key) / 2, items(key),
                    key ^ 0x5555, intensity(key));
            case FALSE_MEMORY -> writer.writeFalseMemory(ticks, ~key, -key, intensity(key), items(key), key + 1,
                    key + 2, key + 3);
        }
    }

    /**
     * Claims a place in a shared ring and writes a key's event there.
     *
     * @param writer where to
     * @param threadId who
     * @param samplingWord under which sampling word
     * @param ticks the event's time
     * @param key any number from 0 on
     * @return false if it was dropped
     */
    public static boolean write(SharedRingWriter writer, long threadId, long samplingWord, long ticks, long key) {
        long position = writer.claim();
        return switch (type(key)) {
            case PRIMING -> writer.writePriming(position, threadId, samplingWord, key * 11, key * 13, spanId(key), flags(key),
                    ticks, subtype(key), intensity(key), ~key, key + 1, -key);
            case INTERFERENCE -> writer.writeInterference(position, threadId, samplingWord, key * 11, key * 13, spanId(key),
                    flags(key), ticks, subtype(key), intensity(key), ~key, -key, items(key), key + 1, key + 2, key + 3);
            case RECONSOLIDATION -> writer.writeReconsolidation(position, threadId, samplingWord, key * 11, key * 13,
                    spanId(key), flags(key), ticks, ~key, -key, intensity(key) / 2, items(key), key ^ 0x5555,
                    intensity(key));
            case FALSE_MEMORY -> writer.writeFalseMemory(position, threadId, samplingWord, key * 11, key * 13, spanId(key),
                    flags(key), ticks, ~key, -key, intensity(key), items(key), key + 1, key + 2, key + 3);
        };
    }

    /**
     * A key's event, as it must be read.
     *
     * @param key any number from 0 on
     * @param timeUnixNano its time
     * @param thread who wrote it
     * @param position its place in the thread's order
     * @param rate sample rate in force
     * @return the event
     */
    public static CognitiveEvent event(long key, long timeUnixNano, TracedThread thread, long position, double rate) {
        return event(key, timeUnixNano, thread, position, rate, null);
    }

    /**
     * A key's event within a span, as it must be read.
     *
     * @param key any number from 0 on
     * @param timeUnixNano its time
     * @param thread who wrote it
     * @param position its place in the thread's order
     * @param rate sample rate in force
     * @param span null for none
     * @return the event
     */
    public static CognitiveEvent event(long key, long timeUnixNano, TracedThread thread, long position, double rate,
            SpanContext span) {
        NodeIds ids = NodeIds.first(items(key), key + 1, key + 2, key + 3);
        return switch (type(key)) {
            case PRIMING -> new PrimingEvent(timeUnixNano, thread, position, rate, ~key,
                    PrimingType.ofCode(subtype(key)), intensity(key), key + 1, -key, span);
            case INTERFERENCE -> new InterferenceEvent(timeUnixNano, thread, position, rate, ~key,
                    InterferenceType.ofCode(subtype(key)), intensity(key), -key, ids, items(key),
                    span);
            case RECONSOLIDATION -> new ReconsolidationEvent(timeUnixNano, thread, position, rate, ~key, -key,
                    intensity(key) / 2, items(key), key ^ 0x5555, intensity(key), span);
            case FALSE_MEMORY -> new FalseMemoryEvent(timeUnixNano, thread, position, rate, ~key, -key, ids, items(key),
                    intensity(key), span);
        };
    }

    /**
     * The key of an event.
     *
     * @param event any
     * @return the key that it has if it was written here
     */
    public static long key(CognitiveEvent event) {
        return ~event.correlationId();
    }

    /**
     * The span of a key's event in a shared ring that keeps spans.
     *
     * @param key any number from 0 on
     * @return span, null for every third key
     */
    public static SpanContext span(long key) {
        return spanId(key) == 0 ? null : new SpanContext(key * 11, key * 13, spanId(key), flags(key));
    }

    private static long spanId(long key) {
        return key % 3 == 0 ? 0 : ~key;
    }

    private static int flags(long key) {
        return (int) key & 0xFF;
    }

    private static byte subtype(long key) {
        return (byte) (key / TYPES % 3);
    }

    private static int items(long key) {
        return (int) (key / TYPES % MAX_ITEMS);
    }

    private static float intensity(long key) {
        // Few enough bits to be the same as a float.
        return key & 0xF_FFFF;
    }

    /**
     * The keys of events.
     *
     * @param events keyed events
     * @return their keys, in their order
     */
    public static List<Long> keys(List<CognitiveEvent> events) {
        return events.stream().map(KeyedEvents::key).toList();
    }

    /**
     * Keys in order.
     *
     * @param from the first
     * @param to behind the last
     * @return keys
     */
    public static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
