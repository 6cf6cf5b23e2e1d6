// SPDX-License-Identifier: Apache-2.0
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

/** Events of all types in turn, the same ones each time. */
final class SampleBatch {
    static final int EVENTS = 10_000;
    static final long START_UNIX_NANO = 1_800_000_000_000_000_000L;

    /** All ids are any 64-bit numbers, as hashes are: nearly always 19 or 20 digits, the dearest ones to write. */
    static final String RANDOM_IDS = "random";
    /** Nodes are counted up to 100,000, and so are operations, whose events follow each other. */
    static final String SMALL_IDS = "small";

    private static final int SMALL_NODES = 100_000;
    private static final int EVENTS_PER_CORRELATION = 8;

    private SampleBatch() {
    }

    /**
     * Makes the events.
     *
     * @param ids {@link #RANDOM_IDS} or {@link #SMALL_IDS}
     */
    static List<CognitiveEvent> events(String ids) {
        boolean small = switch (ids) {
            case RANDOM_IDS -> false;
            case SMALL_IDS -> true;
            default -> throw new IllegalArgumentException(
                    "ids are '" + ids + "': give " + RANDOM_IDS + " or " + SMALL_IDS);
        };
        SplittableRandom random = new SplittableRandom(1);
        TracedThread thread = new TracedThread(1, "main");
        List<CognitiveEvent> events = new ArrayList<>();
        long time = START_UNIX_NANO;
        for (int position = 0; position < EVENTS; position++) {
            time += random.nextLong(1, 20_000);
            events.add(event(random, small, thread, position, time));
        }
        return events;
    }

    private static CognitiveEvent event(SplittableRandom random, boolean small, TracedThread thread, long position,
            long time) {
        long correlation = small ? 1 + position / EVENTS_PER_CORRELATION : random.nextLong();
        float intensity = (float) random.nextDouble();
        long node = node(random, small);
        NodeIds others = NodeIds.of(node(random, small), node(random, small), node(random, small));
        EventType type = EventType.ofCode((int) (position % EventType.values().length));
        return switch (type) {
            case PRIMING -> new PrimingEvent(time, thread, position, 1.0, correlation, PrimingType.SEMANTIC,
                    intensity, node, others.get(0));
            case INTERFERENCE -> new InterferenceEvent(time, thread, position, 1.0, correlation,
                    InterferenceType.PROACTIVE, intensity, node, others, others.size());
            case RECONSOLIDATION -> new ReconsolidationEvent(time, thread, position, 1.0, correlation, node,
                    (float) random.nextDouble(), 2, small ? 0b101 : random.nextLong(), intensity);
            case FALSE_MEMORY -> new FalseMemoryEvent(time, thread, position, 1.0, correlation, node, others,
                    15, intensity);
        };
    }

    private static long node(SplittableRandom random, boolean small) {
        return small ? random.nextLong(SMALL_NODES) : random.nextLong();
    }
}
