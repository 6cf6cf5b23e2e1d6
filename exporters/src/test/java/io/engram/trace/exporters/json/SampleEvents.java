// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

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

/** Events of all types with whatever values a record can hold, the same for the same seed. */
public final class SampleEvents {
    private static final long[] IDS = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53, 10_000_000_000_000_000_00L};
    private static final float[] FLOATS = {0, -0.0f, 1, 0.1f, -3.5e-30f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN};
    private static final String[] NAMES = {"main", "pool-1 \"quoted\" \\ slash", "tab\tand\nline\u0001\u2028",
        "mémoire \uD83E\uDDE0 記憶", "", "x".repeat(20_000)};

    private final Random random;

    /** Begins a sequence. */
    public SampleEvents(long seed) {
        this.random = new Random(seed);
    }

    /** So many events. */
    public List<CognitiveEvent> next(int count) {
        List<CognitiveEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    /** One event. */
    public CognitiveEvent next() {
        long time = random.nextInt(10) == 0 ? random.nextLong()
                : 1_795_000_000_000_000_000L + random.nextLong(1L << 50);
        String name = NAMES[random.nextInt(NAMES.length - (random.nextInt(50) == 0 ? 0 : 1))];
        TracedThread thread = new TracedThread(1 + random.nextInt(1_000), name);
        long position = random.nextLong(1L << 40);
        double rate = random.nextBoolean() ? 1.0 : random.nextDouble();
        long correlation = random.nextBoolean() ? 0 : id();
        int count = random.nextInt(4) == 0 ? 65_535 : random.nextInt(5);
        return switch (random.nextInt(4)) {
            case 0 -> new PrimingEvent(time, thread, position, rate, correlation,
                    PrimingType.ofCode(random.nextInt(3)), number(), id(), id(), span());
            case 1 -> new InterferenceEvent(time, thread, position, rate, correlation,
                    InterferenceType.ofCode(random.nextInt(3)), number(), id(), NodeIds.first(count, id(), id(), id()),
                    count, span());
            case 2 -> new ReconsolidationEvent(time, thread, position, rate, correlation, id(), number(), count, id(),
                    number(), span());
            default -> new FalseMemoryEvent(time, thread, position, rate, correlation, id(),
                    NodeIds.first(count, id(), id(), id()), count, number(), span());
        };
    }

    private SpanContext span() {
        return random.nextBoolean() ? null
                : new SpanContext(id(), random.nextLong() | 1, random.nextLong() | 1, random.nextInt(256));
    }

    private long id() {
        return random.nextBoolean() ? IDS[random.nextInt(IDS.length)] : random.nextLong();
    }

    private float number() {
        return random.nextBoolean() ? FLOATS[random.nextInt(FLOATS.length)] : random.nextFloat();
    }
}
