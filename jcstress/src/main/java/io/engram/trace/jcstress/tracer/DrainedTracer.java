// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jcstress.tracer;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.drain.RingDrain;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.clock.EpochConverter;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.DrainReport;
import io.engram.trace.core.spi.TraceCollector;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.spi.TraceSource;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TypeStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tracer with one ring, the ring's drain, and what came out of it.
 *
 * <p>The test sweeps the ring: a collector's thread for each state would take longer than the test. Only interference
 * is looked at; each such event says the same in each of its words: its thread and its number there.
 */
abstract class DrainedTracer {
    private static final EventType TYPE = EventType.INTERFERENCE;
    // A thread that waits for a processor lets the other one record millions.
    private static final int NUMBER_BITS = 40;
    // Less than a ring holds, so that it is not always empty after a sweep.
    private static final int ROOM = 1;

    private final CognitiveTracer tracer;
    private final EpochConverter converter = new EpochConverter(TraceClock.system());
    private final List<CognitiveEvent> events = new ArrayList<>();
    private final Map<Long, InterferenceEvent> last = new HashMap<>();
    private TraceSource source;
    private RingDrain drain;
    private int taken;
    private int wrong;
    private int calls;
    private volatile boolean recording;
    private volatile boolean stopped;

    /** A tracer that is swept by nobody but the test. */
    DrainedTracer(int capacity, double rate) {
        this(capacity, rate, false);
    }

    /** A tracer that is swept when it is closed too, if so asked. */
    DrainedTracer(int capacity, double rate, boolean atClose) {
        TracingConfig config = config(capacity, rate);
        tracer = CognitiveTracer.start(config, (from, settings) -> {
            source = from;
            return atClose ? new LastSweep() : null;
        }, TraceClock.system());
    }

    private static TracingConfig config(int capacity, double rate) {
        TracingConfig.Builder config = TracingConfig.disabled().toBuilder().ringCapacity(capacity)
                .enable(EventType.PRIMING, 1.0).enable(TYPE, rate).shutdownTimeout(Duration.ZERO);
        return config.memoryLimitBytes(TracingConfig.fixedBytes() + config.build().ringBytes()).build();
    }

    /** Makes the ring one that threads share, by an event of a type that is not looked at. */
    final void share() {
        end(Thread.ofVirtual().start(() -> tracer.tracePriming(PrimingType.SEMANTIC, 0, 0, 0)));
    }

    private static void end(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted: leave stress tests alone", e);
        }
    }

    final CognitiveTracer tracer() {
        return tracer;
    }

    /** Records the current thread's events with such numbers, from 1. */
    final void record(int from, int to) {
        for (int number = from; number <= to; number++) {
            long key = Thread.currentThread().threadId() << NUMBER_BITS | number;
            tracer.traceInterference(key, InterferenceType.FAN, key, key, key, key, key);
        }
    }

    /** Records a thread's events with such numbers, from 1; it has ended then. */
    final void recordByAnother(int from, int to) {
        end(Thread.ofPlatform().start(() -> record(from, to)));
    }

    /** Records until {@link #stop}, and once more. */
    final void recordUntilStopped() {
        boolean more = true;
        while (more) {
            more = !stopped;
            calls++;
            record(calls, calls);
            recording = true;
        }
    }

    /** Waits until another actor has recorded: the first event takes longer than all that is to be tried. */
    final void awaitRecording() {
        while (!recording) {
            Thread.onSpinWait();
        }
    }

    /** Lets {@link #recordUntilStopped} return; its last event comes after all that this thread did. */
    final void stop() {
        stopped = true;
    }

    final boolean isStopped() {
        return stopped;
    }

    /** Events recorded by {@link #recordUntilStopped}, or tried to. */
    final int calls() {
        return calls;
    }

    /** Takes all that the ring holds. */
    final void sweepAll() {
        boolean more = true;
        while (more) {
            more = sweep();
        }
    }

    /** Takes the first event that the ring holds, and gives the ring back if it is the last and its owner has ended. */
    final boolean sweep() {
        if (drain == null) {
            List<TraceRing> rings = source.rings();
            if (rings.isEmpty()) {
                return false;
            }
            drain = RingDrain.of(source, rings.get(0), EventFilter.ALL);
        }
        boolean more = drain.sweep(converter, events, ROOM);
        for (CognitiveEvent event : events) {
            if (event.eventType() == TYPE) {
                check((InterferenceEvent) event);
            }
        }
        events.clear();
        return more;
    }

    private void check(InterferenceEvent event) {
        long key = event.correlationId();
        InterferenceEvent before = last.put(event.thread().id(), event);
        boolean right = event.thread().id() == key >>> NUMBER_BITS
                && (before == null || key > before.correlationId() && event.position() > before.position())
                // Of the rates here it is the only one at which events are kept.
                && event.sampleRate() == 1.0
                && event.interferenceType() == InterferenceType.FAN
                && event.magnitude() == (float) key
                && event.targetNode() == key
                && event.competingNodes().equals(NodeIds.of(key, key, key))
                && event.competingCount() == 3;
        wrong += right ? 0 : 1;
        taken++;
    }

    /** Events taken that were torn, of another thread or rate, came twice or out of order. */
    final int wrong() {
        return wrong;
    }

    /** The number of the last event taken, 0 if there was none; where one thread records. */
    final long lastNumber() {
        return last.values().stream().mapToLong(event -> event.correlationId() & (1L << NUMBER_BITS) - 1).sum();
    }

    /** The accounts. */
    final TypeStats stats() {
        return tracer.stats().of(TYPE);
    }

    /** Calls that found the tracer closed. */
    final long rejectedClosed() {
        return stats().rejected().get(RejectReason.CLOSED);
    }

    /** Events that the accounts have too many or too few of, if so many calls should be in them. */
    final long unaccounted(long calls) {
        TypeStats stats = stats();
        return Math.abs(calls - stats.observed()) + Math.abs(stats.recorded() - stats.overwritten() - taken)
                + (stats.isBalanced() ? 0 : 1);
    }

    /** Takes what the rings hold when nobody records any more, and is then told to touch them no more. */
    private final class LastSweep implements TraceCollector {
        @Override
        public DrainReport flush(Duration timeout) {
            return new DrainReport(true, 0, 0);
        }

        @Override
        public DrainReport close(Duration timeout) {
            sweepAll();
            return new DrainReport(true, 0, 0);
        }
    }
}
