package io.engram.trace.jmh;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What a full ring holds: events of all types in turn, the same ones each time. */
final class EventMix {
    static final int EVENTS = 10_000;
    static final long START_UNIX_NANO = 1_800_000_000_000_000_000L;

    private EventMix() {
    }

    static List<CognitiveEvent> make() {
        List<CognitiveEvent> events = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        TracedThread thread = new TracedThread(1, "main");
        long time = START_UNIX_NANO;
        for (int position = 0; position < EVENTS; position++) {
            time += random.nextLong(1, 20_000);
            events.add(event(random, thread, position, time));
        }
        return List.copyOf(events);
    }

    private static CognitiveEvent event(SplittableRandom random, TracedThread thread, long position, long time) {
        long correlation = random.nextLong();
        float intensity = (float) random.nextDouble();
        long node = random.nextLong();
        NodeIds others = NodeIds.of(random.nextLong(), random.nextLong(), random.nextLong());
        EventType type = EventType.ofCode((int) (position % EventType.values().length));
        return switch (type) {
            case PRIMING -> new PrimingEvent(time, thread, position, 1.0, correlation, PrimingType.SEMANTIC,
                    intensity, node, others.get(0));
            case INTERFERENCE -> new InterferenceEvent(time, thread, position, 1.0, correlation,
                    InterferenceType.PROACTIVE, intensity, node, others, others.size());
            case RECONSOLIDATION -> new ReconsolidationEvent(time, thread, position, 1.0, correlation, node,
                    (float) random.nextDouble(), 2, random.nextLong(), intensity);
            case FALSE_MEMORY -> new FalseMemoryEvent(time, thread, position, 1.0, correlation, node, others,
                    15, intensity);
        };
    }
}
