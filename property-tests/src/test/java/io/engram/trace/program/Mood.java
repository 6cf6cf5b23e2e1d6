// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

/** How an exporter answers from now on. */
enum Mood {
    /** Takes everything. */
    WELL,
    /** Takes nothing and does not answer until its mood changes. */
    SLOW,
    /** Says once that events have to be tried again, and is slow then. */
    GONE,
    /** Says three times that events have to be tried again, and is well then. */
    FLAKY,
    /** Takes the first half of what it is given, and says of the rest that it has to be tried again. */
    HALVING,
    /** Refuses the first event of each batch for good, and takes the rest. */
    PICKY,
    /** Refuses everything for good. */
    REFUSING,
    /** Throws what no exporter should. */
    BROKEN
}
