// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import io.engram.trace.memlayout.layout.RecordLayout;

/** Everything in a segment file begins where a record could; a reader that lost its way searches only there. */
final class Alignment {
    /** Distance of such places, bytes. */
    static final long BYTES = RecordLayout.RECORD_BYTES;

    private Alignment() {
    }

    /** The first such place at or behind an offset. */
    static long up(long offset) {
        return Math.addExact(offset, BYTES - 1) & -BYTES;
    }

    static boolean isAligned(long offset) {
        return offset % BYTES == 0;
    }
}
