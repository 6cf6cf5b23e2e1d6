// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.failure.FailureLog;
import io.engram.trace.core.stats.ExporterStats;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Brings batches to several exporters at once. Each has its thread, its queue and its retries, so that one whose far side
 * is slow or gone delays no other.
 *
 * <p><b>Assumptions.</b> One thread submits; any thread may flush, close and ask for statistics.
 *
 * <p><b>Guarantees.</b> The {@link Outcome} is told once of every event that was submitted, before {@link #close} returns.
 */
public final class Deliveries {
    // What closing keeps of its time for the exporters to end their files and connections.
    private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long CLOSING_SHARE = 5;

    private final List<Delivery> deliveries;
    private final Outcome outcome;
    private long sequence;

    private Deliveries(List<Delivery> deliveries, Outcome outcome) {
        this.deliveries = deliveries;
        this.outcome = outcome;
    }

    /**
     * Starts a thread for each exporter.
     *
     * @param exporters each gets every event; closed by {@link #close}
     * @param options how hard to try
     * @param clock by which exporters wait before they try again
     * @param outcome is told what became of events
     * @return running deliveries
     * @throws IllegalArgumentException if a spool cannot be opened; the message says why in a line
     */
    public static Deliveries start(List<EventExporter> exporters, DeliveryOptions options, DeliveryClock clock,
            Outcome outcome) {
        FailureLog failures = new FailureLog();
        List<Delivery> started = new ArrayList<>();
        try {
            for (EventExporter exporter : exporters) {
                started.add(Delivery.start(exporter, options, clock, failures));
            }
        } catch (RuntimeException | Error e) {
            started.forEach(Delivery::stop);
            started.forEach(Delivery::close);
            throw e;
        }
        return new Deliveries(List.copyOf(started), outcome);
    }

    /**
     * Hands a batch to all exporters. Waits for none of them; may wait for the disk of a spool.
     *
     * @param batch events
     */
    public void submit(EventBatch batch) {
        BatchLedger ledger = new BatchLedger(batch.events(), deliveries.size(), outcome);
        sequence++;
        for (Delivery delivery : deliveries) {
            delivery.submit(ledger, batch, sequence);
        }
    }

    /**
     * How many more events can be submitted without an exporter losing any for want of room in its queue. Exporters that
     * do not get on are left out, as nobody is to wait for them, and so is the slower of several that do.
     *
     * @return events
     */
    public long roomEvents() {
        long room = -1;
        boolean spooled = false;
        for (Delivery delivery : deliveries) {
            room = Math.max(room, delivery.roomEvents());
            spooled |= delivery.hasSpool();
        }
        return room < 0 || room == 0 && spooled ? Long.MAX_VALUE : room;
    }

    /**
     * Waits until all events submitted before are settled, and flushed by their exporters.
     *
     * @param patience how long
     * @return false if that was not long enough
     */
    public boolean flush(Patience patience) {
        boolean flushed = true;
        for (Delivery delivery : deliveries) {
            flushed &= delivery.flush(patience);
        }
        return flushed;
    }

    /**
     * Exports what there is until the time is over, keeps the rest in the spools or counts it as discarded, and closes the
     * exporters. One that hangs is not waited for: it is closed when it comes back.
     *
     * @param patience how long
     */
    public void close(Patience patience) {
        Patience exports = patience.lessBy(closingNanos(patience));
        deliveries.forEach(delivery -> delivery.awaitIdle(exports));
        // Given back at once: what follows does not wait for long either, then.
        exports.restoreInterrupt();
        deliveries.forEach(Delivery::stop);
        Patience rest = patience.lessBy(closingNanos(patience) / 2);
        deliveries.forEach(delivery -> delivery.settleRest(rest));
        rest.restoreInterrupt();
        // Only now, so that what exporters write of the accounts at their end is final.
        deliveries.forEach(Delivery::close);
        deliveries.forEach(delivery -> delivery.awaitClosed(patience));
        patience.restoreInterrupt();
    }

    /**
     * How many events a queue holds.
     *
     * @param queueBytes its size, bytes
     * @return events
     */
    public static long capacityEvents(long queueBytes) {
        return queueBytes / Delivery.EVENT_HEAP_BYTES;
    }

    /**
     * How large a queue has to be.
     *
     * @param events that it is to hold
     * @return bytes
     */
    public static long queueBytes(long events) {
        return Math.multiplyExact(events, Delivery.EVENT_HEAP_BYTES);
    }

    /**
     * What closing keeps of a time to end files and connections.
     *
     * @param patience time to close
     * @return nanoseconds
     */
    public static long closingNanos(Patience patience) {
        return Math.max(0, Math.min(CLOSING_NANOS, patience.leftNanos() / CLOSING_SHARE));
    }

    /**
     * Whether the current thread is an exporter's, which must not wait for itself.
     *
     * @return true if it is
     */
    public boolean isExportersThread() {
        return deliveries.stream().anyMatch(Delivery::isOwnThread);
    }

    /**
     * The accounts of the exporters.
     *
     * @return in the order in which they were given
     */
    public List<ExporterStats> stats() {
        return deliveries.stream().map(Delivery::stats).toList();
    }
}
