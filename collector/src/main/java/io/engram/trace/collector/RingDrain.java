package io.engram.trace.collector;

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

/** Takes the records of one ring and turns them into events. */
abstract sealed class RingDrain permits ThreadRingDrain, SharedRingDrain {
    private final TraceSource source;
    private final TraceRing ring;
    private final EventFilter filter;

    RingDrain(TraceSource source, TraceRing ring, EventFilter filter) {
        this.source = source;
        this.ring = ring;
        this.filter = filter;
    }

    static RingDrain of(TraceSource source, TraceRing ring, EventFilter filter) {
        return ring.isShared() ? new SharedRingDrain(source, ring, filter) : new ThreadRingDrain(source, ring, filter);
    }

    final TraceRing ring() {
        return ring;
    }

    final TraceSource source() {
        return source;
    }

    /**
     * Takes what was recorded before the call, as far as the scratch memory holds it.
     *
     * @param room how many events at most, at least 1
     * @return whether the scratch memory was full, so that more may wait
     */
    abstract boolean take(EpochConverter converter, List<CognitiveEvent> events, long room);

    /** Gives the ring back if its owner has ended and nothing is left in it. */
    abstract void recycleIfOrphaned(boolean orphanedBefore);

    final boolean isOrphaned() {
        return ring.isOrphaned();
    }

    /** Remembers how far there are records now. */
    abstract void markHead();

    /** Whether everything up to the mark was taken; true before there is one. */
    abstract boolean hasReachedMark();

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
