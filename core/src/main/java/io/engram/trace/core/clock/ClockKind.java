// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

/** Which clock a tracer goes by. */
public enum ClockKind {
    /** The processor's counter where it can be trusted and native access is granted, else {@link System#nanoTime}. */
    AUTO,
    /** As {@link #AUTO}, but a warning tells why if it is not the counter. */
    TSC,
    /** {@link System#nanoTime}. */
    NANO
}
