// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.stats;

/** Why an observed event was not recorded. New reasons go to the end: the ordinal is the place in the trace's head. */
public enum RejectReason {
    /** There is no ring for the thread: the memory limit allows no more rings, not even one that threads share. */
    NO_RING("no_ring"),
    /** The tracer was closed. */
    CLOSED("closed"),
    /** An argument was null, or a length did not fit its array. */
    INVALID_ARGUMENT("invalid_argument"),
    /** Its place in a ring that threads share was taken: by one that stood still inside it, or was a whole lap ahead. */
    CONTENDED("contended");

    private final String label;

    RejectReason(String label) {
        this.label = label;
    }

    /**
     * The reason's name in statistics.
     *
     * @return lower case, words joined by underscores
     */
    public String label() {
        return label;
    }
}
