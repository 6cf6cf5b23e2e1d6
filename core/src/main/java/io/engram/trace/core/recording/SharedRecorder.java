// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.recording;

import io.engram.trace.core.EventType;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.registry.SharedRing;
import io.engram.trace.core.sampling.BernoulliSampler;
import io.engram.trace.core.spi.ActiveSpan;
import io.engram.trace.core.spi.SpanSource;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import io.engram.trace.memlayout.ring.SharedRingWriter;
import java.lang.foreign.MemorySegment;

/**
 * Samples and writes the events of threads that have no ring of their own into one that they share.
 *
 * <p><b>Assumptions.</b> Any thread calls it; it may stop anywhere and never go on. A source of spans returns.
 *
 * <p><b>Guarantees.</b> Each call is counted as exactly one of recorded, sampled out, rejected; or, where its type was
 * switched off meanwhile, not at all. Nothing is kept of a thread. Never throws.
 *
 * <p><b>Progress.</b> Wait-free, no allocation, as far as it is not the source of spans that waits or allocates. That
 * is asked before a place is claimed: whoever stands still in it holds up nobody.
 *
 * <p><b>Who owns the memory.</b> The garbage collector; it stays while a thread is in here. A claimed place in the ring
 * tells the tracer that a call is under way; see {@link Recorder#shutGate}.
 */
final class SharedRecorder implements EventRecorder {
    private final Switchboard switches;
    private final MemorySegment head;
    private final SharedRingWriter writer;
    private final TraceClock clock;
    // Null where nobody knows of spans.
    private final SpanSource spans;
    private final BernoulliSampler priming;
    private final BernoulliSampler interference;
    private final BernoulliSampler reconsolidation;
    private final BernoulliSampler falseMemory;

    SharedRecorder(Switchboard switches, MemorySegment head, SharedRing ring, TraceClock clock,
            SpanSource spans) {
        this.switches = switches;
        this.head = head;
        this.writer = ring.writer();
        this.clock = clock;
        this.spans = spans;
        this.priming = ring.sampler(EventType.PRIMING);
        this.interference = ring.sampler(EventType.INTERFERENCE);
        this.reconsolidation = ring.sampler(EventType.RECONSOLIDATION);
        this.falseMemory = ring.sampler(EventType.FALSE_MEMORY);
    }

    @Override
    public void priming(long early, long correlationId, byte primingType, float strength, long sourceNode,
            long targetNode) {
        long word = switches.priming();
        long ticks = admit(early, RecordLayout.PRIMING, word, priming);
        if (ticks != Recorder.NO_TICKS) {
            ActiveSpan span = CurrentSpan.orNull(spans);
            long position = writer.claim();
            if (isOpen(RecordLayout.PRIMING, switches.priming())) {
                finish(RecordLayout.PRIMING, writer.writePriming(position, threadId(), word,
                        CurrentSpan.traceIdHigh(span), CurrentSpan.traceIdLow(span), CurrentSpan.spanId(span),
                        CurrentSpan.flags(span), ticks, primingType, strength, correlationId,
                        sourceNode, targetNode));
            }
        }
    }

    @Override
    public void interference(long early, long correlationId, byte interferenceType, float magnitude,
            long targetNode, int count, long competing0, long competing1, long competing2) {
        long word = switches.interference();
        long ticks = admit(early, RecordLayout.INTERFERENCE, word, interference);
        if (ticks != Recorder.NO_TICKS) {
            ActiveSpan span = CurrentSpan.orNull(spans);
            long position = writer.claim();
            if (isOpen(RecordLayout.INTERFERENCE, switches.interference())) {
                finish(RecordLayout.INTERFERENCE, writer.writeInterference(position, threadId(), word,
                        CurrentSpan.traceIdHigh(span), CurrentSpan.traceIdLow(span), CurrentSpan.spanId(span),
                        CurrentSpan.flags(span), ticks, interferenceType, magnitude,
                        correlationId, targetNode, count, competing0, competing1, competing2));
            }
        }
    }

    @Override
    public void reconsolidation(long early, long correlationId, long node, float windowPosition,
            int modificationCount, long modifiedFields, float plasticityFactor) {
        long word = switches.reconsolidation();
        long ticks = admit(early, RecordLayout.RECONSOLIDATION, word, reconsolidation);
        if (ticks != Recorder.NO_TICKS) {
            ActiveSpan span = CurrentSpan.orNull(spans);
            long position = writer.claim();
            if (isOpen(RecordLayout.RECONSOLIDATION, switches.reconsolidation())) {
                finish(RecordLayout.RECONSOLIDATION, writer.writeReconsolidation(position, threadId(), word,
                        CurrentSpan.traceIdHigh(span), CurrentSpan.traceIdLow(span), CurrentSpan.spanId(span),
                        CurrentSpan.flags(span), ticks, correlationId, node,
                        windowPosition, modificationCount, modifiedFields, plasticityFactor));
            }
        }
    }

    @Override
    public void falseMemory(long early, long correlationId, long criticalLure, float confidence,
            int listSize, long source0, long source1, long source2) {
        long word = switches.falseMemory();
        long ticks = admit(early, RecordLayout.FALSE_MEMORY, word, falseMemory);
        if (ticks != Recorder.NO_TICKS) {
            ActiveSpan span = CurrentSpan.orNull(spans);
            long position = writer.claim();
            if (isOpen(RecordLayout.FALSE_MEMORY, switches.falseMemory())) {
                finish(RecordLayout.FALSE_MEMORY, writer.writeFalseMemory(position, threadId(), word,
                        CurrentSpan.traceIdHigh(span), CurrentSpan.traceIdLow(span), CurrentSpan.spanId(span),
                        CurrentSpan.flags(span), ticks, correlationId, criticalLure,
                        confidence, listSize, source0, source1, source2));
            }
        }
    }

    private static long threadId() {
        return Thread.currentThread().threadId();
    }

    /** Decides whether the event is written: its ticks, or {@code NO_TICKS} if it is not, which is counted. */
    private long admit(long early, byte eventType, long word, BernoulliSampler sampler) {
        // Read again, since the call may have stood still: a ring that is made when the accounts are closed is in none
        // of them, and must not leave out what nobody would count.
        if (word < 0) {
            switches.refuse(eventType, word);
            return Recorder.NO_TICKS;
        }
        if (!sampler.admit(word)) {
            return Recorder.NO_TICKS;
        }
        return early != Recorder.NO_TICKS ? early : clock.ticks();
    }

    /**
     * Whether the type is still on now that the claim shows that this thread is in. A closed tracer's may be off
     * instead of closed: then, too, nothing must be written any more. The closer is its partner: it shuts the gate,
     * makes every thread pass a handshake, and only then looks for open claims; the handshake supplies the store-load
     * fence between claim and gate.
     */
    private boolean isOpen(byte eventType, long word) {
        if (word >= 0) {
            return true;
        }
        writer.drop(eventType);
        switches.refuse(eventType, word);
        return false;
    }

    private void finish(byte eventType, boolean written) {
        if (!written) {
            reject(eventType, RejectReason.CONTENDED);
        }
    }

    private void reject(byte eventType, RejectReason reason) {
        TraceFileLayout.countRejected(head, reason.ordinal(), eventType);
    }
}
