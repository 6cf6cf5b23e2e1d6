// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.spi;

/**
 * Makes the daemon threads that work for a tracer. They take nothing over from whoever happens to start the tracer: that
 * one's class loader and thread locals may have to go before the tracer, or the JVM, does.
 */
public final class BackgroundThread {
    private BackgroundThread() {
    }

    /**
     * Makes a thread.
     *
     * @param owner whose class loader the thread has
     * @param name thread name
     * @param task what it runs
     * @return the thread, not started
     */
    public static Thread unstarted(Class<?> owner, String name, Runnable task) {
        Thread thread = Thread.ofPlatform().daemon().name(name).inheritInheritableThreadLocals(false).unstarted(task);
        thread.setContextClassLoader(owner.getClassLoader());
        return thread;
    }
}
