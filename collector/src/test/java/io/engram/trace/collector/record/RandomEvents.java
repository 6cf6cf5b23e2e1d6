// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.record;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Events with any content that a record can hold, of few threads and spans. */
public final class RandomEvents {
    private static final List<String> NAMES = List.of("main", "", "w-1", "\u00e4\u20ac\ud83e\udde0", "\0", "pool 1\n",
            "x".repeat(1_000));

    private final Random random;
    private final List<TracedThread> threads = new ArrayList<>();
    private final List<SpanContext> spans = new ArrayList<>();

    /**
     * A source of events.
     *
     * @param seed the same for the same events
     */
    public RandomEvents(long seed) {
        random = new Random(seed);
        for (int i = 0; i < 8; i++) {
            threads.add(new TracedThread(random.nextLong(), NAMES.get(random.nextInt(NAMES.size()))));
            spans.add(random.nextBoolean() ? null : new SpanContext(random.nextLong(), random.nextLong(),
                    random.nextLong() | 1, random.nextInt(256)));
        }
    }

    /**
     * Events that all carry one correlation id.
     *
     * @param count how many
     * @param correlationId tells these from others
     * @return the events
     */
    public List<CognitiveEvent> next(int count, long correlationId) {
        List<CognitiveEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(next(correlationId));
        }
        return events;
    }

    private CognitiveEvent next(long correlationId) {
        long time = random.nextLong();
        TracedThread thread = threads.get(random.nextInt(threads.size()));
        SpanContext span = spans.get(random.nextInt(spans.size()));
        long position = random.nextLong() >>> 1;
        double rate = random.nextInt(4) > 0 ? 1.0 : Double.longBitsToDouble(random.nextLong());
        int count = random.nextInt(3) > 0 ? random.nextInt(5) : random.nextInt(0x10000);
        return switch (random.nextInt(4)) {
            case 0 -> new PrimingEvent(time, thread, position, rate, correlationId,
                    PrimingType.ofCode(random.nextInt(3)), anyFloat(), random.nextLong(), random.nextLong(), span);
            case 1 -> new InterferenceEvent(time, thread, position, rate, correlationId,
                    InterferenceType.ofCode(random.nextInt(3)), anyFloat(), random.nextLong(), ids(count), count, span);
            case 2 -> new ReconsolidationEvent(time, thread, position, rate, correlationId, random.nextLong(),
                    anyFloat(), count, random.nextLong(), anyFloat(), span);
            default -> new FalseMemoryEvent(time, thread, position, rate, correlationId, random.nextLong(), ids(count),
                    count, anyFloat(), span);
        };
    }

    private NodeIds ids(int count) {
        return NodeIds.first(count, random.nextLong(), random.nextLong(), random.nextLong());
    }

    private float anyFloat() {
        return random.nextBoolean() ? random.nextFloat()
                : Float.intBitsToFloat(random.nextBoolean() ? random.nextInt() : 0x7F80_0000 | random.nextInt());
    }
}
