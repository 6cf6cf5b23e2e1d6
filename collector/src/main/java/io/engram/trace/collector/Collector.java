// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector;

import io.engram.trace.collector.delivery.Deliveries;
import io.engram.trace.collector.delivery.DeliveryClock;
import io.engram.trace.collector.delivery.DeliveryOptions;
import io.engram.trace.collector.delivery.Patience;
import io.engram.trace.collector.drain.RingDrain;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.failure.FailureLog;
import io.engram.trace.core.clock.EpochConverter;
import io.engram.trace.core.clock.TickLength;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.BackgroundThread;
import io.engram.trace.core.spi.CollectorFactory;
import io.engram.trace.core.spi.DrainReport;
import io.engram.trace.core.spi.TraceCollector;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.spi.TraceSource;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.ExporterStats;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A daemon thread that drains a tracer's rings and hands what it finds to the exporters, each of which has a thread of its
 * own.
 *
 * <p><b>Assumptions.</b> {@link #flush} and {@link #close} may be called by any thread.
 *
 * <p><b>Guarantees.</b> Whatever an exporter throws, and whatever the JVM does, the thread goes on. An event counts as
 * exported when every exporter's far side accepted it. When {@code close} returns, no ring is touched any more, even if an
 * exporter still hangs.
 *
 * <p><b>Progress.</b> Producers never wait for the collector. The collector waits for no exporter that does not get on; as
 * long as one does whose queue is full, events are left in the rings.
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
    private final Accounts accounts;
    private final List<EventExporter> exporters;
    private final Deliveries deliveries;
    private final FailureLog failures = new FailureLog();
    private final EpochConverter converter;
    private final TickLength tickLength;
    private final int batchSize;
    private final int maxPending;
    private final long intervalNanos;
    // In the order of the source's rings.
    private List<RingDrain> drains = List.of();
    private int firstDrain;
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
        this.accounts = new Accounts(source);
        this.converter = new EpochConverter(source.clock());
        this.tickLength = TickLength.of(source.clock());
        // No batch is larger than a queue, or none would ever fit.
        this.batchSize = (int) Math.min(config.exportBatchSize(), Deliveries.capacityEvents(config.queueBytes()));
        this.maxPending = Math.max(batchSize, PENDING_LIMIT);
        this.intervalNanos = config.exportInterval().toNanos();
        this.lastExportTicks = source.clock().ticks();
        this.deliveries = Deliveries.start(exporters, DeliveryOptions.of(config), DeliveryClock.SYSTEM, accounts);
        this.thread = BackgroundThread.unstarted(Collector.class, "engram-trace-collector", this::run);
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
        Patience patience = patience(timeout);
        boolean complete = await(new Request(false, patience), patience) && deliveries.flush(patience);
        patience.restoreInterrupt();
        TracerStats stats = source.stats();
        return new DrainReport(complete, stats.total(TypeStats::inRing), stats.total(TypeStats::inCollector));
    }

    @Override
    public DrainReport close(Duration timeout) {
        Patience patience = patience(timeout);
        Patience drain = patience.lessBy(Deliveries.closingNanos(patience));
        boolean drained = await(new Request(true, drain), drain);
        drain.restoreInterrupt();
        synchronized (guard) {
            abandoned = true;
            // Whoever holds on to the closed tracer must not hold the rings' memory with it.
            drains = List.of();
        }
        long before = discardedByShutdown();
        deliveries.close(patience);
        TracerStats stats = source.stats();
        long left = stats.total(TypeStats::inCollector) + discardedByShutdown() - before;
        accounts.shut();
        answerWaiting();
        return new DrainReport(drained && left == 0, stats.total(TypeStats::inRing), left);
    }

    private long discardedByShutdown() {
        return source.stats().total(type -> type.discarded().getOrDefault(DiscardReason.SHUTDOWN, 0L));
    }

    @Override
    public List<ExporterStats> exporterStats() {
        return deliveries.stats();
    }

    @Override
    public Map<String, String> resource() {
        Map<String, String> resource = new TreeMap<>();
        exporters.forEach(exporter -> resource.putAll(exporter.resource()));
        return resource;
    }

    private boolean await(Request request, Patience patience) {
        requests.add(request);
        LockSupport.unpark(thread);
        if (abandoned) {
            answerWaiting();
        }
        // An exporter that flushes or closes its own tracer must not wait for itself.
        boolean waits = Thread.currentThread() != thread && !deliveries.isExportersThread();
        return waits ? patience.await(request.done) : request.done.getCount() == 0;
    }

    // Nobody else answers once the collector has ended; what was recorded is exported or discarded by then.
    private void answerWaiting() {
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            request.done.countDown();
        }
    }

    // A day is for ever here, and keeps deadlines far from overflow.
    private static Patience patience(Duration timeout) {
        long nanos = timeout.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT.toNanos() : timeout.toNanos();
        return new Patience(System.nanoTime() + nanos);
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
                return;
            } catch (Throwable e) {
                // Out of memory, most likely. What this pass held stays counted as in the collector; the next one may do.
                failures.error("Collector failed", e);
                pause = LONGEST_PAUSE_NANOS;
                LockSupport.parkNanos(this, pause);
            }
        }
    }

    /** Drains what the rings hold now; exports full batches, and the rest when the interval is over. */
    private boolean pass() {
        int before = pending.size();
        long limit = limit();
        while (drain(false, limit) && pending.size() < limit) {
            // Until the rings are empty: the more is there, the wider the window within which it is sorted.
        }
        boolean found = pending.size() > before;
        exportFullBatches();
        if (tickLength.nanos(source.clock().ticks() - lastExportTicks) >= intervalNanos) {
            exportPending();
            lastExportTicks = source.clock().ticks();
        }
        return found;
    }

    // What does not fit the queues is better off in the rings: there it takes no heap, and may still find room in time.
    private long limit() {
        return Math.min(maxPending, deliveries.roomEvents());
    }

    private boolean answerRequests() {
        // Removed when it is answered: if anything below fails, the next pass answers it.
        for (Request request = requests.peek(); request != null; request = requests.peek()) {
            drainToHeads(request.patience);
            exportPending();
            requests.remove(request);
            request.done.countDown();
            if (request.last) {
                return false;
            }
        }
        return true;
    }

    private void drainToHeads(Patience patience) {
        synchronized (guard) {
            checkAbandoned();
            findNewRings();
            drains.forEach(RingDrain::markHead);
        }
        int before = pending.size();
        while (drain(true, limit()) && patience.leftNanos() > 0) {
            exportFullBatches();
            if (pending.size() == before) {
                LockSupport.parkNanos(this, SHORTEST_PAUSE_NANOS);
            }
            before = pending.size();
        }
    }

    /**
     * Takes once from each ring.
     *
     * @param toMarks whether to go as far as the marked heads, or else as far as there is anything
     * @param limit how many events may be pending
     * @return whether there may be more
     */
    private boolean drain(boolean toMarks, long limit) {
        boolean more = false;
        synchronized (guard) {
            checkAbandoned();
            findNewRings();
            converter.anchor();
            int first = firstDrain;
            firstDrain = 0;
            for (int i = 0; i < drains.size(); i++) {
                int next = (first + i) % drains.size();
                long room = limit - pending.size();
                if (room <= 0) {
                    // Its turn comes first when there is room again.
                    firstDrain = next;
                    return true;
                }
                RingDrain drain = drains.get(next);
                boolean full = drain.sweep(converter, pending, room);
                more |= toMarks ? !drain.hasReachedMark() : full;
            }
        }
        return more;
    }

    private void findNewRings() {
        List<TraceRing> rings = source.rings();
        if (rings.size() != drains.size()) {
            Map<TraceRing, RingDrain> known = new IdentityHashMap<>();
            drains.forEach(drain -> known.put(drain.ring(), drain));
            drains = rings.stream().map(ring -> known.containsKey(ring) ? known.get(ring)
                    : RingDrain.of(source, ring, filter)).toList();
            firstDrain = 0;
        }
    }

    private void exportFullBatches() {
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
                deliveries.submit(new EventBatch(batch));
            }
        } finally {
            pending.addAll(0, sorted.subList(from, sorted.size()));
        }
        lastExportTicks = source.clock().ticks();
    }

    private void exportPending() {
        exportFullBatches();
        if (!pending.isEmpty()) {
            List<CognitiveEvent> rest = pending;
            pending = new ArrayList<>();
            rest.sort(BY_TIME);
            deliveries.submit(new EventBatch(rest));
        }
    }

    private void checkAbandoned() {
        if (abandoned) {
            throw new Abandoned();
        }
    }

    private static final class Request {
        private final boolean last;
        private final Patience patience;
        private final CountDownLatch done = new CountDownLatch(1);

        Request(boolean last, Patience patience) {
            this.last = last;
            this.patience = patience;
        }
    }

    /** Ends a thread that comes too late: the tracer was closed. */
    private static final class Abandoned extends RuntimeException {
        private static final long serialVersionUID = 1;

        Abandoned() {
            super(null, null, false, false);
        }
    }
}
