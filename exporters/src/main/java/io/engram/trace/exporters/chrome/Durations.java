// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chrome;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.spi.TracedThread;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long events are drawn. They have no duration, but arrows need something to begin and end at: each gets
 * a microsecond, or less where its thread's next event comes sooner.
 */
final class Durations {
    private static final long MAX_NANOS = 1_000;

    private Durations() {
    }

    /**
     * The durations of events.
     *
     * @param events in the order of their time
     * @return nanoseconds, 0 to 1,000; no event reaches into the next one of its thread
     */
    static int[] of(List<CognitiveEvent> events) {
        int[] nanos = new int[events.size()];
        Map<TracedThread, Long> next = new HashMap<>();
        for (int i = nanos.length - 1; i >= 0; i--) {
            CognitiveEvent event = events.get(i);
            Long later = next.put(event.thread(), event.timeUnixNano());
            long room = later == null ? MAX_NANOS : later - event.timeUnixNano();
            // Times may lie further apart than a signed number can say.
            nanos[i] = (int) (Long.compareUnsigned(room, MAX_NANOS) < 0 ? room : MAX_NANOS);
        }
        return nanos;
    }
}
