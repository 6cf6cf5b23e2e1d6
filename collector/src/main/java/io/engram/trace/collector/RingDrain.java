package io.engram.trace.collector;

import io.engram.trace.collector.event.CognitiveEvent;
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
import io.engram.trace.memlayout.ring.RingReader;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Takes the records of one ring and turns them into events. */
final class RingDrain {
    private final TraceSource source;
    private final TraceRing ring;
    private final RingReader reader;
    private final EventFilter filter;
    private long lastUnixNano = Long.MIN_VALUE;
    private long mark;

    RingDrain(TraceSource source, TraceRing ring, EventFilter filter) {
        this.source = source;
        this.ring = ring;
        this.reader = new RingReader(ring.memory());
        this.filter = filter;
    }

    /**
     * Takes what was published before the call, as far as the scratch memory holds it.
     *
     * @param room how many events at most, at least 1
     * @return whether the scratch memory was full, so that more may wait
     */
    boolean take(EpochConverter converter, List<CognitiveEvent> events, long room) {
        MemorySegment scratch = source.scratch();
        int max = (int) Math.min(room, scratch.byteSize() / RecordLayout.RECORD_BYTES);
        int count = reader.read(scratch, max);
        // Asked after the head was read: a ring gets a new owner only when it is drained.
        TracedThread owner = ring.owner();
        long first = ring.firstPosition();
        for (int i = 0; i < count; i++) {
            decode(scratch, i * RecordLayout.RECORD_BYTES, owner, first, converter, events);
        }
        reader.publish();
        return count == max;
    }

    /** Gives the ring back if its owner has ended and nothing is left in it. */
    void recycleIfOrphaned(boolean orphanedBefore) {
        // Orphaned before the last read and drained after it: the owner can have written nothing in between.
        if (orphanedBefore && reader.isDrained()) {
            lastUnixNano = Long.MIN_VALUE;
            ring.recycle();
        }
    }

    boolean isOrphaned() {
        return ring.isOrphaned();
    }

    /** Remembers how far there are records now. */
    void markHead() {
        mark = RingLayout.headAcquire(ring.memory());
    }

    /** Whether everything up to the mark was taken; true before there is one. */
    boolean hasReachedMark() {
        return reader.cursor() >= mark;
    }

    private void decode(MemorySegment scratch, long record, TracedThread owner, long first,
            EpochConverter converter, List<CognitiveEvent> events) {
        int code = RecordLayout.eventType(scratch, record) & RecordLayout.EVENT_TYPES - 1;
        EventType type = EventType.ofCode(code);
        RingLayout.countDelivered(ring.memory(), code);
        // Converters follow the wall clock, which may be set back; within a thread time does not go back.
        lastUnixNano = Math.max(lastUnixNano, converter.toEpochNanos(RecordLayout.ticks(scratch, record)));
        if (!filter.accepts(type, lastUnixNano, RecordLayout.correlationId(scratch, record))) {
            source.countDiscarded(type, DiscardReason.FILTERED, 1);
            return;
        }
        long position = RecordLayout.position(RecordLayout.stampOpaque(scratch, record));
        double rate = SamplingWord.rate(RingLayout.rateOf(ring.memory(), code, position));
        CognitiveEvent event = RecordDecoder.decode(scratch, record, lastUnixNano, owner, position - first, rate);
        if (event == null) {
            source.countDiscarded(type, DiscardReason.UNDECODABLE, 1);
        } else {
            events.add(event);
        }
    }
}
