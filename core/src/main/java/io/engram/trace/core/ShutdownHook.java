// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import io.engram.trace.core.spi.BackgroundThread;
import java.lang.ref.WeakReference;
import java.time.Duration;

/**
 * Closes a session when the JVM ends, so that what its rings hold is exported and its file removed.
 *
 * <p>Guarantees: it keeps neither the session nor the tracer alive. Progress: it takes no longer than its timeout,
 * whatever exporters do, and whoever else is closing the session.
 */
final class ShutdownHook {
    private final Thread thread;

    private ShutdownHook(Session session, Duration timeout) {
        WeakReference<Session> weak = new WeakReference<>(session);
        this.thread = BackgroundThread.unstarted(ShutdownHook.class, "engram-trace-shutdown",
                () -> close(weak.get(), timeout));
    }

    private static void close(Session session, Duration timeout) {
        if (session != null) {
            session.closeWithin(timeout);
        }
    }

    /**
     * Adds a hook.
     *
     * @param timeout how long it may take; zero for no hook
     * @return the hook, or null for none
     */
    static ShutdownHook add(Session session, Duration timeout) {
        if (timeout.isZero()) {
            return null;
        }
        ShutdownHook hook = new ShutdownHook(session, timeout);
        try {
            Runtime.getRuntime().addShutdownHook(hook.thread);
            return hook;
        } catch (IllegalStateException e) {
            // The JVM is ending: too late for hooks.
            return null;
        }
    }

    /** Removes the hook, unless it runs. */
    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook finds the session closed.
        }
    }
}
