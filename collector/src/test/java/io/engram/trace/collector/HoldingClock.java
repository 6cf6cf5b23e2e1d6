// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector;

import static io.engram.trace.collector.testkit.Latches.awaitQuietly;

import io.engram.trace.core.clock.TraceClock;
import java.util.concurrent.CountDownLatch;

/** A clock that holds the collector: that one reads the time of day before it drains. */
final class HoldingClock implements TraceClock {
    private final TraceClock clock;
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    HoldingClock(TraceClock clock) {
        this.clock = clock;
    }

    /** Waits until the collector is held. */
    void awaitHeld() throws InterruptedException {
        stuck.await();
    }

    /** Lets the collector go on. */
    void release() {
        goOn.countDown();
    }

    @Override
    public long ticks() {
        return clock.ticks();
    }

    @Override
    public long epochNanos() {
        if (Thread.currentThread().getName().equals("engram-trace-collector")) {
            stuck.countDown();
            awaitQuietly(goOn);
        }
        return clock.epochNanos();
    }
}
