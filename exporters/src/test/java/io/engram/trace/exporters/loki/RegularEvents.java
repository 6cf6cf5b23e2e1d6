// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

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

/** Events as a busy application records them: few threads, times and positions that rise, ids of few or many digits. */
final class RegularEvents {
    private final Random random;
    private final List<TracedThread> threads = new ArrayList<>();
    private final double rate;
    private final boolean spans;
    private final int idBits;
    private final long maxStepNanos;
    private long time = 1_800_000_000_000_000_000L;
    private long position;

    /** Begins a sequence, the same for the same seed, of threads with names of up to some thousand characters. */
    RegularEvents(long seed) {
        this(seed, 13);
    }

    /** Begins a sequence, the same for the same seed; names have up to about 2 to the power of {@code nameBits}. */
    RegularEvents(long seed, int nameBits) {
        random = new Random(seed);
        for (int i = random.nextInt(3); i >= 0; i--) {
            // The longest ones take more than one element, and some are too long to be compressed.
            String more = "é".repeat(random.nextInt(1 << random.nextInt(nameBits + 1)));
            threads.add(new TracedThread(1 + i, "thread \"" + i + more));
        }
        rate = random.nextBoolean() ? 1 : random.nextDouble();
        spans = random.nextBoolean();
        idBits = 1 + random.nextInt(Long.SIZE);
        // Seldom or often a new second.
        maxStepNanos = 1L << 1 + random.nextInt(32);
    }

    /** So many events. */
    List<CognitiveEvent> next(int count) {
        List<CognitiveEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    private CognitiveEvent next() {
        time += random.nextLong(maxStepNanos);
        position += 1 + random.nextInt(1 << random.nextInt(8));
        TracedThread thread = threads.get(random.nextInt(threads.size()));
        long correlation = random.nextInt(4) == 0 ? 0 : id();
        int count = random.nextInt(5);
        return switch (random.nextInt(4)) {
            case 0 -> new PrimingEvent(time, thread, position, rate, correlation,
                    PrimingType.ofCode(random.nextInt(3)), random.nextFloat(), id(), id(), span());
            case 1 -> new InterferenceEvent(time, thread, position, rate, correlation,
                    InterferenceType.ofCode(random.nextInt(3)), random.nextFloat(), id(),
                    NodeIds.first(count, id(), id(), id()), count, span());
            case 2 -> new ReconsolidationEvent(time, thread, position, rate, correlation, id(), random.nextFloat(),
                    count, id(), random.nextFloat(), span());
            default -> new FalseMemoryEvent(time, thread, position, rate, correlation, id(),
                    NodeIds.first(count, id(), id(), id()), count, random.nextFloat(), span());
        };
    }

    private long id() {
        return random.nextLong() >>> Long.SIZE - idBits;
    }

    private SpanContext span() {
        return spans && random.nextInt(8) != 0
                ? new SpanContext(random.nextLong(), random.nextLong() | 1, random.nextLong() | 1, random.nextInt(256))
                : null;
    }
}
