// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.spi.TracedThread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows the events of a trace file.
 *
 * <p><b>Assumptions.</b> One thread at a time uses it and its file, which stays open.
 *
 * <p><b>Guarantees.</b> From where it began, every record of every ring in the file, also of rings that are taken
 * later, is handed out intact, once, or counted as lost, once. <b>Progress.</b> A poll takes at most so many events and
 * does not wait for any; what it costs does not depend on what the producers do meanwhile.
 */
public final class Tail {
    // The second round hands what some rings left of their share to those that have more.
    private static final int ROUNDS = 2;

    private final TraceFile file;
    private final TraceHead head;
    private final RingCopier copier;
    private final List<RingTail> rings = new ArrayList<>();
    private Map<TracedThread, Long> lost = new LinkedHashMap<>();
    private TickScale guessed;
    private int first;
    private boolean isDrained;

    Tail(TraceFile file, TraceHead head, RingCopier copier, boolean fromOldest) throws IOException {
        this.file = file;
        this.head = head;
        this.copier = copier;
        head.refresh();
        addRings();
        for (RingTail ring : rings) {
            ring.skip(copier, fromOldest);
        }
    }

    private void addRings() throws IOException {
        for (int index = rings.size(); index < head.placesInFile(); index++) {
            rings.add(new RingTail(head.ringOffset(index), this::countLost));
        }
    }

    private void countLost(TracedThread thread, long records) {
        lost.merge(thread, records, Long::sum);
    }

    /**
     * Takes events that were not taken before. It does not wait for any.
     *
     * @param max how many at most, at least 1; more than a few thousand for speed
     * @return events by time; those of one thread in its order, also from poll to poll
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if {@code max} is less than 1
     */
    public List<CognitiveEvent> poll(int max) throws IOException {
        if (max < 1) {
            throw new IllegalArgumentException("at most " + max + " events: give 1 or more");
        }
        head.refresh();
        addRings();
        Optional<TickScale> scale = scale();
        List<CognitiveEvent> events = new ArrayList<>();
        isDrained = true;
        if (scale.isPresent()) {
            take(scale.get(), max, events);
        }
        events.sort(Comparator.comparingLong(CognitiveEvent::timeUnixNano));
        return events;
    }

    // Nothing while the tracer is about to tell what its ticks stand for.
    private Optional<TickScale> scale() throws IOException {
        Optional<TickScale> told = head.scale();
        if (told.isPresent()) {
            return told;
        }
        if (guessed == null && file.ownerState() != OwnerState.RUNNING) {
            guessed = file.guessScale();
        }
        return Optional.ofNullable(guessed);
    }

    private void take(TickScale scale, int max, List<CognitiveEvent> events) throws IOException {
        int count = rings.size();
        int room = max;
        boolean[] done = new boolean[count];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < count && room > 0; i++) {
                int ring = (first + i) % count;
                if (!done[ring]) {
                    room -= rings.get(ring).take(copier, scale, Math.max(1, room / (count - i)), events);
                    done[ring] = rings.get(ring).isDrained();
                }
            }
        }
        for (boolean one : done) {
            isDrained &= one;
        }
        // Another one is first next time: with little room, each has its turn.
        first = count == 0 ? 0 : (first + 1) % count;
    }

    /**
     * Whether the last poll took everything that there was when it began; if not there may be more, even if it took
     * less events than it might.
     *
     * @return false if another poll may find events without waiting
     */
    public boolean isDrained() {
        return isDrained;
    }

    /**
     * Tells, and forgets, how many records of each thread were skipped: overwritten before they were read, or not
     * decodable. Records whose owner is not known any more count for a thread with id 0 and the name {@code unknown}, those
     * overwritten in rings that threads share for one with id 0 and the name {@code shared}; the latter are told once it is
     * certain that they were written, at the latest when the ring's producers rest.
     *
     * @return records by thread, for threads that lost any since the last call
     */
    public Map<TracedThread, Long> lost() {
        Map<TracedThread, Long> losses = lost;
        lost = new LinkedHashMap<>();
        return losses;
    }
}
