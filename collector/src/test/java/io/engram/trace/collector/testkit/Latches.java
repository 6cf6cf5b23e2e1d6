// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.testkit;

import java.util.concurrent.CountDownLatch;

/** Waiting where no checked exception may be thrown. */
public final class Latches {
    private Latches() {
    }

    /** Waits for a latch; an interrupt fails the test. */
    public static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
