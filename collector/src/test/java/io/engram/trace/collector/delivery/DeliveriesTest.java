// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import static io.engram.trace.collector.delivery.ScriptedExporter.refuseAll;
import static io.engram.trace.collector.delivery.ScriptedExporter.retry;
import static io.engram.trace.collector.delivery.ScriptedExporter.retryAll;
import static io.engram.trace.collector.delivery.TestEvents.batch;
import static io.engram.trace.collector.delivery.TestEvents.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.ExportException;
import io.engram.trace.collector.testkit.CountedOutcome;
import io.engram.trace.collector.testkit.FakeDeliveryClock;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.ExporterStats;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeliveriesTest {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final DeliveryOptions OPTIONS = new DeliveryOptions(1 << 20, Duration.ofSeconds(1),
            Duration.ofSeconds(8), Optional.empty(), 1 << 20);

    private final FakeDeliveryClock clock = new FakeDeliveryClock();
    private final CountedOutcome outcome = new CountedOutcome();
    private final List<CountDownLatch> held = new ArrayList<>();
    @TempDir
    private Path folder;

    @AfterEach
    void release() {
        held.forEach(CountDownLatch::countDown);
    }

    private Deliveries start(DeliveryOptions options, EventExporter... exporters) {
        return Deliveries.start(List.of(exporters), options, clock, outcome);
    }

    private static DeliveryOptions queueOf(long events) {
        return new DeliveryOptions(events * Delivery.EVENT_HEAP_BYTES, OPTIONS.retryBackoff(),
                OPTIONS.maxRetryBackoff(), Optional.empty(), OPTIONS.spoolBytes());
    }

    private DeliveryOptions spoolBehind(long events) {
        return new DeliveryOptions(events * Delivery.EVENT_HEAP_BYTES, OPTIONS.retryBackoff(),
                OPTIONS.maxRetryBackoff(), Optional.of(folder), 16 << 20);
    }

    private static Patience patience() {
        return new Patience(System.nanoTime() + LONG_NANOS);
    }

    private static Patience none() {
        return new Patience(System.nanoTime());
    }

    /** Enough to close in, too little to wait for one that hangs. */
    private static Patience little() {
        return new Patience(System.nanoTime() + 2_000_000_000);
    }

    /** Blocks until the test ends, or until it is interrupted. */
    private ScriptedExporter.Answer hang() {
        CountDownLatch latch = new CountDownLatch(1);
        held.add(latch);
        return batch -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException("interrupted");
            }
        };
    }

    private static void assertBalanced(Deliveries deliveries) {
        deliveries.stats().forEach(stats -> assertTrue(stats.isBalanced(), stats.toString()));
    }

    private static ExporterStats stats(Deliveries deliveries) {
        assertBalanced(deliveries);
        return deliveries.stats().getFirst();
    }

    @Test
    void shouldExportBatchByBatchInOrder() {
        ScriptedExporter exporter = new ScriptedExporter("one");
        Deliveries deliveries = start(OPTIONS, exporter);
        deliveries.submit(batch(0, 10));
        deliveries.submit(batch(10, 30));
        assertTrue(deliveries.flush(patience()));
        assertEquals(range(0, 30), exporter.accepted());
        assertEquals(List.of(10, 20), exporter.attemptSizes());
        assertEquals(30, outcome.exported());
        assertEquals(1, exporter.flushes());
        deliveries.close(patience());
        assertEquals(1, exporter.closes());
        assertEquals(30, stats(deliveries).exported());
    }

    @Test
    void shouldPutWaitingBatchesTogetherForThoseWhoLikeIt() throws InterruptedException {
        ScriptedExporter exporter = new ScriptedExporter("one", 100, Map.of());
        CountDownLatch go = new CountDownLatch(1);
        exporter.then(batch -> awaitQuietly(go));
        Deliveries deliveries = start(OPTIONS, exporter);
        deliveries.submit(batch(0, 5));
        exporter.awaitCalls(1);
        for (int i = 1; i <= 50; i++) {
            deliveries.submit(batch(5 * i, 5 * i + 5));
        }
        go.countDown();
        assertTrue(deliveries.flush(patience()));
        assertEquals(range(0, 255), exporter.accepted());
        assertEquals(List.of(5, 100, 100, 50), exporter.attemptSizes());
        deliveries.close(patience());
    }

    @Test
    void shouldTryAgainOnlyWhatWasNotAccepted() throws InterruptedException {
        ScriptedExporter exporter = new ScriptedExporter("one").then(retry(3, 7)).then(retry(0, 1));
        Deliveries deliveries = start(OPTIONS, exporter);
        deliveries.submit(batch(0, 10));
        clock.advanceTo(clock.awaitWaiter());
        clock.advanceTo(clock.awaitWaiter());
        assertTrue(deliveries.flush(patience()));
        assertEquals(List.of(10, 4, 1), exporter.attemptSizes());
        List<Object> expected = new ArrayList<>(range(0, 3));
        expected.addAll(range(7, 10));
        expected.addAll(range(4, 7));
        expected.addAll(range(3, 4));
        assertEquals(expected, exporter.accepted());
        assertEquals(10, outcome.exported());
        assertEquals(2, stats(deliveries).retries());
        deliveries.close(patience());
    }

    @Test
    void shouldWaitAsLongAsTheFarSideAsks() throws InterruptedException {
        ScriptedExporter exporter = new ScriptedExporter("one").then(batch -> {
            throw ExportException.retryable("later", null, batch.size(), Duration.ofSeconds(77));
        });
        Deliveries deliveries = start(OPTIONS, exporter);
        deliveries.submit(batch(0, 10));
        long until = clock.awaitWaiter();
        assertTrue(until >= Duration.ofSeconds(77).toNanos() && until <= Duration.ofSeconds(78).toNanos(), until + " ns");
        exporter.awaitCalls(1);
        clock.advanceTo(Duration.ofSeconds(77).toNanos() - 1);
        assertEquals(until, clock.awaitWaiter());
        assertEquals(List.of(10), exporter.attemptSizes());
        clock.advanceTo(until);
        assertTrue(deliveries.flush(patience()));
        assertEquals(range(0, 10), exporter.accepted());
        deliveries.close(patience());
    }

    @Test
    void shouldGoOnAfterTheServerWasGoneForHalfAMinute() throws InterruptedException {
        ScriptedExporter exporter = new ScriptedExporter("one");
        exporter.fromNowOn(retryAll());
        Deliveries deliveries = start(OPTIONS, exporter);
        deliveries.submit(batch(0, 100));
        long end = Duration.ofSeconds(30).toNanos();
        for (int round = 1; clock.nanos() < end; round++) {
            deliveries.submit(batch(round * 100, round * 100 + 100));
            clock.advanceTo(clock.awaitWaiter());
        }
        exporter.fromNowOn(batch -> { });
        clock.advance(Duration.ofSeconds(8).toNanos());
        assertTrue(deliveries.flush(patience()));
        ExporterStats stats = stats(deliveries);
        assertEquals(range(0, stats.given()), exporter.accepted());
        assertEquals(stats.given(), stats.exported());
        assertTrue(stats.retries() >= 4, stats.toString());
        assertEquals(Map.of(), outcome.discarded());
        deliveries.close(patience());
    }

    @Test
    void shouldCountWhatIsRefusedAndGoOn() {
        ScriptedExporter exporter = new ScriptedExporter("one").then(refuseAll()).then(batch -> {
            throw new IOException("broken");
        });
        Deliveries deliveries = start(OPTIONS, exporter);
        for (int i = 0; i < 3; i++) {
            deliveries.submit(batch(10 * i, 10 * i + 10));
            assertTrue(deliveries.flush(patience()));
        }
        assertEquals(range(20, 30), exporter.accepted());
        assertEquals(Map.of(DiscardReason.REFUSED, 10L, DiscardReason.EXPORT_FAILED, 10L), outcome.discarded());
        assertEquals(outcome.discarded(), stats(deliveries).discarded());
        assertEquals("IOException: broken", stats(deliveries).lastFailure());
        deliveries.close(patience());
    }

    @Test
    void shouldCountWhatAPartialSuccessRejected() {
        ScriptedExporter exporter = new ScriptedExporter("one", 100, Map.of()).then(batch -> {
            throw new ExportException("3 were bad", null,
                    List.of(new ExportException.Failed(0, 10, 3, false)), null);
        });
        Deliveries deliveries = start(OPTIONS, exporter);
        deliveries.submit(batch(0, 20));
        assertTrue(deliveries.flush(patience()));
        assertEquals(17, outcome.exported());
        assertEquals(Map.of(DiscardReason.REFUSED, 3L), outcome.discarded());
        assertEquals(17, exporter.accepted().size());
        assertEquals("3 were bad", stats(deliveries).lastFailure());
        deliveries.close(patience());
    }

    @Test
    void shouldNotBelieveAnExporterThatContradictsItself() {
        ScriptedExporter exporter = new ScriptedExporter("one");
        EventExporter liar = new ForwardingExporter(exporter) {
            @Override
            public void export(io.engram.trace.collector.export.EventBatch batch) throws IOException {
                throw new ExportException("beyond", null,
                        List.of(new ExportException.Failed(5, 11, 6, true)), null);
            }
        };
        Deliveries deliveries = start(OPTIONS, liar);
        deliveries.submit(batch(0, 10));
        assertTrue(deliveries.flush(patience()));
        assertEquals(10, outcome.total());
        assertEquals(0, outcome.exported());
        assertBalanced(deliveries);
        deliveries.close(patience());
    }

    @Test
    void shouldLetTheOldestMakeRoomWhenTheQueueIsFull() throws InterruptedException {
        ScriptedExporter exporter = new ScriptedExporter("one").then(hang());
        Deliveries deliveries = start(queueOf(100), exporter);
        deliveries.submit(batch(0, 10));
        exporter.awaitCalls(1);
        for (int i = 1; i <= 20; i++) {
            deliveries.submit(batch(10 * i, 10 * i + 10));
            assertTrue(stats(deliveries).queuedBytes() <= 100 * Delivery.EVENT_HEAP_BYTES);
        }
        assertEquals(Map.of(DiscardReason.QUEUE_FULL, 110L), outcome.discarded());
        held.forEach(CountDownLatch::countDown);
        assertTrue(deliveries.flush(patience()));
        List<Object> expected = new ArrayList<>(range(0, 10));
        expected.addAll(range(120, 210));
        assertEquals(expected, exporter.accepted());
        assertEquals(100, outcome.exported());
        deliveries.close(patience());
    }

    @Test
    void shouldDelayNoOtherExporterWhenOneHangs() throws InterruptedException {
        ScriptedExporter dead = new ScriptedExporter("dead").then(hang());
        ScriptedExporter gone = new ScriptedExporter("gone");
        gone.fromNowOn(retryAll());
        ScriptedExporter good = new ScriptedExporter("good");
        Deliveries deliveries = start(OPTIONS, dead, gone, good);
        for (int i = 0; i < 10; i++) {
            deliveries.submit(batch(10 * i, 10 * i + 10));
            good.awaitCalls(1);
        }
        assertFalse(deliveries.flush(new Patience(System.nanoTime() + 1_000_000)));
        assertEquals(range(0, 100), good.accepted());
        assertEquals(0, outcome.total(), "not exported as long as one exporter may still lose it");
        deliveries.close(little());
        assertEquals(Map.of(DiscardReason.SHUTDOWN, 100L), outcome.discarded());
        assertEquals(1, good.closes());
        assertBalanced(deliveries);
    }

    @Test
    void shouldCountAsExportedWhatAllExportersHave() {
        ScriptedExporter first = new ScriptedExporter("first").then(refuseAll());
        ScriptedExporter second = new ScriptedExporter("second").then(batch -> { }).then(refuseAll());
        Deliveries deliveries = start(OPTIONS, first, second);
        for (int i = 0; i < 3; i++) {
            deliveries.submit(batch(10 * i, 10 * i + 10));
            assertTrue(deliveries.flush(patience()));
        }
        deliveries.close(patience());
        assertEquals(10, outcome.exported());
        assertEquals(Map.of(DiscardReason.REFUSED, 20L), outcome.discarded());
        assertEquals(List.of(20L, 20L), deliveries.stats().stream().map(ExporterStats::exported).toList());
    }

    @Test
    void shouldFlushOnlyWhatWasSubmittedBefore() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        ScriptedExporter exporter = new ScriptedExporter("one").then(batch -> awaitQuietly(go));
        Deliveries deliveries = start(OPTIONS, exporter);
        deliveries.submit(batch(0, 10));
        exporter.awaitCalls(1);
        exporter.then(batch -> { }).then(hang());
        deliveries.submit(batch(10, 20));
        Thread flusher = new Thread(() -> assertTrue(deliveries.flush(patience())));
        flusher.start();
        while (flusher.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        deliveries.submit(batch(20, 30));
        go.countDown();
        flusher.join();
        assertEquals(range(0, 20), exporter.accepted());
        deliveries.close(none());
    }

    @Test
    void shouldLeaveRoomForTheFasterOfThoseThatGetOn() throws InterruptedException {
        ScriptedExporter slow = new ScriptedExporter("slow").then(hang());
        ScriptedExporter gone = new ScriptedExporter("gone");
        gone.fromNowOn(retryAll());
        Deliveries deliveries = start(queueOf(100), slow);
        assertEquals(100, deliveries.roomEvents());
        deliveries.submit(batch(0, 30));
        assertEquals(70, deliveries.roomEvents());
        slow.awaitCalls(1);
        clock.advance(TimeUnit.SECONDS.toNanos(11));
        assertEquals(Long.MAX_VALUE, deliveries.roomEvents(), "nobody waits for one that hangs");
        deliveries.close(none());

        Deliveries two = start(queueOf(100), gone, new ScriptedExporter("good"));
        two.submit(batch(0, 60));
        clock.awaitWaiter();
        while (two.roomEvents() != 100) {
            Thread.onSpinWait();
        }
        two.close(none());
    }

    @Test
    void shouldGoOnWhenNameAndDescriptionFail() {
        EventExporter nameless = new ForwardingExporter(new ScriptedExporter("unused")) {
            @Override
            public String name() {
                throw new IllegalStateException("no name");
            }

            @Override
            public void export(io.engram.trace.collector.export.EventBatch batch) {
                throw new IllegalStateException() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("no message");
                    }
                };
            }
        };
        Deliveries deliveries = start(OPTIONS, nameless);
        deliveries.submit(batch(0, 10));
        assertTrue(deliveries.flush(patience()));
        assertEquals(Map.of(DiscardReason.EXPORT_FAILED, 10L), outcome.discarded());
        deliveries.close(patience());
        assertBalanced(deliveries);
    }

    // With a spool.

    @Test
    void shouldSpoolWhatTheQueueCannotHoldAndReplayItInOrder() throws InterruptedException {
        ScriptedExporter exporter = new ScriptedExporter("one", 50, Map.of("process.pid", "1"));
        exporter.fromNowOn(retryAll());
        Deliveries deliveries = start(spoolBehind(100), exporter);
        deliveries.submit(batch(0, 10));
        clock.awaitWaiter();
        for (int i = 1; i < 100; i++) {
            deliveries.submit(batch(10 * i, 10 * i + 10));
        }
        ExporterStats stats = stats(deliveries);
        assertTrue(stats.spooled() > 800 && stats.spoolBytes() > 0, stats.toString());
        assertEquals(0, outcome.total());
        exporter.fromNowOn(batch -> { });
        clock.awaitWaiter();
        clock.advance(Duration.ofSeconds(8).toNanos());
        assertTrue(deliveries.flush(patience()));
        assertEquals(range(0, 1_000), exporter.accepted());
        assertEquals(1_000, outcome.exported());
        assertEquals(0, stats(deliveries).spooled());
        // The queue is in use again.
        deliveries.submit(batch(1_000, 1_010));
        assertTrue(deliveries.flush(patience()));
        assertEquals(range(0, 1_010), exporter.accepted());
        deliveries.close(patience());
        assertEquals(1_010, outcome.exported());
    }

    @Test
    void shouldKeepInTheSpoolWhatIsLeftAtCloseForTheNextProcess() throws InterruptedException {
        ScriptedExporter first = new ScriptedExporter("one", 100, Map.of("process.pid", "1"));
        first.fromNowOn(retryAll());
        Deliveries deliveries = start(spoolBehind(1_000), first);
        for (int i = 0; i < 30; i++) {
            deliveries.submit(batch(10 * i, 10 * i + 10));
        }
        first.awaitCalls(1);
        clock.awaitWaiter();
        deliveries.close(patience());
        assertEquals(Map.of(DiscardReason.SPOOLED, 300L), outcome.discarded());
        assertEquals(Map.of(DiscardReason.SPOOLED, 300L), stats(deliveries).discarded());

        ScriptedExporter second = new ScriptedExporter("one", 100, Map.of("process.pid", "2"));
        Deliveries next = start(spoolBehind(1_000), second);
        next.submit(batch(300, 310));
        assertTrue(next.flush(patience()));
        assertEquals(range(0, 310), second.accepted());
        assertEquals(Map.of("process.pid", "1"), second.resources().getFirst());
        assertEquals(Map.of(), second.resources().getLast());
        assertEquals(300, stats(next).replayed());
        assertEquals(10, stats(next).exported());
        next.close(patience());
        assertEquals(10, outcome.exported());

        ScriptedExporter third = new ScriptedExporter("one", 100, Map.of());
        Deliveries last = start(spoolBehind(1_000), third);
        assertTrue(last.flush(patience()));
        last.close(patience());
        assertEquals(List.of(), third.accepted(), "nothing is sent twice");
    }

    @Test
    void shouldCountReplayedEventsThatAreRefused() {
        ScriptedExporter first = new ScriptedExporter("one", 100, Map.of());
        first.fromNowOn(hang());
        Deliveries deliveries = start(spoolBehind(100), first);
        deliveries.submit(batch(0, 50));
        deliveries.close(little());
        assertEquals(Map.of(DiscardReason.SPOOLED, 50L), outcome.discarded());

        ScriptedExporter second = new ScriptedExporter("one", 100, Map.of());
        second.fromNowOn(refuseAll());
        Deliveries next = start(spoolBehind(100), second);
        next.close(patience());
        assertEquals(50, stats(next).replayLost());
        assertEquals(0, stats(next).given());
    }

    @Test
    void shouldLetTheOldestMakeRoomWhenTheSpoolIsFull() throws InterruptedException {
        ScriptedExporter exporter = new ScriptedExporter("one", 1_000, Map.of());
        exporter.fromNowOn(retryAll());
        Deliveries deliveries = Deliveries.start(List.of(exporter), new DeliveryOptions(
                100 * Delivery.EVENT_HEAP_BYTES, OPTIONS.retryBackoff(), OPTIONS.maxRetryBackoff(),
                Optional.of(folder), 1 << 20), clock, outcome);
        int batches = 300;
        deliveries.submit(batch(0, 100));
        clock.awaitWaiter();
        for (int i = 1; i < batches; i++) {
            deliveries.submit(batch(100 * i, 100 * i + 100));
            assertTrue(stats(deliveries).spoolBytes() <= 1 << 20);
        }
        long lost = outcome.discarded().get(DiscardReason.SPOOL_FULL);
        assertTrue(lost > 0);
        exporter.fromNowOn(batch -> { });
        clock.awaitWaiter();
        clock.advance(Duration.ofSeconds(8).toNanos());
        assertTrue(deliveries.flush(patience()));
        assertEquals(100L * batches - lost, exporter.accepted().size());
        assertEquals(range(100L * batches - 1_000, 100L * batches),
                exporter.accepted().subList(exporter.accepted().size() - 1_000, exporter.accepted().size()));
        assertEquals(100L * batches, outcome.total());
        deliveries.close(patience());
    }

    @Test
    void shouldSayWhyASpoolCannotBeOpened() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        DeliveryOptions options = new DeliveryOptions(1 << 20, OPTIONS.retryBackoff(), OPTIONS.maxRetryBackoff(),
                Optional.of(file), 1 << 20);
        ScriptedExporter exporter = new ScriptedExporter("one");
        String message = assertThrows(IllegalArgumentException.class, () -> start(options, exporter)).getMessage();
        assertTrue(message.startsWith("cannot open the spool of one in " + file), message);
        assertEquals(1, message.lines().count());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
