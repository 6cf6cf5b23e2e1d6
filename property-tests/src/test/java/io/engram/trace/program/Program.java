// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.engram.trace.collector.Collector;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.DrainReport;
import io.engram.trace.core.stats.ExporterStats;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * A tracer, its collector, its exporters and the threads that record; and the books of all that.
 *
 * <p>Assumptions: one thread does one action after another. Guarantees: after each action the collector stands, and
 * each exporter is idle or waits for its mood to change, so that the books can be compared.
 */
final class Program {
    /** Threads with higher numbers are virtual. */
    static final int PLATFORM_THREADS = 3;
    /** How many threads there may be at a time. */
    static final int THREADS = 5;

    private static final Duration PATIENTLY = Duration.ofMinutes(1);
    // One that follows another takes nothing if the collector asked for room before the exporters were done, and a flush
    // that begins takes a step: so many in turn without one that takes something are more than there can be.
    private static final int STEPS = 12;
    private static final int TURNS = 40;

    private final Setup setup;
    private final SteppedClock clock = new SteppedClock();
    private final List<MoodyExporter> exporters;
    private final HeldCollector collector;
    private final CognitiveTracer tracer;
    private final Optional<RingBooks> rings;
    private final Books books;
    private final Map<Integer, Worker> workers = new TreeMap<>();
    private DrainReport closed;

    /** Starts it; without books of the rings if calls are to be made at the same time. */
    Program(Setup setup, boolean oneCallAtATime) {
        this.setup = setup;
        this.exporters = Stream.of("a", "b").limit(setup.exporters()).map(MoodyExporter::new).toList();
        MoodyExporter[] all = exporters.toArray(MoodyExporter[]::new);
        this.collector = new HeldCollector(Collector.exportingTo(setup.filter(), all));
        this.rings = oneCallAtATime ? Optional.of(new RingBooks(collector::rings, setup.rings())) : Optional.empty();
        this.books = new Books(setup, rings, exporters);
        this.tracer = CognitiveTracer.start(setup.config(), collector, clock);
        collector.awaitStanding();
    }

    void start(int number) {
        worker(number);
    }

    private Worker worker(int number) {
        return workers.computeIfAbsent(number, n -> new Worker(n >= PLATFORM_THREADS, "thread-" + n));
    }

    /** Ends a thread, if there is one with this number. */
    void stop(int number) {
        Worker worker = workers.remove(number);
        if (worker != null) {
            worker.stop();
        }
    }

    /** Has a thread make a call some times. */
    void record(int number, TraceCall call, int times) {
        Worker worker = worker(number);
        worker.run(() -> call(worker, call, times));
    }

    /** Has a thread make a call and end. */
    void recordAndStop(int number, TraceCall call) {
        record(number, call, 1);
        stop(number);
    }

    private void call(Worker worker, TraceCall call, int times) {
        for (int i = 0; i < times; i++) {
            long tick = clock.nextCall();
            call.make(tracer);
            books.called(worker, call, tick);
        }
    }

    /** Has several threads make calls at the same time, one call each, while the collector stands or runs. */
    void recordAtOnce(List<TraceCall> calls, int times, boolean collecting) {
        boolean runs = collecting && closed == null;
        if (runs) {
            collector.free();
        }
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            Worker worker = worker(i);
            TraceCall call = calls.get(i);
            tasks.add(worker.begin(() -> call(worker, call, times)));
        }
        tasks.forEach(Worker::await);
        if (runs) {
            collector.hold();
        }
        settle();
    }

    void setEnabled(EventType type, boolean on) {
        tracer.setEnabled(type, on);
        books.switches().setEnabled(type, on);
    }

    void setRate(EventType type, double rate) {
        tracer.setSampleRate(type, rate);
        books.switches().setRate(type, rate);
    }

    /** Lets the time pass after which events are exported that fill no batch. */
    void letTimePass() {
        clock.advance(Setup.INTERVAL.toNanos());
    }

    /** Lets the collector look once, after which threads may find rings that it has not come back to. */
    void step() {
        if (closed == null) {
            collector.step();
            settle();
        }
    }

    /** Lets the collector take what there is, as far as there is room for it. */
    void drain() {
        if (closed != null) {
            return;
        }
        TracerStats stats;
        long left = Long.MAX_VALUE;
        int inVain = 0;
        do {
            collector.step();
            settle();
            stats = tracer.stats();
            long before = left;
            left = stats.total(TypeStats::inRing);
            // With little room, which events that are not wanted use up, too, it takes one or two at a time.
            inVain = left < before ? 0 : inVain + 1;
        } while (inVain < STEPS && left > 0);
        books.checkDrained(stats);
    }

    /** Has a thread fill a ring, and the collector take it, by turns; large rings fill the exporters' queues so. */
    void takeTurns(int number, TraceCall call) {
        for (int i = 0; i < TURNS && i <= 2 * Setup.QUEUE_EVENTS / setup.capacity(); i++) {
            record(number, call, setup.capacity());
            drain();
        }
    }

    /** Changes an exporter's mood, if there is one of this name. */
    void become(String name, Mood mood) {
        exporters.stream().filter(exporter -> exporter.name().equals(name)).forEach(exporter -> exporter.become(mood));
        settle();
    }

    /** Flushes; not waiting for it where an exporter is slow. */
    void flush() {
        if (closed != null) {
            assertEquals(closed, tracer.flush(PATIENTLY));
        } else if (isAnySlow()) {
            assertFalse(tracer.flush(Duration.ZERO).complete(), "nothing was flushed yet");
        } else {
            collector.free();
            DrainReport report = tracer.flush(PATIENTLY);
            collector.hold();
            settle();
            assertEquals(new DrainReport(true, 0, 0), report);
            books.checkFlushed(tracer.stats());
            rings.ifPresent(RingBooks::passed);
        }
    }

    private boolean isAnySlow() {
        return exporters.stream().anyMatch(MoodyExporter::isSlow);
    }

    /** Closes the tracer: at once, or when everything is exported, unless an exporter is slow. */
    void close(boolean patiently) {
        if (closed != null) {
            assertEquals(closed, tracer.close(PATIENTLY));
            return;
        }
        boolean waits = patiently && !isAnySlow();
        collector.free();
        closed = tracer.close(waits ? PATIENTLY : Duration.ZERO);
        Waits.until(() -> exporters.stream().allMatch(MoodyExporter::isClosed), () -> "the exporters are closed");
        rings.ifPresent(RingBooks::collect);
        books.switches().close();
        if (waits) {
            assertEquals(new DrainReport(true, 0, 0), closed);
            books.checkFlushed(tracer.stats());
        }
    }

    /** Waits until no exporter gets on any more, and notes what the collector took. */
    private void settle() {
        if (closed == null) {
            Waits.until(this::isSettled, () -> "exporters are idle or wait: " + tracer.stats());
            rings.ifPresent(RingBooks::collect);
        }
    }

    private boolean isSettled() {
        List<ExporterStats> stats = tracer.stats().exporters();
        for (int i = 0; i < exporters.size(); i++) {
            if (stats.get(i).queued() > 0 && !exporters.get(i).isWaiting()) {
                return false;
            }
        }
        return true;
    }

    void check() {
        books.check(tracer.stats());
    }

    /** Has exporters recover, closes the tracer, and records once more. */
    void finish() {
        exporters.forEach(exporter -> exporter.become(Mood.WELL));
        close(true);
        check();
        record(0, new TraceCall.FalseMemory(0, 1, 0, new long[0], 0), 1);
        check();
    }

    /** Ends everything, wherever the program failed. */
    void abandon() {
        collector.free();
        exporters.forEach(exporter -> exporter.become(Mood.WELL));
        tracer.close(Duration.ZERO);
        List.copyOf(workers.keySet()).forEach(this::stop);
    }

    @Override
    public String toString() {
        return setup + (closed == null ? "" : ", closed") + ", threads " + workers.keySet() + ", "
                + tracer.stats().byType();
    }
}
