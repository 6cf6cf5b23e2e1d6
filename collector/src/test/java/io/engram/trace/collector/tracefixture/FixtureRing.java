// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefixture;

import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.RingOwners;
import io.engram.trace.memlayout.layout.RingSpans;
import io.engram.trace.memlayout.layout.SamplingWord;
import io.engram.trace.memlayout.ring.RingWriter;
import java.lang.foreign.MemorySegment;

/** A ring in a trace file that tests write. */
public final class FixtureRing {
    private final MemorySegment memory;
    private final RingWriter writer;
    private long changes;
    private long sequence;

    FixtureRing(MemorySegment memory, int capacity) {
        this.memory = memory;
        RingLayout.initialize(memory, capacity);
        this.writer = new RingWriter(memory);
        for (EventType type : EventType.values()) {
            changeRate(type, 1.0);
        }
    }

    /**
     * The ring's memory, for tests that break it.
     *
     * @return the mapping of its part of the file
     */
    public MemorySegment memory() {
        return memory;
    }

    /**
     * The ring's writer.
     *
     * @return writer
     */
    public RingWriter writer() {
        return writer;
    }

    /**
     * Gives the ring to a thread.
     *
     * @param thread the next owner
     * @return this
     */
    public FixtureRing own(TracedThread thread) {
        RingOwners.add(memory, thread.id(), thread.name(), writer.position());
        return this;
    }

    /**
     * Writes the events of consecutive keys, each at the ticks that are its key.
     *
     * @param fromKey the first
     * @param count how many
     * @return this
     */
    public FixtureRing write(long fromKey, int count) {
        for (long key = fromKey; key < fromKey + count; key++) {
            KeyedEvents.write(writer, key, key);
        }
        return this;
    }

    /**
     * Changes the rate for the records that follow.
     *
     * @param type event type
     * @param rate 0.0 to 1.0
     */
    public void changeRate(EventType type, double rate) {
        RingLayout.changeRate(memory, type.code(), SamplingWord.of(rate));
    }

    /**
     * Lets the records that follow belong to the span of a key.
     *
     * @param key as {@link KeyedEvents#span} has it
     * @return this
     */
    public FixtureRing changeSpan(long key) {
        return changeSpan(changes++, KeyedEvents.span(key));
    }

    /**
     * Lets the records that follow belong to the span of a key, and not to that of the last change, at which nothing was
     * written.
     *
     * @param key as {@link KeyedEvents#span} has it
     * @return this
     */
    public FixtureRing replaceSpan(long key) {
        return changeSpan(changes - 1, KeyedEvents.span(key));
    }

    private FixtureRing changeSpan(long number, SpanContext span) {
        if (span == null) {
            RingSpans.set(memory, number, sequence++, writer.position(), 0, 0, 0, 0);
        } else {
            RingSpans.set(memory, number, sequence++, writer.position(), span.traceIdHigh(), span.traceIdLow(),
                    span.spanId(), span.flags());
        }
        return this;
    }

    /**
     * Publishes how many records of each type there are.
     *
     * @return this
     */
    public FixtureRing publish() {
        for (EventType type : EventType.values()) {
            RingLayout.setRecorded(memory, type.code(), writer.recorded(type.code()));
        }
        return this;
    }
}
