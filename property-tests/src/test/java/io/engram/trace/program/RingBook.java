// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.memlayout.layout.RingLayout;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What a ring must hold, after what was recorded into it and how far the collector came. How many records were written,
 * and how far the collector came, it reads off the ring; which ones, and what became of them, it knows by itself.
 */
final class RingBook {
    private static final int TYPES = EventType.values().length;

    /** The last two rates by which a type was kept, and the position from which on the later one held. */
    private static final class Rates {
        private double before;
        private double current = Double.NaN;
        private long since;

        void adopt(double rate, long position) {
            if (rate != current) {
                before = current;
                since = position;
                current = rate;
            }
        }

        double of(long position) {
            return position >= since ? current : before;
        }
    }

    private final TraceRing ring;
    private final MemorySegment memory;
    private final long capacity;
    private final List<Made> records = new ArrayList<>();
    private final Rates[] rates = new Rates[TYPES];
    private final long[] overwritten = new long[TYPES];
    private final long[] taken = new long[TYPES];
    // Everything below was taken or overwritten.
    private long settled;
    private Worker owner;
    private long first;

    RingBook(TraceRing ring) {
        this.ring = ring;
        this.memory = ring.memory();
        this.capacity = RingLayout.capacity(memory);
        for (int i = 0; i < TYPES; i++) {
            rates[i] = new Rates();
        }
    }

    TraceRing ring() {
        return ring;
    }

    Worker owner() {
        return owner;
    }

    /** Records that the books do not have yet. */
    long news() {
        return RingLayout.headAcquire(memory) - records.size();
    }

    boolean isDrained() {
        return settled == records.size();
    }

    /** Notes whose ring it is. */
    void own(Worker worker) {
        if (owner != worker) {
            if (!isDrained()) {
                throw new AssertionError("a ring goes to " + worker.thread().getName() + " with "
                        + (records.size() - settled) + " records of " + owner.thread().getName() + " in it");
            }
            owner = worker;
            first = records.size();
        }
    }

    /** Notes the rate by which the ring's owner decides on its next event. */
    void adopt(EventType type, double rate) {
        rates[type.ordinal()].adopt(rate, records.size());
    }

    void record(Made made) {
        records.add(made);
        while (settled < records.size() - capacity) {
            overwritten[records.get((int) settled).call().type().ordinal()]++;
            settled++;
        }
    }

    /** Notes what the collector took. */
    void collect() {
        long cursor = RingLayout.cursorAcquire(memory);
        for (; settled < cursor; settled++) {
            Made made = records.get((int) settled);
            int type = made.call().type().ordinal();
            taken[type]++;
            if (ring.isShared()) {
                made.take(true, settled, made.rate());
            } else {
                made.take(false, settled - first, rates[type].of(settled));
            }
        }
    }

    long overwritten(EventType type) {
        return overwritten[type.ordinal()];
    }

    long taken(EventType type) {
        return taken[type.ordinal()];
    }

    long inRing(EventType type) {
        return records.subList((int) settled, records.size()).stream().filter(made -> made.call().type() == type)
                .count();
    }
}
