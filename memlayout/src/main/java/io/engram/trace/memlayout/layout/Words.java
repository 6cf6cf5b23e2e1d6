// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.layout;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Aligned 64-bit words of off-heap memory, with the memory order in the verb.
 *
 * <p>The handle comes from the plain value layout and not from a struct's path: on JDK 22 handles derived from a
 * struct element refuse acquire and release (JDK-8331734). Every offset is in bytes from the segment's base and a
 * multiple of 8.
 */
final class Words {
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

    private Words() {
    }

    static long get(MemorySegment segment, long offset) {
        return (long) LONG.get(segment, offset);
    }

    static void set(MemorySegment segment, long offset, long value) {
        LONG.set(segment, offset, value);
    }

    static long getOpaque(MemorySegment segment, long offset) {
        return (long) LONG.getOpaque(segment, offset);
    }

    static void setOpaque(MemorySegment segment, long offset, long value) {
        LONG.setOpaque(segment, offset, value);
    }

    static long getAcquire(MemorySegment segment, long offset) {
        return (long) LONG.getAcquire(segment, offset);
    }

    static void setRelease(MemorySegment segment, long offset, long value) {
        LONG.setRelease(segment, offset, value);
    }

    static long getAndAdd(MemorySegment segment, long offset, long delta) {
        return (long) LONG.getAndAdd(segment, offset, delta);
    }

    static boolean compareAndSetAcquire(MemorySegment segment, long offset, long expected, long value) {
        // The weak form may fail for no reason, and nobody here tries again.
        return (long) LONG.compareAndExchangeAcquire(segment, offset, expected, value) == expected;
    }
}
