package io.engram.trace.cli.demo;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Several rememberers side by side, each in its own thread, until so many events were traced. */
public final class DemoRun {
    private static final long PROGRESS_MILLIS = 100;
    // Trials of different threads must not share a number: it is the correlation id of their events.
    private static final int TRIAL_BITS = 40;

    private final CognitiveTracer tracer;
    private final long events;
    private final int threads;
    private final long seed;

    /**
     * Describes a run.
     *
     * @param tracer gets the events
     * @param events how many in all, exactly
     * @param threads how many rememberers at a time
     * @param seed of the noise; the same seed gives the same events per thread
     */
    public DemoRun(CognitiveTracer tracer, long events, int threads, long seed) {
        this.tracer = tracer;
        this.events = events;
        this.threads = threads;
        this.seed = seed;
    }

    /**
     * What came out of a run.
     *
     * @param traced trace calls per event type
     * @param nanos how long it took
     * @param lists lists studied and recalled
     * @param falseRecall share of them whose lure was recalled
     * @param recall share of studied words that were recalled
     */
    public record Result(Map<EventType, Long> traced, long nanos, long lists, double falseRecall, double recall) {
        /**
         * The published share of falsely recalled lures.
         *
         * @return Roediger and McDermott (1995), experiment 2
         */
        public static double publishedFalseRecall() {
            return DrmLists.PUBLISHED_FALSE_RECALL;
        }

        /**
         * The published share of falsely recalled lures with fewer and shorter lists.
         *
         * @return Roediger and McDermott (1995), experiment 1
         */
        public static double publishedFalseRecallLow() {
            return DrmLists.PUBLISHED_FALSE_RECALL_LOW;
        }
    }

    private final class Worker extends Thread {
        private final EventBudget budget;
        private final Rememberer rememberer;

        Worker(int number, SemanticNetwork network, List<DrmList> lists, AtomicLong progress) {
            super("rememberer-" + (number + 1));
            long share = events / threads + (number < events % threads ? 1 : 0);
            this.budget = new EventBudget(tracer, share, progress);
            // Not seed + number: neighbouring runs would share all threads but one.
            SplittableRandom random = new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L + number);
            this.rememberer = new Rememberer(network, lists, budget, random, (long) (number + 1) << TRIAL_BITS);
        }

        @Override
        public void run() {
            while (!budget.isSpent()) {
                rememberer.takePart();
            }
        }
    }

    /**
     * Runs to the end.
     *
     * @param progress is told now and then how many events were traced so far
     * @return what came out
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public Result run(LongConsumer progress) throws InterruptedException {
        List<DrmList> lists = DrmLists.load();
        SemanticNetwork network = new SemanticNetwork(lists);
        AtomicLong done = new AtomicLong();
        List<Worker> workers = new ArrayList<>();
        for (int number = 0; number < threads; number++) {
            workers.add(new Worker(number, network, lists, done));
        }
        long start = System.nanoTime();
        workers.forEach(Thread::start);
        for (Worker worker : workers) {
            while (!worker.join(java.time.Duration.ofMillis(PROGRESS_MILLIS))) {
                progress.accept(done.get());
            }
        }
        long nanos = System.nanoTime() - start;
        progress.accept(done.get());
        return sum(workers, nanos);
    }

    private static Result sum(List<Worker> workers, long nanos) {
        Map<EventType, Long> traced = new EnumMap<>(EventType.class);
        long studied = 0;
        long falselyRecalled = 0;
        long tested = 0;
        long recalled = 0;
        for (Worker worker : workers) {
            for (EventType type : EventType.values()) {
                traced.merge(type, worker.budget.count(type), Long::sum);
            }
            studied += worker.rememberer.lists();
            falselyRecalled += worker.rememberer.falselyRecalled();
            tested += worker.rememberer.tested();
            recalled += worker.rememberer.recalled();
        }
        return new Result(traced, nanos, studied, studied == 0 ? 0 : (double) falselyRecalled / studied,
                tested == 0 ? 0 : (double) recalled / tested);
    }
}
