package io.engram.trace.core.stats;

/** Why a recorded event was not exported. New reasons go to the end: the ordinal is the place in the trace's head. */
public enum DiscardReason {
    /** The collector's filter did not want it. */
    FILTERED("filtered"),
    /** The exporter threw. */
    EXPORT_FAILED("export_failed"),
    /** The tracer closed, and its deadline passed, before it could be exported. */
    SHUTDOWN("shutdown"),
    /** The record's event type or subtype is none that this version knows. */
    UNDECODABLE("undecodable");

    private final String label;

    DiscardReason(String label) {
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
