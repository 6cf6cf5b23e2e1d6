// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

import io.engram.trace.core.CognitiveTracer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A workload for the tracer that means something: simulated participants in a false memory experiment, on several
 * threads, with an exact number of events.
 *
 * <p>Seed and number of threads fix every event of every thread; only the interleaving of threads differs between runs.
 */
public final class DemoWorkload {

    /** Receives how far the run is; always called on the thread that runs the workload. */
    @FunctionalInterface
    public interface Progress {

        /**
         * Called now and then, and once at the end.
         *
         * @param events events traced so far
         * @param total  events of the whole run
         */
        void update(long events, long total);
    }

    private static final long PROGRESS_MILLIS = 50;

    // One count per cache line, so that workers reporting progress do not slow each other down.
    private static final int STRIDE = 16;

    private final TraceSink sink;
    private final DrmLists lists;
    private final int threads;
    private final long events;
    private final long seed;

    /**
     * Prepares a run.
     *
     * @param tracer  receives the events
     * @param lists   the word lists to study
     * @param threads number of worker threads, at least 1
     * @param events  exact number of events to trace, over all threads; at least 0
     * @param seed    seed of all chance in the run
     */
    public DemoWorkload(
        final CognitiveTracer tracer, final DrmLists lists, final int threads, final long events, final long seed) {
        this(new TracerSink(Objects.requireNonNull(tracer, "tracer")), lists, threads, events, seed);
    }

    DemoWorkload(final TraceSink sink, final DrmLists lists, final int threads, final long events, final long seed) {
        this.sink = Objects.requireNonNull(sink, "sink");
        this.lists = Objects.requireNonNull(lists, "lists");
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread is needed: threads=" + threads);
        }
        if (events < 0) {
            throw new IllegalArgumentException("negative number of events: events=" + events);
        }
        this.threads = threads;
        this.events = events;
        this.seed = seed;
    }

    /**
     * Runs the workload and waits for its end.
     *
     * @param progress receives how far the run is
     * @return what was traced and what the participants remembered
     * @throws InterruptedException  if the calling thread is interrupted; the workers are stopped first
     * @throws IllegalStateException if a worker failed; the cause says why
     */
    public DemoOutcome run(final Progress progress) throws InterruptedException {
        Objects.requireNonNull(progress, "progress");
        final var network = new AssociativeNetwork(lists.lists());
        final var workers = new Thread[threads];
        final var tallies = new ExperimentTally[threads];
        final var counts = new AtomicLongArray(threads * STRIDE);
        final var failure = new AtomicReference<Throwable>();
        // Not interrupts: they close a file channel that the tracer may have open.
        final var stopped = new AtomicBoolean();
        final long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            final int worker = i;
            final var experiment = new DrmExperiment(network, ModelParameters.calibrated(), sink, seed, worker);
            tallies[worker] = experiment.tally();
            experiment.grant(events / threads + (worker < events % threads ? 1 : 0));
            workers[worker] = Thread.ofPlatform().name("engram-demo-" + worker).daemon().start(
                () -> work(experiment, worker, counts, failure, stopped));
        }
        try {
            await(workers, counts, progress);
        } finally {
            stopped.set(true);
            joinAll(workers);
        }
        final long wallNanos = System.nanoTime() - start;
        if (failure.get() != null) {
            throw new IllegalStateException("a demo worker failed", failure.get());
        }
        progress.update(events, events);
        return outcome(tallies, wallNanos);
    }

    private static void work(
        final DrmExperiment experiment, final int worker, final AtomicLongArray counts,
        final AtomicReference<Throwable> failure, final AtomicBoolean stopped) {
        try {
            while (!experiment.exhausted() && !stopped.get()) {
                experiment.runSession();
                counts.setOpaque(worker * STRIDE, experiment.tally().events());
            }
        } catch (final RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            stopped.set(true);
        }
    }

    private void await(final Thread[] workers, final AtomicLongArray counts, final Progress progress)
        throws InterruptedException {
        for (final Thread worker : workers) {
            while (!worker.join(Duration.ofMillis(PROGRESS_MILLIS))) {
                long done = 0;
                for (int i = 0; i < threads; i++) {
                    done += counts.getOpaque(i * STRIDE);
                }
                progress.update(done, events);
            }
        }
    }

    /** Leaves no worker behind, whatever happened: the caller may close the tracer next. */
    private static void joinAll(final Thread[] workers) {
        boolean interrupted = false;
        for (final Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (final InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private DemoOutcome outcome(final ExperimentTally[] tallies, final long wallNanos) {
        final var total = new ExperimentTally(lists.lists().size());
        for (final ExperimentTally tally : tallies) {
            total.add(tally);
        }
        return new DemoOutcome(
            total.primings, total.interferences, total.reconsolidations, total.falseMemories, wallNanos,
            total.listsTested(), total.falseRecallRate(), total.falseRecognitionRate(), total.veridicalRecallRate(),
            lists.meanFalseRecall(), lists.meanFalseRecognition(), lists.meanVeridicalRecall());
    }
}
