// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.testkit;

import io.engram.trace.collector.delivery.DeliveryClock;
import java.util.concurrent.locks.Condition;

/** Time that passes only when a test says so. */
public final class FakeDeliveryClock implements DeliveryClock {
    private long now;
    private long wakeAt = Long.MAX_VALUE;

    /** Makes a clock that stands at 0. */
    public FakeDeliveryClock() {
    }

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public void await(Condition condition, long nanos) throws InterruptedException {
        synchronized (this) {
            wakeAt = now + nanos;
            notifyAll();
        }
        // Looks at the time now and then, as it cannot be signalled without the condition's lock.
        condition.awaitNanos(1_000_000);
    }

    /** Waits until somebody waits, and returns until when. */
    public synchronized long awaitWaiter() throws InterruptedException {
        while (wakeAt <= now || wakeAt == Long.MAX_VALUE) {
            wait();
        }
        return wakeAt;
    }

    public synchronized void advanceTo(long nanos) {
        now = nanos;
        wakeAt = Long.MAX_VALUE;
    }

    public synchronized void advance(long nanos) {
        advanceTo(now + nanos);
    }
}
