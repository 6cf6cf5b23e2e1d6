// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

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
import java.util.SplittableRandom;

/** Events of all types with whatever values a record can hold, the same for the same seed. */
final class AnyEvents {
    private static final long[] IDS = {0, 1, 9, 10, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53};
    private static final float[] FLOATS = {0, -0.0f, 1, 0.1f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN,
        Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    private static final double[] RATES = {0, 1, 0.5, 1e-9, Double.MIN_VALUE, Math.nextDown(1.0)};
    private static final String[] NAMES = {"main", "", "\uD83E\uDDE0 記憶", "half \uD83E a pair", "\uDDE0", "\u0000\n\"",
        "x".repeat(127), "x".repeat(128), "記".repeat(6_000)};

    private final SplittableRandom random;
    // As the collector does, few objects for many events.
    private final List<TracedThread> threads = new ArrayList<>();

    AnyEvents(long seed) {
        this(seed, NAMES);
    }

    private AnyEvents(long seed, String... names) {
        random = new SplittableRandom(seed);
        for (String name : names) {
            threads.add(new TracedThread(random.nextLong(), name));
        }
    }

    /** Events whose threads have short names. */
    static AnyEvents ofShortNames(long seed) {
        return new AnyEvents(seed, "main", "worker-1");
    }

    List<CognitiveEvent> next(int count) {
        List<CognitiveEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    CognitiveEvent next() {
        long time = random.nextInt(10) == 0 ? random.nextLong() : 1_795_000_000_000_000_000L + random.nextInt(1 << 30);
        TracedThread thread = threads.get(random.nextInt(threads.size()));
        long position = random.nextInt(10) == 0 ? random.nextLong() : random.nextLong(1L << 40);
        double rate = random.nextInt(4) == 0 ? RATES[random.nextInt(RATES.length)] : random.nextInt(4) == 0
                ? random.nextDouble() : 1;
        long correlation = random.nextBoolean() ? 0 : id();
        SpanContext span = random.nextBoolean() ? null
                : new SpanContext(id(), random.nextLong() | 1, random.nextLong() | 1, random.nextInt(256));
        int count = random.nextInt(4) == 0 ? 65_535 : random.nextInt(5);
        return switch (random.nextInt(4)) {
            case 0 -> new PrimingEvent(time, thread, position, rate, correlation,
                    PrimingType.ofCode(random.nextInt(3)), number(), id(), id(), span);
            case 1 -> new InterferenceEvent(time, thread, position, rate, correlation,
                    InterferenceType.ofCode(random.nextInt(3)), number(), id(), ids(count), count, span);
            case 2 -> new ReconsolidationEvent(time, thread, position, rate, correlation, id(), number(), count, id(),
                    number(), span);
            default -> new FalseMemoryEvent(time, thread, position, rate, correlation, id(), ids(count), count,
                    number(), span);
        };
    }

    private NodeIds ids(int count) {
        return NodeIds.first(count, id(), id(), id());
    }

    private long id() {
        return random.nextBoolean() ? IDS[random.nextInt(IDS.length)] : random.nextLong();
    }

    private float number() {
        return random.nextBoolean() ? FLOATS[random.nextInt(FLOATS.length)] : (float) random.nextDouble();
    }
}
