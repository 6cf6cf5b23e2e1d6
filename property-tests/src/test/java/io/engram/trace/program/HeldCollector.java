// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

import io.engram.trace.core.EventType;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.CollectorFactory;
import io.engram.trace.core.spi.TraceCollector;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.spi.TraceSource;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.TracerStats;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The real collector, which is stopped each time it asks which rings there are, and that is before it takes anything.
 *
 * <p>Assumptions: one thread, that of the program, lets it go and stops it. Guarantees: while it stands still it takes
 * nothing from the rings and gives nothing to the exporters. Closing the tracer waits for it, so let it go before.
 */
final class HeldCollector implements CollectorFactory {
    private final CollectorFactory collector;
    private TraceSource source;
    private volatile Thread thread;
    // All below under the monitor.
    private boolean free;
    private int steps;
    private boolean standing;

    HeldCollector(CollectorFactory collector) {
        this.collector = collector;
    }

    @Override
    public TraceCollector start(TraceSource tracer, TracingConfig config) {
        source = tracer;
        return collector.start(new Gate(), config);
    }

    /** The tracer's rings. */
    List<TraceRing> rings() {
        return source.rings();
    }

    /** Lets the collector go on to where it is stopped next: it has looked into all rings once, or into none. */
    void step() {
        synchronized (this) {
            steps = 1;
            standing = false;
            notifyAll();
        }
        awaitStanding();
    }

    /** Lets the collector run. */
    synchronized void free() {
        free = true;
        standing = false;
        notifyAll();
    }

    /** Stops it, and returns when it stands. */
    void hold() {
        synchronized (this) {
            free = false;
        }
        awaitStanding();
    }

    void awaitStanding() {
        Waits.until(() -> {
            // It pauses when it finds nothing; the next pass is wanted now.
            LockSupport.unpark(thread);
            return isStanding();
        }, () -> "the collector stands");
    }

    private synchronized boolean isStanding() {
        return standing;
    }

    private synchronized void pass() {
        thread = Thread.currentThread();
        while (!free && steps == 0) {
            standing = true;
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts the collector", e);
            }
        }
        steps = 0;
    }

    /** The tracer, with a gate in front of its rings. */
    private final class Gate implements TraceSource {
        @Override
        public List<TraceRing> rings() {
            pass();
            return source.rings();
        }

        @Override
        public TraceClock clock() {
            return source.clock();
        }

        @Override
        public MemorySegment scratch() {
            return source.scratch();
        }

        @Override
        public void countExported(EventType type, long events) {
            source.countExported(type, events);
        }

        @Override
        public void countDiscarded(EventType type, DiscardReason reason, long events) {
            source.countDiscarded(type, reason, events);
        }

        @Override
        public TracerStats stats() {
            return source.stats();
        }
    }
}
