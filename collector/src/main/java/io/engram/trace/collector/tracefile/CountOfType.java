// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import java.lang.foreign.MemorySegment;

/** A count that a ring's header has per event type. */
@FunctionalInterface
interface CountOfType {
    /** The count, as the header has it: anything in a file of any content. */
    long of(MemorySegment header, int eventType);
}
