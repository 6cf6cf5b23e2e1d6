// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;

/**
 * A thread that does one task after another.
 *
 * <p>Guarantees: whoever waits for a task sees all that it did, and the worker all that happened before it got the
 * task.
 */
final class Worker {
    private final SynchronousQueue<FutureTask<Void>> tasks = new SynchronousQueue<>();
    private final Thread thread;
    private volatile boolean ending;

    Worker(boolean virtual, String name) {
        Thread.Builder builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
        this.thread = builder.name(name).start(this::work);
    }

    Thread thread() {
        return thread;
    }

    boolean isVirtual() {
        return thread.isVirtual();
    }

    /** Gives the worker a task and does not wait until it is done. */
    FutureTask<Void> begin(Runnable work) {
        FutureTask<Void> task = new FutureTask<>(work, null);
        hand(task);
        return task;
    }

    /** Has a task done; whatever it throws comes out here. */
    void run(Runnable work) {
        await(begin(work));
    }

    static void await(FutureTask<Void> task) {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a thread of the program failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Ends the thread, and returns when it has ended. */
    void stop() {
        begin(() -> ending = true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private void hand(FutureTask<Void> task) {
        try {
            tasks.put(task);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private void work() {
        while (!ending) {
            try {
                tasks.take().run();
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
