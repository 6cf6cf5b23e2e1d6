// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

/**
 * Whether events of a type are recorded, and how many of them.
 *
 * @param on whether trace calls of the type do anything
 * @param rate sample rate, 0.0 to 1.0; 0.0 while it is off, when no file says which rate it will have
 */
public record Switch(boolean on, double rate) {
    /** Nothing is recorded. */
    public static final Switch OFF = new Switch(false, 0.0);
}
