// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.files;

import io.engram.trace.core.spi.BackgroundThread;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Does file operations where no interrupt reaches them: a thread that is interrupted while it uses a channel, or was
 * before, closes it, and with it goes the lock that tells others that this process lives.
 *
 * <p>Progress: the caller waits until the operation is done. If it was interrupted meanwhile, it is so afterwards.
 */
public final class Uninterrupted {
    private Uninterrupted() {
    }

    /**
     * Does an operation in a thread of its own.
     *
     * @param <T> type of its result
     * @param operation what to do
     * @return its result
     * @throws IOException if it fails, for whatever reason
     */
    public static <T> T call(Callable<T> operation) throws IOException {
        FutureTask<T> task = new FutureTask<>(operation);
        BackgroundThread.unstarted(Uninterrupted.class, "engram-trace-io", task).start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
