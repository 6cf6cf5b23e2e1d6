// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.drain;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.record.EventTimes;
import io.engram.trace.collector.record.SpanContexts;
import io.engram.trace.core.clock.EpochConverter;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.spi.TraceSource;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import io.engram.trace.memlayout.ring.SharedRingReader;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Takes the records of a ring that many threads write. Each tells its thread's id, and its span; the thread's name is
 * found where it still lives and is no virtual one. Positions are the ring's: those of one thread rise, with gaps.
 */
final class SharedRingDrain extends RingDrain {
    private final SharedRingReader reader;
    private final MemorySegment origins;
    private final MemorySegment spans;
    private final SpanContexts contexts = new SpanContexts();
    private final EventTimes times = new EventTimes();
    private final ThreadNames names = new ThreadNames();
    private TracedThread lastThread = new TracedThread(0, "");
    private boolean reachedMark = true;

    SharedRingDrain(TraceSource source, TraceRing ring, EventFilter filter) {
        super(source, ring, filter);
        this.reader = new SharedRingReader(ring.memory());
        long records = source.scratch().byteSize() / RecordLayout.RECORD_BYTES;
        this.origins = MemorySegment.ofArray(new long[(int) (records * SharedRingLayout.ORIGIN_BYTES / Long.BYTES)]);
        this.spans = MemorySegment.ofArray(new long[(int) (records * SharedRingLayout.SPAN_BYTES / Long.BYTES)]);
    }

    @Override
    boolean take(EpochConverter converter, List<CognitiveEvent> events, long room) {
        MemorySegment scratch = source().scratch();
        int max = (int) Math.min(room, scratch.byteSize() / RecordLayout.RECORD_BYTES);
        int count = reader.read(scratch, origins, spans, max);
        times.begin(converter::toEpochNanos);
        for (int i = 0; i < count; i++) {
            long record = i * RecordLayout.RECORD_BYTES;
            add(scratch, record, times.unixNano(RecordLayout.ticks(scratch, record)), thread(i),
                    RecordLayout.position(RecordLayout.stampOpaque(scratch, record)),
                    SharedRingLayout.samplingWord(origins, i), contexts.ofShared(origins, spans, i), events);
        }
        reader.publish();
        // A place that was claimed and is not written yet may stay so for ever: a sweep that began after the mark was
        // set has taken all that was recorded before.
        reachedMark |= count < max;
        return count == max;
    }

    private TracedThread thread(int index) {
        long id = SharedRingLayout.threadId(origins, index);
        if (id != lastThread.id()) {
            lastThread = names.find(id);
        }
        return lastThread;
    }

    @Override
    void recycleIfOrphaned(boolean orphanedBefore) {
        // It belongs to nobody who could end.
    }

    @Override
    public void markHead() {
        reachedMark = false;
    }

    @Override
    public boolean hasReachedMark() {
        return reachedMark;
    }
}
