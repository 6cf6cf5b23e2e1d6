// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.drain;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.collector.record.RecordDecoder;
import io.engram.trace.core.EventType;
import io.engram.trace.core.clock.EpochConverter;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.spi.TraceSource;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SamplingWord;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Takes the records of one ring and turns them into events.
 *
 * <p><b>Assumptions.</b> One thread at a time uses a ring's only drain, and the source's scratch memory.
 *
 * <p><b>Guarantees.</b> Each record is taken once, whole and with its own thread, or found overwritten and counted. A
 * ring is recycled when its owner has ended and nothing of it is left.
 *
 * <p><b>Progress.</b> Wait-free.
 *
 * <p><b>Who owns the memory.</b> The source.
 */
public abstract sealed class RingDrain permits ThreadRingDrain, SharedRingDrain {
    private final TraceSource source;
    private final TraceRing ring;
    private final EventFilter filter;

    RingDrain(TraceSource source, TraceRing ring, EventFilter filter) {
        this.source = source;
        this.ring = ring;
        this.filter = filter;
    }

    /**
     * The drain of a ring.
     *
     * @param source whose ring it is
     * @param ring of one thread or of many
     * @param filter which events are wanted; the others are counted as discarded
     * @return a drain that goes on where the ring's last one stopped
     */
    public static RingDrain of(TraceSource source, TraceRing ring, EventFilter filter) {
        return ring.isShared() ? new SharedRingDrain(source, ring, filter) : new ThreadRingDrain(source, ring, filter);
    }

    /**
     * What is drained.
     *
     * @return the ring
     */
    public final TraceRing ring() {
        return ring;
    }

    final TraceSource source() {
        return source;
    }

    /**
     * Takes what was recorded before the call, as far as the scratch memory holds it, and gives the ring back if its
     * owner has ended and nothing is left.
     *
     * @param converter from the source's ticks
     * @param events gets what is wanted
     * @param room how many events at most, at least 1
     * @return whether there was no more room, here or in the scratch memory, so that more may wait
     */
    public final boolean sweep(EpochConverter converter, List<CognitiveEvent> events, long room) {
        boolean orphaned = ring.isOrphaned();
        boolean full = take(converter, events, room);
        recycleIfOrphaned(orphaned);
        return full;
    }

    abstract boolean take(EpochConverter converter, List<CognitiveEvent> events, long room);

    /** Gives the ring back if its owner has ended and nothing is left in it. */
    abstract void recycleIfOrphaned(boolean orphanedBefore);

    /** Remembers how far there are records now. */
    public abstract void markHead();

    /**
     * Whether everything up to the mark was taken.
     *
     * @return true also before there is a mark
     */
    public abstract boolean hasReachedMark();

    /** Counts a copied record as taken, and turns it into an event if it is wanted. */
    final void add(MemorySegment scratch, long record, long unixNano, TracedThread thread, long position,
            long samplingWord, SpanContext span, List<CognitiveEvent> events) {
        EventType type = EventType.ofCode(typeCode(scratch, record));
        RingLayout.countDelivered(ring.memory(), type.code());
        if (!filter.accepts(type, unixNano, RecordLayout.correlationId(scratch, record))) {
            source.countDiscarded(type, DiscardReason.FILTERED, 1);
            return;
        }
        CognitiveEvent event = RecordDecoder.decode(scratch, record, unixNano, thread, position,
                SamplingWord.rate(samplingWord), span);
        if (event == null) {
            source.countDiscarded(type, DiscardReason.UNDECODABLE, 1);
        } else {
            events.add(event);
        }
    }

    static int typeCode(MemorySegment scratch, long record) {
        return RecordLayout.eventType(scratch, record) & RecordLayout.EVENT_TYPES - 1;
    }
}
