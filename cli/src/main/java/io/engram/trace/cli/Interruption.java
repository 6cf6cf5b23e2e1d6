// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that runs until it is interrupted come to its end in order: the JVM, told to end by Ctrl-C or
 * a signal, waits for it.
 *
 * <p>Assumptions: one thread runs the command and closes this when it is done.
 *
 * <p>Guarantees: the JVM waits no longer than two seconds, so that a command whose output nobody takes cannot hold it.
 */
final class Interruption implements AutoCloseable {
    private static final long GRACE_SECONDS = 2;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::request, "engram-interruption");

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void request() {
        requested.countDown();
        try {
            done.await(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the command has been told to end. */
    boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Waits for a time, or until the command has been told to end, which it returns. */
    boolean awaitRequest(Duration duration) throws InterruptedException {
        return requested.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is about to end: the hook runs, and has been told.
        }
    }
}
