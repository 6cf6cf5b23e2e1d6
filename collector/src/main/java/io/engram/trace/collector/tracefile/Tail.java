package io.engram.trace.collector.tracefile;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.spi.TracedThread;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Follows the events of a trace file. */
public final class Tail {
    Tail() {
    }

    /**
     * Takes events that were not taken before. It does not wait for any.
     *
     * @param max how many at most, at least 1
     * @return events by time; those of one thread in its order, also from poll to poll
     * @throws IOException if the file cannot be read
     */
    public List<CognitiveEvent> poll(int max) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Whether the last poll took everything that there was when it began; there may be more even if it took less events
     * than it might.
     *
     * @return false if another poll would find events without waiting
     */
    public boolean isDrained() {
        throw new UnsupportedOperationException();
    }

    /**
     * Tells, and forgets, how many events of each thread were skipped: overwritten before they were read, or not decodable.
     *
     * @return events by thread, for threads that lost any since the last call
     */
    public Map<TracedThread, Long> lost() {
        throw new UnsupportedOperationException();
    }
}
