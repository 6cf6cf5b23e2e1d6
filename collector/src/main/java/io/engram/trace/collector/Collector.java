package io.engram.trace.collector;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.EventType;
import io.engram.trace.core.clock.EpochConverter;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.CollectorFactory;
import io.engram.trace.core.spi.DrainReport;
import io.engram.trace.core.spi.TraceCollector;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.spi.TraceSource;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A daemon thread that drains a tracer's rings and exports what it finds.
 *
 * <p><b>Assumptions.</b> {@link #flush} and {@link #close} may be called by any thread, exporters are called by the
 * collector's own.
 *
 * <p><b>Guarantees.</b> Whatever an exporter throws, and whatever the JVM does, the thread goes on. An event counts as exported when every
 * exporter took its batch. When {@code close} returns, no ring is touched any more, even if an exporter still hangs.
 *
 * <p><b>Progress.</b> Producers never wait for the collector. The collector waits for its exporters.
 *
 * <p><b>Who owns the memory.</b> The tracer; rings and scratch memory are used under the monitor {@code guard} and not
 * after {@code abandoned} is set there.
 */
public final class Collector implements TraceCollector {
    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    // Bounds the heap taken by events between rings and exporters.
    private static final int PENDING_LIMIT = 1 << 16;
    private static final Comparator<CognitiveEvent> BY_TIME =
            Comparator.comparingLong(CognitiveEvent::timeUnixNano);

    private final TraceSource source;
    private final EventFilter filter;
    private final List<EventExporter> exporters;
    private final FailureLog failures = new FailureLog();
    private final EpochConverter converter;
    private final int batchSize;
    private final int maxPending;
    private final long intervalNanos;
    private final Map<TraceRing, RingDrain> drains = new IdentityHashMap<>();
    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private final Object guard = new Object();
    private List<CognitiveEvent> pending = new ArrayList<>();
    private long lastExportTicks;
    // Written under guard; read without it only to see that nobody answers any more.
    private volatile boolean abandoned;

    private Collector(TraceSource source, TracingConfig config, EventFilter filter, List<EventExporter> exporters) {
        this.source = source;
        this.filter = filter;
        this.exporters = exporters;
        this.converter = new EpochConverter(source.clock());
        this.batchSize = config.exportBatchSize();
        this.maxPending = Math.max(batchSize, PENDING_LIMIT);
        this.intervalNanos = config.exportInterval().toNanos();
        this.lastExportTicks = source.clock().ticks();
        this.thread = new Thread(this::run, "engram-trace-collector");
        thread.setDaemon(true);
    }

    /**
     * A collector that exports every event.
     *
     * @param exporters each gets every event
     * @return factory for {@code CognitiveTracer.start}
     */
    public static CollectorFactory exportingTo(EventExporter... exporters) {
        return exportingTo(EventFilter.ALL, exporters);
    }

    /**
     * A collector that exports some events and counts the others as discarded.
     *
     * @param filter which events
     * @param exporters each gets every such event
     * @return factory for {@code CognitiveTracer.start}
     */
    public static CollectorFactory exportingTo(EventFilter filter, EventExporter... exporters) {
        List<EventExporter> list = List.of(exporters);
        return (source, config) -> {
            Collector collector = new Collector(source, config, filter, list);
            collector.thread.start();
            return collector;
        };
    }

    @Override
    public DrainReport flush(Duration timeout) {
        return await(new Request(false), timeout);
    }

    @Override
    public DrainReport close(Duration timeout) {
        DrainReport report = await(new Request(true), timeout);
        synchronized (guard) {
            abandoned = true;
            TracerStats stats = source.stats();
            for (EventType type : EventType.values()) {
                // What an exporter that hangs still holds: it may take it, but nobody would hear of that.
                source.countDiscarded(type, DiscardReason.SHUTDOWN, stats.of(type).inCollector());
            }
            // Whoever holds on to the closed tracer, or hangs in an exporter, must not hold the rings' memory with it.
            drains.clear();
            // Under guard, so that a thread that finds itself abandoned was interrupted before.
            thread.interrupt();
        }
        answerWaiting();
        return report;
    }

    private DrainReport await(Request request, Duration timeout) {
        requests.add(request);
        LockSupport.unpark(thread);
        if (abandoned) {
            answerWaiting();
        }
        boolean interrupted = false;
        boolean answered = false;
        long timeoutNanos = saturatedNanos(timeout);
        long deadline = System.nanoTime() + timeoutNanos;
        try {
            // An exporter that flushes its own tracer must not wait for itself.
            if (Thread.currentThread() != thread) {
                answered = request.done.await(timeoutNanos, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            // An interrupted thread still closes in an orderly way if that takes no waiting.
            answered = awaitUninterrupted(request, Math.min(deadline, System.nanoTime() + LONGEST_PAUSE_NANOS));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        TracerStats stats = source.stats();
        return new DrainReport(answered, stats.total(TypeStats::inRing), stats.total(TypeStats::inCollector));
    }

    // Nobody else answers once the collector has ended; what was recorded is exported or discarded by then.
    private void answerWaiting() {
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            request.done.countDown();
        }
    }

    // A day is for ever here, and keeps deadlines far from overflow.
    private static long saturatedNanos(Duration timeout) {
        return timeout.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT.toNanos() : timeout.toNanos();
    }

    private static boolean awaitUninterrupted(Request request, long deadline) {
        while (request.done.getCount() > 0 && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
        return request.done.getCount() == 0;
    }

    private void run() {
        long pause = SHORTEST_PAUSE_NANOS;
        boolean open = true;
        while (open) {
            try {
                boolean found = pass();
                open = answerRequests();
                if (!found && open) {
                    LockSupport.parkNanos(this, pause);
                    pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
                } else {
                    pause = SHORTEST_PAUSE_NANOS;
                }
            } catch (Abandoned e) {
                // Late, but a file without its end is worse. The interrupt of close is spent: it would close the file.
                Thread.interrupted();
                closeExporters();
                return;
            } catch (Throwable e) {
                // Out of memory, most likely. What this pass held stays counted as in the collector; the next one may do.
                failures.report("Collector failed: " + e.getClass().getName(), e);
                pause = LONGEST_PAUSE_NANOS;
                LockSupport.parkNanos(this, pause);
            }
        }
    }

    /** Drains what the rings hold now; exports full batches, and the rest when the interval is over. */
    private boolean pass() {
        int before = pending.size();
        while (drain(false) && pending.size() < maxPending) {
            // Until the rings are empty: the more is there, the wider the window within which it is sorted.
        }
        boolean found = pending.size() > before;
        exportFullBatches(true);
        if (source.clock().ticks() - lastExportTicks >= intervalNanos) {
            exportPending();
            lastExportTicks = source.clock().ticks();
        }
        return found;
    }

    private boolean answerRequests() {
        // Removed when it is answered: if anything below fails, the next pass answers it.
        for (Request request = requests.peek(); request != null; request = requests.peek()) {
            drainToHeads();
            exportPending();
            if (request.last) {
                closeExporters();
            } else {
                exporters.forEach(exporter -> attempt(exporter, "flush", EventExporter::flush));
            }
            requests.remove(request);
            request.done.countDown();
            if (request.last) {
                return false;
            }
        }
        return true;
    }

    private void closeExporters() {
        exporters.forEach(exporter -> attempt(exporter, "close", EventExporter::close));
    }

    private void drainToHeads() {
        synchronized (guard) {
            checkAbandoned();
            findNewRings();
            drains.values().forEach(RingDrain::markHead);
        }
        while (drain(true)) {
            exportFullBatches(false);
        }
    }

    /**
     * Takes once from each ring.
     *
     * @param toMarks whether to go as far as the marked heads, or else as far as there is anything
     * @return whether there may be more
     */
    private boolean drain(boolean toMarks) {
        boolean more = false;
        synchronized (guard) {
            checkAbandoned();
            findNewRings();
            converter.anchor();
            for (RingDrain drain : drains.values()) {
                if (pending.size() >= maxPending) {
                    return true;
                }
                boolean orphaned = drain.isOrphaned();
                boolean full = drain.take(converter, pending);
                drain.recycleIfOrphaned(orphaned);
                more |= toMarks ? !drain.hasReachedMark() : full;
            }
        }
        return more;
    }

    private void findNewRings() {
        List<TraceRing> rings = source.rings();
        if (rings.size() != drains.size()) {
            for (TraceRing ring : rings) {
                drains.computeIfAbsent(ring, key -> new RingDrain(source, key, filter));
            }
        }
    }

    private void exportFullBatches(boolean goOnDraining) {
        if (pending.size() < batchSize) {
            return;
        }
        List<CognitiveEvent> sorted = pending;
        pending = new ArrayList<>();
        sorted.sort(BY_TIME);
        int from = 0;
        try {
            while (sorted.size() - from >= batchSize) {
                List<CognitiveEvent> batch = sorted.subList(from, from + batchSize);
                // Before the export: should anything fail, no event is exported twice.
                from += batchSize;
                export(batch);
                if (goOnDraining) {
                    // An export may take longer than a ring lasts.
                    drain(false);
                }
            }
        } finally {
            pending.addAll(0, sorted.subList(from, sorted.size()));
        }
        lastExportTicks = source.clock().ticks();
    }

    private void exportPending() {
        exportFullBatches(false);
        if (!pending.isEmpty()) {
            List<CognitiveEvent> rest = pending;
            pending = new ArrayList<>();
            rest.sort(BY_TIME);
            export(rest);
        }
    }

    private void export(List<CognitiveEvent> events) {
        EventBatch batch = new EventBatch(events);
        boolean accepted = true;
        for (EventExporter exporter : exporters) {
            accepted &= attempt(exporter, "export", one -> one.export(batch));
        }
        long[] counts = new long[EventType.values().length];
        for (CognitiveEvent event : events) {
            counts[event.eventType().ordinal()]++;
        }
        synchronized (guard) {
            checkAbandoned();
            for (EventType type : EventType.values()) {
                if (accepted) {
                    source.countExported(type, counts[type.ordinal()]);
                } else {
                    source.countDiscarded(type, DiscardReason.EXPORT_FAILED, counts[type.ordinal()]);
                }
            }
        }
    }

    // Throwable on purpose: an exporter that runs into an Error must not take the collector with it, or every later
    // event would be lost without a word.
    private boolean attempt(EventExporter exporter, String what, ExporterCall call) {
        try {
            call.on(exporter);
            return true;
        } catch (Throwable e) {
            failures.report(exporter, what, e);
            return false;
        }
    }

    private void checkAbandoned() {
        if (abandoned) {
            throw new Abandoned();
        }
    }

    private interface ExporterCall {
        void on(EventExporter exporter) throws Exception;
    }

    private static final class Request {
        private final boolean last;
        private final CountDownLatch done = new CountDownLatch(1);

        Request(boolean last) {
            this.last = last;
        }
    }

    /** Ends the thread that comes back from an exporter after the tracer was closed. */
    private static final class Abandoned extends RuntimeException {
        private static final long serialVersionUID = 1;

        Abandoned() {
            super(null, null, false, false);
        }
    }
}
