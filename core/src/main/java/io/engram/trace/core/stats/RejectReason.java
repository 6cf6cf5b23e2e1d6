package io.engram.trace.core.stats;

/** Why an observed event was not recorded. New reasons go to the end: the ordinal is the place in the trace's head. */
public enum RejectReason {
    /** The thread has no ring: it is virtual, or the memory limit allows no more rings. */
    NO_RING("no_ring"),
    /** The tracer was closed. */
    CLOSED("closed"),
    /** An argument was null, or a length did not fit its array. */
    INVALID_ARGUMENT("invalid_argument");

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
