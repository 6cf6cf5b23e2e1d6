// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.core.spi.TracedThread;

/**
 * A thread that owned a ring.
 *
 * @param number how many owned it before, from 0; -1 for one that is not known any more
 * @param firstPosition from which position on it wrote
 * @param thread the thread
 */
record Owner(long number, long firstPosition, TracedThread thread) {
    /** Stands for all that are not known any more: their positions are the ring's. */
    static final Owner UNKNOWN = new Owner(-1, 0, new TracedThread(0, "unknown"));
    /** Stands for all threads that share a ring. */
    static final TracedThread SHARED = new TracedThread(0, "shared");
}
