// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

import java.lang.foreign.MemorySegment;

/**
 * All memory as one segment, where native access is granted ({@code --enable-native-access}).
 *
 * <p>A segment of its own makes each access check class, writability, bounds and liveness, and the ordered accesses of
 * a record keep the compiler from sharing these checks: they cost more than the stores. A constant segment that is
 * always alive has next to nothing left to check. In return nothing but the caller's arithmetic keeps an access inside
 * its ring, and nothing but a reference keeps the ring's memory alive: so only {@link RingWriter} and {@link
 * SharedRingWriter} use it, whose offsets run between two constants, and which hold the ring.
 */
final class Everything {
    /** From address 0, or null where native access is not granted. */
    static final MemorySegment SEGMENT = Everything.class.getModule().isNativeAccessEnabled() ? map() : null;

    private Everything() {
    }

    @SuppressWarnings("restricted")
    private static MemorySegment map() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }
}
