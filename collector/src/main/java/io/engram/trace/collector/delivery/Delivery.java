// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.ExportException;
import io.engram.trace.collector.failure.FailureLog;
import io.engram.trace.collector.spool.DiskSpool;
import io.engram.trace.collector.spool.LostBlock;
import io.engram.trace.collector.spool.SpoolBlock;
import io.engram.trace.core.spi.BackgroundThread;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.ExporterStats;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way of events to one exporter: a queue bounded by bytes, a thread that exports from it and tries again what the
 * far side cannot take for the time being, and a disk spool, if there is one, for what the queue cannot hold.
 *
 * <p><b>Assumptions.</b> One thread submits and closes. The exporter may throw anything, and may hang.
 *
 * <p><b>Guarantees.</b> Every event that is submitted is resolved in its ledger once: as accepted by the far side, or as
 * lost for a reason. Events go out in the order in which they came, but for those that are tried again while others of
 * the same call were accepted. Submitting waits for no exporter; it may wait for the spool's disk.
 *
 * <p><b>Progress.</b> With neither spool nor a far side, the oldest events that wait make room for new ones.
 *
 * <p><b>Who owns the memory.</b> The queue holds {@code queueBytes}, but always the batch that is being exported and one
 * more.
 */
final class Delivery {
    /** What an event takes on the heap, about: its fields, its node ids, its place in two lists. */
    static final long EVENT_HEAP_BYTES = 128;

    // An exporter that is busy for so long is taken to hang: nobody waits for room in its queue.
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private enum Work {
        EXPORT,
        READ_SPOOL,
        FLUSH,
        END
    }

    private record FlushRequest(long sequence, CountDownLatch done) {
    }

    private final EventExporter exporter;
    private final String name;
    private final int preferredEvents;
    private final DeliveryClock clock;
    private final FailureLog failures;
    private final long queueBytes;
    private final Backoff backoff;
    private final DiskSpool<SpoolTag> spool;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // All below is guarded by the lock. What waits is younger than what is in hand, and older than what is spooled.
    private final ArrayDeque<Consignment> waiting = new ArrayDeque<>();
    private List<Consignment> inHand = List.of();
    private final Set<SpoolTag> spooled = new LinkedHashSet<>();
    private final ArrayDeque<FlushRequest> flushes = new ArrayDeque<>();
    // Read from the spool, but not exported with what is in hand; its tag is still among the spooled ones.
    private SpoolBlock<SpoolTag> nextBlock;
    private boolean reading;
    private boolean exporting;
    private boolean flushing;
    private boolean retrying;
    private boolean stopped;
    private boolean closing;
    // Set when the exporter did not come back in time: what it says later is not heard.
    private boolean abandoned;
    private long exportingSince;
    private long failingSince;
    private long retryAt;
    private long lastSequence;
    // The oldest batch on its way from the queue to the spool, by whoever submits.
    private long spoolingSequence = Long.MAX_VALUE;

    private final DeliveryAccounts accounts = new DeliveryAccounts();

    private Delivery(EventExporter exporter, String name, DeliveryOptions options, DeliveryClock clock,
            FailureLog failures) {
        this.exporter = exporter;
        this.name = name;
        this.preferredEvents = exporter.preferredEvents();
        this.clock = clock;
        this.failures = failures;
        this.queueBytes = options.queueBytes();
        this.backoff = new Backoff(options.retryBackoff(), options.maxRetryBackoff(), new SplittableRandom());
        this.spool = options.spool().isPresent() && exporter.isSpoolable() ? openSpool(options) : null;
        this.thread = BackgroundThread.unstarted(Delivery.class, "engram-trace-export-" + name, this::run);
    }

    /**
     * Starts an exporter's thread.
     *
     * @throws IllegalArgumentException if the spool cannot be opened
     */
    static Delivery start(EventExporter exporter, DeliveryOptions options, DeliveryClock clock, FailureLog failures) {
        Delivery delivery = new Delivery(exporter, nameOf(exporter), options, clock, failures);
        delivery.thread.start();
        return delivery;
    }

    private static String nameOf(EventExporter exporter) {
        try {
            return exporter.name();
        } catch (RuntimeException e) {
            return "nameless";
        }
    }

    private DiskSpool<SpoolTag> openSpool(DeliveryOptions options) {
        String kind = name.split(" ", 2)[0];
        try {
            return DiskSpool.open(options.spool().get(), kind, options.spoolBytes(), exporter.resource(), this::spoolLost);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot open the spool of " + name + " in " + options.spool().get()
                    + ": " + e.getMessage(), e);
        }
    }

    boolean isOwnThread() {
        return Thread.currentThread() == thread;
    }

    /** Takes events, to be settled in a ledger. */
    void submit(BatchLedger ledger, EventBatch batch, long sequence) {
        Consignment consignment = new Consignment(ledger, 0, batch.events(), batch.resource(), sequence, null);
        List<Consignment> toSpool = List.of();
        lock.lock();
        try {
            accounts.given(consignment.size());
            lastSequence = sequence;
            if (stopped) {
                accounts.lose(consignment, DiscardReason.SHUTDOWN);
            } else if (spool == null || !hasSpooled() && fits()) {
                makeRoom(DiscardReason.QUEUE_FULL);
                enqueue(consignment);
            } else {
                // All that waits goes first, so that the spool holds nothing older than the queue.
                toSpool = takeWaiting();
                toSpool.add(consignment);
                spoolingSequence = toSpool.getFirst().sequence();
            }
        } finally {
            lock.unlock();
        }
        toSpool.forEach(this::spool);
        if (!toSpool.isEmpty()) {
            locked(() -> {
                spoolingSequence = Long.MAX_VALUE;
                changed.signalAll();
            });
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasSpooled() {
        return spool != null && (nextBlock != null || spool.hasNext());
    }

    private boolean fits() {
        return accounts.queuedBytes() <= queueBytes;
    }

    /** Lets the oldest events that wait go until the youngest, which are counted already, fit. */
    private void makeRoom(DiscardReason reason) {
        while (!fits() && !waiting.isEmpty()) {
            accounts.lose(waiting.removeFirst(), reason);
        }
    }

    private void enqueue(Consignment consignment) {
        waiting.addLast(consignment);
        changed.signalAll();
    }

    private List<Consignment> takeWaiting() {
        List<Consignment> taken = new ArrayList<>();
        if (retrying && !exporting) {
            inHand.stream().filter(one -> one.block() == null).forEach(taken::add);
            inHand = inHand.stream().filter(one -> one.block() != null).toList();
        }
        taken.addAll(waiting);
        waiting.clear();
        return taken;
    }

    /** Writes queued events to the spool, or back into the queue if that fails. */
    private void spool(Consignment consignment) {
        for (int from = 0; from < consignment.size(); from += DiskSpool.MAX_BLOCK_EVENTS) {
            Consignment part = consignment.part(from,
                    Math.min(consignment.size(), from + DiskSpool.MAX_BLOCK_EVENTS));
            SpoolTag tag = new SpoolTag(part.ledger(), part.from(), part.size(), part.sequence());
            try {
                locked(() -> {
                    // Before it is there: the exporter's thread may read it at once.
                    spooled.add(tag);
                    accounts.spooled(part.size());
                });
                spool.append(part.events(), tag);
            } catch (IOException | RuntimeException e) {
                failures.error("Exporter " + name + " cannot write its spool", e);
                unspool(part, tag, e);
            }
        }
        locked(changed::signalAll);
    }

    private void unspool(Consignment part, SpoolTag tag, Exception cause) {
        locked(() -> {
            accounts.failed("spool: " + FailureText.of(cause));
            if (spooled.remove(tag)) {
                accounts.unspooled(part.size());
                makeRoom(DiscardReason.SPOOL_FAILED);
                enqueue(part);
            }
        });
    }

    /** Is told by the spool, on whichever thread uses it, of blocks that nobody will read. */
    private void spoolLost(LostBlock<SpoolTag> block) {
        locked(() -> {
            SpoolTag tag = block.tag();
            if (tag == null) {
                accounts.loseReplay(Math.max(0, block.events()));
            } else if (spooled.remove(tag)) {
                accounts.lose(tag, block.cause() == LostBlock.Cause.FULL
                        ? DiscardReason.SPOOL_FULL : DiscardReason.SPOOL_FAILED);
            }
            changed.signalAll();
        });
    }

    /**
     * How many more events fit the queue.
     *
     * @return events; -1 if the exporter does not get on, so that waiting for room would be waiting for its far side
     */
    long roomEvents() {
        lock.lock();
        try {
            boolean stalled = retrying || exporting && clock.nanos() - exportingSince > STALL_NANOS;
            return stalled ? -1 : Math.max(0, Deliveries.capacityEvents(queueBytes) - accounts.queuedEvents());
        } finally {
            lock.unlock();
        }
    }

    boolean hasSpool() {
        return spool != null;
    }

    // The exporter's thread.

    private void run() {
        try {
            Work work = next();
            while (work != Work.END) {
                try {
                    switch (work) {
                        case EXPORT -> export();
                        case READ_SPOOL -> readSpool();
                        default -> flushExporter();
                    }
                } catch (Throwable e) {
                    // Out of memory, most likely. Nothing was settled; the next turn tries again.
                    failures.error("Exporter " + name + " failed", e);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                }
                work = next();
            }
            awaitClosing();
        } finally {
            closeExporter();
            ended.countDown();
        }
    }

    /** Waits for something to do. */
    private Work next() {
        lock.lock();
        try {
            while (true) {
                long wait = Math.max(0, retrying ? retryAt - clock.nanos() : 0);
                if (stopped) {
                    return Work.END;
                } else if (isFlushDue()) {
                    flushing = true;
                    return Work.FLUSH;
                } else if (wait == 0 && !(inHand.isEmpty() && waiting.isEmpty())) {
                    takeInHand();
                    exporting = true;
                    exportingSince = clock.nanos();
                    return Work.EXPORT;
                } else if (wait == 0 && hasSpooled()) {
                    reading = true;
                    return Work.READ_SPOOL;
                }
                changed.signalAll();
                try {
                    if (wait > 0) {
                        clock.await(changed, wait);
                    } else {
                        changed.await();
                    }
                } catch (InterruptedException e) {
                    // Only an export is broken off, by whoever stops it; here a signal does.
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isFlushDue() {
        FlushRequest first = flushes.peekFirst();
        return first != null && first.sequence() < oldestSequence();
    }

    private long oldestSequence() {
        long oldest = spoolingSequence;
        for (Consignment one : inHand) {
            oldest = Math.min(oldest, one.ledger() == null ? oldest : one.sequence());
        }
        if (!waiting.isEmpty()) {
            oldest = Math.min(oldest, waiting.getFirst().sequence());
        }
        return spooled.isEmpty() ? oldest : Math.min(oldest, spooled.iterator().next().sequence());
    }

    /** What is tried again goes alone; otherwise as many batches as the exporter likes at once. */
    private void takeInHand() {
        if (!inHand.isEmpty()) {
            return;
        }
        List<Consignment> taken = new ArrayList<>();
        int events = 0;
        Map<String, String> resource = waiting.getFirst().resource();
        while (!waiting.isEmpty() && waiting.getFirst().resource().equals(resource)
                && (taken.isEmpty() || events + waiting.getFirst().size() <= preferredEvents)) {
            Consignment one = waiting.removeFirst();
            events += one.size();
            taken.add(one);
        }
        inHand = taken;
    }

    /** Takes as many blocks as the exporter likes at once, as long as they are of one process. */
    private void readSpool() {
        List<Consignment> read = new ArrayList<>();
        SpoolBlock<SpoolTag> block = nextBlock;
        try {
            int events = 0;
            block = block == null ? spool.next() : block;
            while (block != null && (read.isEmpty() || events + block.events().size() <= preferredEvents
                    && block.resource().equals(read.getFirst().resource()))) {
                events += block.events().size();
                read.add(consignment(block));
                block = null;
                block = spool.next();
            }
        } catch (IOException e) {
            failures.error("Exporter " + name + " cannot read its spool", e);
            pause(e);
        } finally {
            SpoolBlock<SpoolTag> left = block;
            locked(() -> {
                reading = false;
                nextBlock = left;
                read.forEach(one -> spooled.remove(one.block().block().tag()));
                inHand = read;
            });
        }
    }

    private static Consignment consignment(SpoolBlock<SpoolTag> block) {
        SpoolTag tag = block.tag();
        BlockInHand inHand = new BlockInHand(block);
        return tag == null ? new Consignment(null, 0, block.events(), block.resource(), 0, inHand)
                : new Consignment(tag.ledger(), tag.from(), block.events(), block.resource(), tag.sequence(), inHand);
    }

    // A disk that cannot be read is asked again as a far side would be.
    private void pause(IOException cause) {
        locked(() -> {
            accounts.failed("spool: " + FailureText.of(cause));
            failingSince = retrying ? failingSince : clock.nanos();
            retryLater(null);
        });
    }

    private void export() {
        Throwable failure = null;
        try {
            exporter.export(merge(inHand));
        } catch (Throwable e) {
            // Throwable on purpose: an Error in an exporter must not take its thread along, or every later event would be
            // lost without a word.
            failure = e;
        }
        List<SpoolBlock<SpoolTag>> done;
        lock.lock();
        try {
            exporting = false;
            done = abandoned ? List.of() : settle(failure);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        done.forEach(block -> spool.acknowledge(block));
    }

    private static EventBatch merge(List<Consignment> consignments) {
        Consignment first = consignments.getFirst();
        if (consignments.size() == 1) {
            return new EventBatch(first.events(), first.resource());
        }
        List<CognitiveEvent> events = new ArrayList<>();
        consignments.forEach(one -> events.addAll(one.events()));
        return new EventBatch(events, first.resource());
    }

    /** Settles what an export brought about, and returns the blocks that the spool need not keep. */
    private List<SpoolBlock<SpoolTag>> settle(Throwable failure) {
        int events = inHand.stream().mapToInt(Consignment::size).sum();
        if (failure != null && !ExportAnswer.isUnderstood(failure, events)) {
            if (stopped) {
                // Broken off on purpose; whoever did so settles it.
                return List.of();
            }
            failures.error("Exporter " + name + " failed to export", failure);
            accounts.failed(FailureText.of(failure));
        }
        List<SpoolBlock<SpoolTag>> done = new ArrayList<>();
        ExportAnswer answer = ExportAnswer.of(inHand, failure);
        for (ExportAnswer.Part part : answer.parts()) {
            Consignment one = part.events();
            if (part.fate() == ExportAnswer.Fate.DONE) {
                accounts.settle(one, part.lost(), ExportAnswer.reason(failure));
                if (one.block() != null && one.block().resolve(one.size())) {
                    done.add(one.block().block());
                }
            }
        }
        inHand = answer.again();
        noteProgress(failure, inHand.isEmpty());
        return done;
    }

    private void noteProgress(Throwable failure, boolean done) {
        if (failure instanceof ExportException known && known.reason().isLoss()) {
            String words = FailureText.of(known);
            accounts.failed(words);
            String message = "Exporter " + name + ": " + words;
            if (done) {
                failures.error(message);
            } else {
                accounts.retried();
                failures.warning(message + "; trying again");
                if (!retrying) {
                    failingSince = clock.nanos();
                }
                retryLater(known.retryAfter());
                return;
            }
        }
        if (retrying && (failure == null || failure instanceof ExportException)) {
            failures.recovery("Exporter " + name + " exports again after "
                    + TimeUnit.NANOSECONDS.toMillis(clock.nanos() - failingSince) + " ms");
        }
        retrying = false;
        backoff.reset();
    }

    private void retryLater(Duration asked) {
        retrying = true;
        // What the far side asks for is the least; the jitter keeps its clients from coming back all at once.
        retryAt = clock.nanos() + backoff.nextNanos() + (asked == null ? 0 : asked.toNanos());
    }

    private void flushExporter() {
        try {
            exporter.flush();
        } catch (Throwable e) {
            failures.error("Exporter " + name + " failed to flush", e);
        }
        locked(() -> {
            flushing = false;
            // None is left if the tracer did not wait any longer.
            FlushRequest request = flushes.pollFirst();
            if (request != null) {
                request.done().countDown();
            }
        });
    }

    // Whoever waits or closes.

    /** Waits until all events submitted before are settled and the exporter has flushed them. */
    boolean flush(Patience patience) {
        CountDownLatch done = requestFlush();
        return isOwnThread() ? done.getCount() == 0 : patience.await(done);
    }

    private CountDownLatch requestFlush() {
        CountDownLatch done = new CountDownLatch(1);
        locked(() -> {
            if (stopped) {
                // All is settled, and the exporter's close makes it visible.
                done.countDown();
            } else {
                flushes.addLast(new FlushRequest(lastSequence, done));
                changed.signalAll();
            }
        });
        return done;
    }

    /** Waits until nothing is left to export, or exporting leads nowhere and the spool keeps it. */
    void awaitIdle(Patience patience) {
        lock.lock();
        try {
            while (!isIdle() && !(spool != null && retrying) && patience.leftNanos() > 0 && !isOwnThread()) {
                try {
                    changed.awaitNanos(patience.leftNanos());
                } catch (InterruptedException e) {
                    patience.interrupted();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isIdle() {
        return !exporting && !reading && spoolingSequence == Long.MAX_VALUE && inHand.isEmpty() && waiting.isEmpty() && !hasSpooled();
    }

    /** Lets no further export begin, and breaks off what the exporter is at. */
    void stop() {
        locked(() -> {
            stopped = true;
            if ((exporting || flushing) && !isOwnThread()) {
                thread.interrupt();
            }
            changed.signalAll();
        });
    }

    /** Settles what is left: the spool keeps it, or it is lost. */
    void settleRest(Patience patience) {
        List<Consignment> rest = new ArrayList<>();
        lock.lock();
        try {
            while (exporting && patience.leftNanos() > 0 && !isOwnThread()) {
                try {
                    changed.awaitNanos(patience.leftNanos());
                } catch (InterruptedException e) {
                    patience.interrupted();
                }
            }
            abandoned = exporting;
            rest.addAll(inHand);
            rest.addAll(waiting);
            inHand = List.of();
            waiting.clear();
            flushes.forEach(request -> request.done().countDown());
            flushes.clear();
        } finally {
            lock.unlock();
        }
        rest.stream().filter(one -> one.block() == null).forEach(this::keepOrLose);
        locked(() -> {
            rest.stream().filter(one -> one.block() != null && one.ledger() != null)
                    .forEach(one -> accounts.lose(one, DiscardReason.SPOOLED));
            spooled.forEach(tag -> accounts.lose(tag, DiscardReason.SPOOLED));
            spooled.clear();
        });
    }

    private void keepOrLose(Consignment one) {
        if (spool != null) {
            spool(one);
        }
        locked(() -> {
            if (spool == null) {
                waiting.add(one);
            }
            // Whatever could not be spooled is back in the queue.
            waiting.forEach(left -> accounts.lose(left, DiscardReason.SHUTDOWN));
            waiting.clear();
        });
    }

    /** Has the exporter closed, on its own thread, as soon as that is free. */
    void close() {
        locked(() -> {
            closing = true;
            changed.signalAll();
        });
    }

    /** Waits until the exporter is closed. */
    boolean awaitClosed(Patience patience) {
        return !isOwnThread() && patience.await(ended);
    }

    private void awaitClosing() {
        lock.lock();
        try {
            while (!closing) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void closeExporter() {
        // The interrupt that broke off an export is spent: it would close the file that is to get its end.
        Thread.interrupted();
        try {
            exporter.close();
        } catch (Throwable e) {
            failures.error("Exporter " + name + " failed to close", e);
        }
        try {
            if (spool != null) {
                spool.close();
            }
        } catch (Throwable e) {
            failures.error("Exporter " + name + " failed to close its spool", e);
        }
    }

    ExporterStats stats() {
        long spoolBytes = spool == null ? 0 : spool.bytes();
        long corrupt = spool == null ? 0 : spool.corruptBlocks();
        lock.lock();
        try {
            return accounts.stats(name, spoolBytes, corrupt);
        } finally {
            lock.unlock();
        }
    }
}
