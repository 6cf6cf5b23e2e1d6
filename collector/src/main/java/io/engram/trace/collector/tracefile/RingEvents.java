// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.record.EventTimes;
import io.engram.trace.collector.record.RecordDecoder;
import io.engram.trace.collector.record.SpanContexts;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SamplingWord;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Turns the copied records of one ring into events. */
final class RingEvents {
    private final OwnerList owners = new OwnerList();
    private final SpanList spans = new SpanList();
    private final EventTimes times = new EventTimes();
    private final SpanContexts contexts = new SpanContexts();
    private Owner lastOwner;
    private long lastUnixNano;

    /** Learns who owned the ring, for records that were not copied. */
    OwnerList owners() {
        return owners;
    }

    /**
     * Decodes what was copied.
     *
     * @param copier has just copied records of this ring, later ones than before
     * @param scale gives their times
     * @param events get one more for each intact record
     * @param losses are told the others
     */
    void decode(RingCopier copier, int count, TickScale scale, List<CognitiveEvent> events, Losses losses)
            throws IOException {
        if (copier.isShared()) {
            decodeShared(copier, count, scale, events, losses);
            return;
        }
        // Read after the records' head: their owners were complete and their rates noted before it was published.
        MemorySegment header = copier.ownersAndRates();
        owners.update(header);
        spans.update(copier, header);
        Owner owner = null;
        long end = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            long position = copier.position(i);
            if (position >= end) {
                owner = owners.of(position);
                end = owners.endOf(position);
            }
            if (!copier.isIntact(i)) {
                losses.overwritten(owner.thread());
                continue;
            }
            CognitiveEvent event = decode(copier.slots(), copier.record(i), header, position, owner, scale);
            if (event == null) {
                losses.undecodable(owner.thread());
            } else {
                events.add(event);
            }
        }
    }

    // A position without a record is no loss: it was dropped, and counted as rejected, or is being written.
    private void decodeShared(RingCopier copier, int count, TickScale scale, List<CognitiveEvent> events,
            Losses losses) {
        begin(scale);
        for (int i = 0; i < count; i++) {
            if (copier.isIntact(i)) {
                decodeShared(copier, i, events, losses);
            } else if (copier.wasComplete(i)) {
                losses.overwritten(Owner.SHARED);
            }
        }
    }

    /** Begins to decode records of a shared ring. */
    void begin(TickScale scale) {
        times.begin(scale::toEpochNanos);
    }

    /** Decodes an intact record of a shared ring. */
    void decodeShared(RingCopier copier, int i, List<CognitiveEvent> events, Losses losses) {
        double rate = SamplingWord.rate(copier.samplingWord(i));
        long record = copier.record(i);
        TracedThread thread = copier.thread(i);
        CognitiveEvent event = !(rate <= 1.0) ? null : RecordDecoder.decode(copier.slots(), record,
                times.unixNano(RecordLayout.ticks(copier.slots(), record)), thread, copier.position(i), rate,
                copier.span(i, contexts));
        if (event == null) {
            losses.undecodable(thread);
        } else {
            events.add(event);
        }
    }

    private CognitiveEvent decode(MemorySegment slots, long record, MemorySegment header, long position, Owner owner,
            TickScale scale) {
        int code = RecordLayout.eventType(slots, record) & RecordLayout.EVENT_TYPES - 1;
        double rate = SamplingWord.rate(RingLayout.rateOf(header, code, position));
        if (!(rate <= 1.0)) {
            return null;
        }
        long unixNano = scale.toEpochNanos(RecordLayout.ticks(slots, record));
        // The scale follows the wall clock, which may be set back; within a thread time does not go back.
        boolean isSameThread = lastOwner != null && lastOwner.number() == owner.number();
        lastUnixNano = isSameThread ? Math.max(lastUnixNano, unixNano) : unixNano;
        lastOwner = owner;
        return RecordDecoder.decode(slots, record, lastUnixNano, owner.thread(), position - owner.firstPosition(),
                rate, spans.of(position));
    }
}
