// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** The time by which exporters wait before they try again. Tests let it pass as they like. */
public interface DeliveryClock {
    /** The JVM's own. */
    DeliveryClock SYSTEM = new DeliveryClock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void await(Condition condition, long nanos) throws InterruptedException {
            condition.await(nanos, TimeUnit.NANOSECONDS);
        }
    };

    /**
     * The time.
     *
     * @return nanoseconds from an arbitrary origin
     */
    long nanos();

    /**
     * Waits until a condition is signalled or a time has passed; may return earlier.
     *
     * @param condition its lock is held
     * @param nanos longest wait
     * @throws InterruptedException if the thread is interrupted
     */
    void await(Condition condition, long nanos) throws InterruptedException;
}
