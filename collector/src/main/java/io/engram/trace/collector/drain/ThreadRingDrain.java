// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.drain;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.core.clock.EpochConverter;
import io.engram.trace.core.spi.ActiveSpan;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.spi.TraceSource;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.ring.RingReader;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Takes the records of a ring that one thread at a time writes. */
final class ThreadRingDrain extends RingDrain {
    private final RingReader reader;
    private long lastUnixNano = Long.MIN_VALUE;
    private long mark;
    private ActiveSpan lastSpan;
    private SpanContext lastContext;

    ThreadRingDrain(TraceSource source, TraceRing ring, EventFilter filter) {
        super(source, ring, filter);
        this.reader = new RingReader(ring.memory());
    }

    @Override
    boolean take(EpochConverter converter, List<CognitiveEvent> events, long room) {
        MemorySegment scratch = source().scratch();
        MemorySegment memory = ring().memory();
        int max = (int) Math.min(room, scratch.byteSize() / RecordLayout.RECORD_BYTES);
        int count = reader.read(scratch, max);
        // Asked after the head was read: a ring gets a new owner only when it is drained.
        TracedThread owner = ring().owner();
        long first = ring().firstPosition();
        for (int i = 0; i < count; i++) {
            long record = i * RecordLayout.RECORD_BYTES;
            // Converters follow the wall clock, which may be set back; within a thread time does not go back.
            lastUnixNano = Math.max(lastUnixNano, converter.toEpochNanos(RecordLayout.ticks(scratch, record)));
            long position = RecordLayout.position(RecordLayout.stampOpaque(scratch, record));
            long samplingWord = RingLayout.rateOf(memory, typeCode(scratch, record), position);
            add(scratch, record, lastUnixNano, owner, position - first, samplingWord, span(position), events);
        }
        reader.publish();
        return count == max;
    }

    private SpanContext span(long position) {
        ActiveSpan span = ring().spanAt(position);
        if (span != lastSpan) {
            lastSpan = span;
            lastContext = span == null ? null
                    : new SpanContext(span.traceIdHigh(), span.traceIdLow(), span.spanId(), span.flags() & 0xFF);
        }
        return lastContext;
    }

    @Override
    void recycleIfOrphaned(boolean orphanedBefore) {
        // Orphaned before the last read and drained after it: the owner can have written nothing in between.
        if (orphanedBefore && reader.isDrained()) {
            lastUnixNano = Long.MIN_VALUE;
            ring().recycle();
        }
    }

    @Override
    public void markHead() {
        mark = RingLayout.headAcquire(ring().memory());
    }

    @Override
    public boolean hasReachedMark() {
        return reader.cursor() >= mark;
    }
}
