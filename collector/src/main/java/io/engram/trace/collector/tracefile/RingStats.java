// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.core.spi.TracedThread;

/**
 * The accounts of one ring, over all threads that owned it.
 *
 * @param index which ring, from 0
 * @param thread its last owner; id 0 and the name {@code shared} if threads share it
 * @param owners how many threads have owned it; 0 if threads share it
 * @param recorded events written into it
 * @param sampledOut events that its owners skipped by sampling, as of when that was last published
 * @param overwritten events lost to later ones before they were collected
 * @param collected events that the tracer's collector took
 * @param waiting events in it that the collector has yet to take
 * @param capacity slots
 */
public record RingStats(int index, TracedThread thread, long owners, long recorded, long sampledOut,
        long overwritten, long collected, long waiting, int capacity) {

    /**
     * How full the ring is with events that wait for the collector.
     *
     * @return 0.0 to 1.0; 1.0 if the next event overwrites one that was not collected
     */
    public double fill() {
        return (double) waiting / capacity;
    }
}
