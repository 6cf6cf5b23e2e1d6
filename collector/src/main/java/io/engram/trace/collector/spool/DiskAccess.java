// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * What is done with a channel and may be done again from the start.
 *
 * @param <R> what comes of it
 */
@FunctionalInterface
interface DiskAccess<R> {
    R run() throws IOException;

    /**
     * Does it whatever interrupts the thread; afterwards the thread is interrupted as before. An interrupt means that
     * the thread should end, which is when it saves what it has.
     */
    default R runToTheEnd() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return run();
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
