// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.peer;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * A thread that empties queues, one after the other, as a collector does.
 *
 * <p><b>Assumptions.</b> Queues are added by any thread, before their first event.
 *
 * <p><b>Guarantees.</b> Each queue is drained by this thread alone. What a queue throws ends the thread, and
 * {@link #stop} throws it again.
 *
 * <p><b>Progress.</b> Producers never wait for it.
 */
final class Drainer {
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Thread thread = new Thread(this::run, "drainer");
    // Replaced as a whole: an iterator each round would count as allocation of the benchmark.
    private volatile IntSupplier[] queues = {};
    private volatile boolean stopping;
    private volatile RuntimeException failure;

    Drainer() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Drains a queue from now on; {@code drain} takes what there is and returns how many events that were. */
    synchronized void add(IntSupplier drain) {
        IntSupplier[] more = Arrays.copyOf(queues, queues.length + 1);
        more[queues.length] = drain;
        queues = more;
    }

    private void run() {
        try {
            while (!stopping) {
                int taken = 0;
                for (IntSupplier queue : queues) {
                    taken += queue.getAsInt();
                }
                if (taken == 0) {
                    // There may be more producers than cores.
                    Thread.yield();
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    void stop() throws InterruptedException {
        stopping = true;
        thread.join(TimeUnit.NANOSECONDS.toMillis(DEADLINE_NANOS));
        if (failure != null) {
            throw failure;
        }
    }
}
