// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.testkit.CountedOutcome;
import io.engram.trace.collector.delivery.Deliveries;
import io.engram.trace.collector.delivery.DeliveryClock;
import io.engram.trace.collector.delivery.DeliveryOptions;
import io.engram.trace.collector.testkit.FakeDeliveryClock;
import io.engram.trace.collector.delivery.Patience;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.ExporterStats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every exporter to a server has to do, whatever that server does: what was sent is what the server has and what is
 * counted as discarded, by reason; nothing is sent twice that the server has acknowledged; and nothing is lost while queue
 * or spool have room.
 */
@Timeout(120)
public abstract class ServerExporterContract {
    private static final TracedThread THREAD = new TracedThread(1, "main");
    private static final long START_UNIX_NANO = 1_795_000_000_000_000_000L;
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(8);

    @TempDir
    protected Path folder;
    private final FakeDeliveryClock clock = new FakeDeliveryClock();
    private final CountedOutcome outcome = new CountedOutcome();
    private TestServer server;
    private Deliveries deliveries;
    private long submitted;

    /** Starts a server that accepts. */
    protected abstract TestServer startServer() throws Exception;

    /** Starts a server whose certificate {@link #exporterTo} has no reason to trust. */
    protected abstract TestServer startUntrustedServer() throws Exception;

    /**
     * Makes an exporter.
     *
     * @param timeout after which a request without an answer has failed
     */
    protected abstract EventExporter exporterTo(TestServer target, boolean tls, Duration timeout) throws Exception;

    @AfterEach
    void end() {
        if (deliveries != null) {
            deliveries.close(new Patience(System.nanoTime()));
        }
        if (server != null) {
            server.close();
        }
    }

    private void start(DeliveryClock time, Duration timeout, boolean spool) throws Exception {
        server = startServer();
        begin(exporterTo(server, false, timeout), time, spool);
    }

    private void begin(EventExporter exporter, DeliveryClock time, boolean spool) {
        DeliveryOptions options = new DeliveryOptions(1 << 20,
                time == clock ? FIRST_BACKOFF : Duration.ofMillis(1), time == clock ? LONGEST_BACKOFF : Duration.ofMillis(5),
                spool ? Optional.of(folder.resolve("spool")) : Optional.empty(), 16 << 20);
        deliveries = Deliveries.start(List.of(exporter), options, time, outcome);
    }

    private void submit(int events) {
        List<CognitiveEvent> list = new ArrayList<>();
        for (int i = 0; i < events; i++, submitted++) {
            list.add(new PrimingEvent(START_UNIX_NANO + submitted, THREAD, submitted, 1, 0, PrimingType.SEMANTIC, 0.5f,
                    submitted, -submitted));
        }
        deliveries.submit(new EventBatch(list));
    }

    private static Patience patience() {
        return new Patience(System.nanoTime() + TimeUnit.SECONDS.toNanos(60));
    }

    private ExporterStats stats() {
        ExporterStats stats = deliveries.stats().getFirst();
        assertTrue(stats.isBalanced(), stats.toString());
        return stats;
    }

    private void checkAllArrivedOnce() {
        assertEquals(LongStream.range(0, submitted).boxed().toList(), server.acceptedPositions().stream().sorted()
                .toList());
        assertEquals(submitted, outcome.exported());
        assertEquals(Map.of(), outcome.discarded());
        assertEquals(submitted, stats().exported());
    }

    /** Where an answer was lost on its way back, the server may have been given an event twice. */
    private void checkAllArrived() {
        HashSet<Long> arrived = new HashSet<>(server.acceptedPositions());
        assertEquals(submitted, arrived.size());
        assertEquals(submitted, outcome.exported());
        assertEquals(Map.of(), outcome.discarded());
        assertEquals(submitted, stats().exported());
    }

    @Test
    void shouldExportEachEventOnce() throws Exception {
        start(clock, Duration.ofSeconds(30), false);
        for (int round = 0; round < 12; round++) {
            submit(1 + 100 * round);
        }
        assertTrue(deliveries.flush(patience()));
        checkAllArrivedOnce();
        deliveries.close(patience());
        checkAllArrivedOnce();
    }

    @Test
    void shouldTryAgainAfterAFailureForNow() throws Exception {
        start(clock, Duration.ofSeconds(30), false);
        server.failForNow(3);
        submit(100);
        for (int attempt = 0; attempt < 3; attempt++) {
            clock.advanceTo(clock.awaitWaiter());
        }
        assertTrue(deliveries.flush(patience()));
        checkAllArrivedOnce();
        assertEquals(3, stats().retries());
        deliveries.close(patience());
    }

    @Test
    void shouldCountWhatIsRefusedAndGoOn() throws Exception {
        start(clock, Duration.ofSeconds(30), false);
        server.refuse(1);
        submit(100);
        assertTrue(deliveries.flush(patience()));
        submit(50);
        assertTrue(deliveries.flush(patience()));
        assertEquals(LongStream.range(100, 150).boxed().toList(), server.acceptedPositions());
        assertEquals(50, outcome.exported());
        assertEquals(Map.of(DiscardReason.REFUSED, 100L), outcome.discarded());
        assertTrue(stats().lastFailure().contains("for good"), stats().lastFailure());
        deliveries.close(patience());
        assertEquals(150, outcome.total());
    }

    @Test
    void shouldKeepWhatFailsForNowAsLongAsThereIsTime() throws Exception {
        start(clock, Duration.ofSeconds(30), false);
        server.failForNow(1_000_000);
        submit(100);
        submit(100);
        for (int attempt = 0; attempt < 10; attempt++) {
            clock.advanceTo(clock.awaitWaiter());
        }
        assertEquals(0, outcome.total());
        assertEquals(200, stats().queued());
        deliveries.close(new Patience(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200)));
        assertEquals(Map.of(DiscardReason.SHUTDOWN, 200L), outcome.discarded());
        assertEquals(Map.of(DiscardReason.SHUTDOWN, 200L), stats().discarded());
        assertEquals(List.of(), server.acceptedPositions());
    }

    @Test
    void shouldLeaveToTheNextProcessWhatASpoolKeeps() throws Exception {
        start(clock, Duration.ofSeconds(30), true);
        server.failForNow(1_000_000);
        submit(100);
        clock.awaitWaiter();
        // Too much for the queue.
        for (int i = 0; i < 100; i++) {
            submit(200);
        }
        assertTrue(stats().spooled() > 0);
        deliveries.close(patience());
        assertEquals(Map.of(DiscardReason.SPOOLED, submitted), outcome.discarded());
        server.close();

        server = startServer();
        begin(exporterTo(server, false, Duration.ofSeconds(30)), clock, true);
        deliveries.close(patience());
        assertEquals(LongStream.range(0, submitted).boxed().toList(), server.acceptedPositions());
        assertEquals(submitted, stats().replayed());
        assertEquals(0, stats().spoolBytes());
    }

    @Test
    void shouldWaitForASlowServer() throws Exception {
        start(clock, Duration.ofSeconds(30), false);
        server.acceptAfter(Duration.ofMillis(300), 3);
        for (int i = 0; i < 3; i++) {
            submit(100);
            assertTrue(deliveries.flush(patience()));
        }
        checkAllArrivedOnce();
        deliveries.close(patience());
    }

    @Test
    void shouldTryAgainWhenAnAnswerDoesNotComeInTime() throws Exception {
        start(DeliveryClock.SYSTEM, Duration.ofMillis(500), false);
        server.hang(1);
        submit(100);
        assertTrue(deliveries.flush(patience()));
        checkAllArrived();
        assertEquals(1, stats().retries());
        deliveries.close(patience());
    }

    @Test
    void shouldCloseInTimeThoughTheServerHangs() throws Exception {
        start(clock, Duration.ofMinutes(5), false);
        server.hang(1_000);
        submit(100);
        server.awaitRequests(1);
        long before = System.nanoTime();
        deliveries.close(new Patience(before + TimeUnit.SECONDS.toNanos(1)));
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        assertTrue(took < 30_000, took + " ms");
        assertEquals(Map.of(DiscardReason.SHUTDOWN, 100L), outcome.discarded());
    }

    @Test
    void shouldTryAgainWhenTheConnectionBreaks() throws Exception {
        start(clock, Duration.ofSeconds(30), false);
        submit(10);
        assertTrue(deliveries.flush(patience()));
        server.stopWithinRequest();
        submit(100);
        long retryAt = clock.awaitWaiter();
        assertFalse(deliveries.flush(new Patience(System.nanoTime())));
        server.stop();
        server.restart();
        clock.advanceTo(retryAt);
        assertTrue(deliveries.flush(patience()));
        checkAllArrivedOnce();
        deliveries.close(patience());
    }

    @Test
    void shouldComeBackWhenTheServerAsksTo() throws Exception {
        start(clock, Duration.ofSeconds(30), false);
        server.throttle(Duration.ofSeconds(20), 1);
        submit(100);
        long retryAt = clock.awaitWaiter();
        assertTrue(retryAt >= Duration.ofSeconds(20).toNanos()
                && retryAt <= Duration.ofSeconds(20).plus(FIRST_BACKOFF).toNanos(), retryAt + " ns");
        clock.advanceTo(retryAt);
        assertTrue(deliveries.flush(patience()));
        checkAllArrivedOnce();
        deliveries.close(patience());
    }

    @Test
    void shouldSendNothingToAServerItDoesNotTrust() throws Exception {
        server = startUntrustedServer();
        begin(exporterTo(server, true, Duration.ofSeconds(30)), clock, false);
        submit(100);
        clock.awaitWaiter();
        assertTrue(stats().lastFailure().toLowerCase(Locale.ROOT).contains("certif")
                || stats().lastFailure().contains("PKIX"), stats().lastFailure());
        deliveries.close(new Patience(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200)));
        assertEquals(List.of(), server.acceptedPositions());
        assertEquals(Map.of(DiscardReason.SHUTDOWN, 100L), outcome.discarded());
    }

    @Test
    void shouldLoseNothingWhenTheServerIsGoneForHalfAMinute() throws Exception {
        start(clock, Duration.ofSeconds(30), false);
        submit(10);
        assertTrue(deliveries.flush(patience()));
        server.stop();
        long back = clock.nanos() + TimeUnit.SECONDS.toNanos(30);
        submit(100);
        while (clock.nanos() < back) {
            clock.advanceTo(clock.awaitWaiter());
            submit(10);
        }
        server.restart();
        do {
            clock.advance(LONGEST_BACKOFF.toNanos());
        } while (!deliveries.flush(new Patience(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500))));
        checkAllArrivedOnce();
        deliveries.close(patience());
    }

    @Test
    void shouldRefuseEventsAfterClose() throws Exception {
        server = startServer();
        EventExporter exporter = exporterTo(server, false, Duration.ofSeconds(30));
        exporter.close();
        exporter.close();
        begin(exporter, clock, false);
        submit(10);
        assertTrue(deliveries.flush(patience()));
        assertEquals(Map.of(DiscardReason.EXPORT_FAILED, 10L), outcome.discarded());
        assertEquals(List.of(), server.acceptedPositions());
    }
}
