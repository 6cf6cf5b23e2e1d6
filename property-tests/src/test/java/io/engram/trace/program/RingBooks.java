// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TraceRing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The books of all rings. Assumptions: one call is made at a time, and the collector stands meanwhile. */
final class RingBooks {
    /** What became of a call. */
    enum Fate {
        RECORDED,
        SAMPLED_OUT,
        NO_RING
    }

    private final Supplier<List<TraceRing>> source;
    private final int maxRings;
    private final Map<TraceRing, RingBook> books = new HashMap<>();
    private final Map<Worker, RingBook> owned = new HashMap<>();
    // Drained, with an owner that has ended, and seen so by the collector.
    private final Set<RingBook> free = new HashSet<>();

    RingBooks(Supplier<List<TraceRing>> source, int maxRings) {
        this.source = source;
        this.maxRings = maxRings;
    }

    /** Every ring by now. */
    private List<RingBook> all() {
        source.get().forEach(ring -> books.computeIfAbsent(ring, RingBook::new));
        return new ArrayList<>(books.values());
    }

    /** Notes a call that found the gate open and had valid arguments. */
    Fate called(Made made) {
        RingBook ring = ringOf(made.worker());
        Fate fate = ring == null ? Fate.NO_RING : Fate.SAMPLED_OUT;
        if (ring != null) {
            if (!ring.ring().isShared()) {
                ring.adopt(made.call().type(), made.rate());
            }
            if (ring.news() > 0) {
                fate = Fate.RECORDED;
                ring.record(made);
            }
            assertTrue(made.rate() < 1 || fate == Fate.RECORDED, () -> "not recorded, though at rate 1: " + made);
            assertTrue(made.rate() > 0 || fate != Fate.RECORDED, () -> "recorded, though at rate 0: " + made);
        }
        assertNothingNew(made);
        return fate;
    }

    /** Nothing was recorded but what the books have. */
    void assertNothingNew(Object why) {
        all().forEach(ring -> assertEquals(0, ring.news(), () -> "records that nobody made: " + why));
    }

    private RingBook ringOf(Worker worker) {
        RingBook own = null;
        RingBook shared = null;
        long id = worker.thread().threadId();
        for (RingBook ring : all()) {
            if (ring.ring().isShared()) {
                shared = ring;
            } else if (ring.ring().owner().id() == id) {
                own = ring;
            }
        }
        if (owned.containsKey(worker)) {
            assertSame(owned.get(worker), own, "a thread keeps its ring");
        }
        if (own != null) {
            assertFalse(worker.isVirtual(), "a virtual thread has a ring of its own");
            own.own(worker);
            owned.put(worker, own);
            free.remove(own);
            return own;
        }
        if (!worker.isVirtual()) {
            assertEquals(maxRings, books.size(), "a thread goes without a ring of its own only if all are taken");
            assertEquals(Set.of(), free, "a thread goes without a ring of its own though one is free");
        }
        assertTrue(shared != null || maxRings == 1, "no ring for a thread, where there is more than one");
        return shared;
    }

    /** Notes what the collector took. */
    void collect() {
        all().forEach(RingBook::collect);
    }

    /** Notes that the collector looked into all rings, with room for what it found, after all that happened. */
    void passed() {
        for (RingBook ring : all()) {
            if (ring.owner() != null && !ring.owner().thread().isAlive() && ring.isDrained()) {
                free.add(ring);
            }
        }
    }

    boolean isDrained() {
        return all().stream().allMatch(RingBook::isDrained);
    }

    long overwritten(EventType type) {
        return sum(ring -> ring.overwritten(type));
    }

    long taken(EventType type) {
        return sum(ring -> ring.taken(type));
    }

    long inRing(EventType type) {
        return sum(ring -> ring.inRing(type));
    }

    private long sum(ToLongFunction<RingBook> figure) {
        return books.values().stream().mapToLong(figure).sum();
    }
}
