// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

/**
 * Events that a spool does not have any more, without their having been delivered.
 *
 * @param <T> the tag's type
 * @param tag as it was appended; null if it was done through another spool object
 * @param events how many, -1 if that cannot be told
 * @param cause why they are lost
 */
public record LostBlock<T>(T tag, long events, Cause cause) {
    /** Why events of a spool are lost. */
    public enum Cause {
        /** They made room for newer ones. */
        FULL,
        /** They could not be read. */
        CORRUPT
    }
}
