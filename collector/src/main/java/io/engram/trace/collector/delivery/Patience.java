// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How long a caller still waits: until a deadline, or hardly any longer once it was interrupted. An interrupted thread
 * still closes a tracer in an orderly way if that takes no waiting.
 */
public final class Patience {
    private static final long INTERRUPTED_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private long deadline;
    private boolean interrupted;

    /**
     * Waits until a deadline.
     *
     * @param deadline of {@link System#nanoTime}
     */
    public Patience(long deadline) {
        this.deadline = deadline;
    }

    /**
     * What is left of it.
     *
     * @return nanoseconds, negative when it is over
     */
    public long leftNanos() {
        return deadline - System.nanoTime();
    }

    /**
     * Waits for a latch.
     *
     * @param latch opened by another thread
     * @return whether it was opened in time
     */
    public boolean await(CountDownLatch latch) {
        while (latch.getCount() > 0 && leftNanos() > 0) {
            try {
                latch.await(leftNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted();
            }
        }
        return latch.getCount() == 0;
    }

    /** Takes note that the thread was interrupted while it waited. */
    public void interrupted() {
        interrupted = true;
        deadline = Math.min(deadline - System.nanoTime(), INTERRUPTED_NANOS) + System.nanoTime();
    }

    /** Gives the thread the interrupts back that came while it waited. */
    public void restoreInterrupt() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The same patience, but less of it.
     *
     * @param nanos how much earlier its deadline is
     * @return patience
     */
    public Patience lessBy(long nanos) {
        return new Patience(deadline - nanos);
    }
}
